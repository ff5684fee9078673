package dev.countersign.executors.http;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.json.Digest;
import dev.countersign.proposal.RecordChange.Operation;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Execution;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/// One change of one record: read, compared with what people saw, and sent once, so that the
/// service refuses it where somebody wrote in between. There is no second try in here.
///
/// It departs before the first byte of the change may be written; reading has no effect.
final class HttpRecordAttempt implements SendAttempt {
  private final RecordTarget record;
  private final Optional<Map.Entry<String, String>> key;
  private final boolean sends;

  private final Departure departure = new Departure();
  private final HttpLine line;
  private volatile int status;
  private volatile boolean refusedAsChanged;

  /// @param key that makes a repeat harmless, with its header
  /// @param sends whether the change is sent: otherwise it ends where it would have been
  HttpRecordAttempt(RecordTarget record, Optional<Map.Entry<String, String>> key, boolean sends) {
    this.record = record;
    this.key = key;
    this.sends = sends;
    this.line = record.line(departure);
  }

  @Override
  public Outcome run() {
    try {
      return change();
    } catch (NotSent e) {
      return e.outcome();
    } catch (IOException | HttpException | RuntimeException e) {
      return departure.lost(record.target().name(), e, HttpLine.code(e), status);
    }
  }

  @Override
  public Outcome abandon(String code) {
    Outcome ended = departure.recall(code, status);
    return refusedAsChanged ? new Outcome.Failed(Execution.RECORD_CHANGED, status) : ended;
  }

  private Outcome change() throws IOException, HttpException {
    if (!saysBefore()) {
      throw new NotSent("before_value_required");
    }
    HeldRecord held = record.standing(line);
    Optional<RecordImage> image = image(held);
    if (!held.isAsSeen(record.action(), record.change())) {
      return changed(image, 0);
    }
    if (!held.isGuarded(record.change())) {
      throw new NotSent("record_unversioned");
    }
    SentRequest request = RecordPatch.of(record.change(), held, record.url(), key);
    Digest digest = request.digest();
    if (!sends) {
      return new Outcome.Succeeded(0, digest, digest, image);
    }
    ClassicHttpRequest message = line.message(request);
    Outcome answered;
    try (Socket open = line.dial()) {
      departure.depart();
      ClassicHttpResponse answer = line.converse(open, message);
      status = answer.getCode();
      answered = answered(answer, digest, image);
    }
    return refusedAsChanged ? foundInstead(held) : answered;
  }

  /// What nobody read before is not sent: people have not seen what goes.
  private boolean saysBefore() {
    return record.change().fields().stream().allMatch(field -> field.from().isPresent())
        && (record.change().operation() != Operation.DELETE || namesVersion());
  }

  private boolean namesVersion() {
    return record.action().preconditions().has("if_match");
  }

  private Optional<RecordImage> image(HeldRecord held) {
    return held.image(record.change(), namesVersion());
  }

  private Outcome answered(ClassicHttpResponse answer, Digest digest, Optional<RecordImage> image)
      throws IOException {
    AnswerRule rule = AnswerRule.of(status, key.isPresent());
    refusedAsChanged = rule == AnswerRule.NO_EFFECT && (status == 412 || status == 409);
    return switch (rule) {
      case SUCCESS -> {
        byte[] body = line.body(answer);
        yield new Outcome.Succeeded(
            status, digest, Digest.of(body), image, left(TargetQuestions.Marks.of(answer), body));
      }
      case UNCERTAIN -> AnswerReading.uncertain(status);
      case NO_EFFECT ->
          new Outcome.Failed(
              status == 404 || status == 410 ? "record_not_found" : "target_refused", status);
    };
  }

  /// Of what can come back. What an update leaves is compared by its values when it is set back.
  private Optional<RecordMark> left(TargetQuestions.Marks marks, byte[] body) {
    Operation operation = record.change().operation();
    return operation == Operation.UPDATE || record.type().removes(operation)
        ? Optional.empty()
        : RecordMark.of(
            Optional.empty(),
            HeldRecord.left(record.type(), record.action().targetId().orElseThrow(), marks, body));
  }

  /// The service refused it for what it holds by now. Where it holds the very same as before, it
  /// refused it for something else.
  private Outcome foundInstead(HeldRecord before) {
    int refused = status;
    try {
      HeldRecord now = record.standing(line);
      return now.equals(before)
          ? new Outcome.Failed("target_refused", refused)
          : changed(image(now), refused);
    } catch (NotSent e) {
      return e.outcome().code().equals("record_not_found")
          ? e.outcome()
          : new Outcome.Failed(Execution.RECORD_CHANGED, refused);
    } catch (IOException | HttpException | RuntimeException e) {
      departure.lost(record.target().name(), e, HttpLine.code(e), refused);
      return new Outcome.Failed(Execution.RECORD_CHANGED, refused);
    }
  }

  private static Outcome changed(Optional<RecordImage> now, int status) {
    return now.<Outcome>map(Outcome.RecordChanged::new)
        .orElseGet(() -> new Outcome.Failed(Execution.RECORD_CHANGED, status));
  }
}
