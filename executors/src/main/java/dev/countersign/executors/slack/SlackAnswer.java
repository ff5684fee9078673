package dev.countersign.executors.slack;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.http.AnswerReading;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What Slack's answer says of the message. With the status 200 it still may have refused it.
///
/// Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
final class SlackAnswer implements AnswerReading {
  private static final Logger log = LoggerFactory.getLogger(SlackAnswer.class);

  /// By which Slack says that part of it may have been done.
  private static final Set<String> MAY_BE_DONE =
      Set.of("fatal_error", "internal_error", "service_unavailable", "request_timeout");

  private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,64}");

  private final String connection;

  /// @param connection its name
  SlackAnswer(String connection) {
    this.connection = connection;
  }

  @Override
  public Outcome read(int status, Body body, Digest sent) throws IOException {
    if (status != 200) {
      return status >= 400 && status < 500 && status != 408
          ? new Outcome.Failed("target_refused", status)
          : AnswerReading.uncertain(status);
    }
    byte[] bytes = body.bytes();
    return object(bytes)
        .map(answer -> read(answer, bytes, sent))
        .orElseGet(() -> new Outcome.Unknown("malformed_answer", status));
  }

  private Outcome read(JsonObject answer, byte[] body, Digest sent) {
    boolean posted = Objects.equals(answer.members().get("ok"), JsonBoolean.TRUE);
    if (posted && answer.members().get("ts") instanceof JsonString) {
      return new Outcome.Succeeded(200, sent, Digest.of(body));
    }
    Optional<String> error =
        Optional.ofNullable(answer.members().get("error"))
            .filter(JsonString.class::isInstance)
            .map(text -> ((JsonString) text).value())
            .filter(code -> CODE.matcher(code).matches());
    if (posted || error.isEmpty() || MAY_BE_DONE.contains(error.get())) {
      return new Outcome.Unknown("target_unclear", 200);
    }
    log.info("connection {}: Slack refused the message: {}", connection, error.get());
    return new Outcome.Failed("target_refused", 200);
  }

  static Optional<JsonObject> object(byte[] body) {
    try {
      return CanonicalJson.parse(body) instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonRefusedException e) {
      return Optional.empty();
    }
  }
}
