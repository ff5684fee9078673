package dev.countersign.trial.page;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.util.concurrent.atomic.AtomicLong;

/// Proposes the examples, each time about another charge or customer: the same twice would be one
/// request.
final class Proposals {
  /// Of one trial, so that a page left open fills no disk.
  static final int MOST = 1_000;

  private final ShownTrial stage;
  private final long first;
  private final AtomicLong counter = new AtomicLong();

  /// @param first above all numbers that earlier trials in the same folder used
  Proposals(ShownTrial stage, long first) {
    this.stage = stage;
    this.first = first;
  }

  /// @return what the gate answered
  JsonObject propose(String example) {
    Example chosen =
        stage.examples().stream()
            .filter(one -> one.id().equals(example))
            .findFirst()
            .orElseThrow(() -> new RefusedException("There is no such example."));
    long number = counter.incrementAndGet();
    if (number > MOST) {
      throw new RefusedException("That are " + MOST + " proposals; start the trial anew for more.");
    }
    return stage
        .agent()
        .propose(
            chosen
                .text()
                .replace(Example.COUNTER, Long.toString(first + number))
                .replace(
                    "\"" + Example.NOTE + "\"",
                    CanonicalJson.text(Json.of(stage.crmNote().get()))));
  }

  /// The id of a new request of that example.
  ///
  /// @throws RefusedException with the gate's words when it takes none
  String request(String example) {
    JsonObject answer = propose(example);
    return answer
        .optionalText("id")
        .orElseThrow(() ->
            new RefusedException(
                "The gate took no proposal: " + answer.optionalText("detail").orElse("")));
  }
}
