package dev.countersign.executors.http;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.connection.BaseUrl;
import dev.countersign.executors.connection.RecordResource;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.proposal.RecordMark;
import java.io.IOException;
import java.util.Optional;

/// What an answer says of a record that was to be made: whether, by which key it is found, and
/// which version it is. The key is taken from the document that answers, else from `Location`.
final class CreatedAnswer implements AnswerReading {
  private final RecordResource type;
  private final BaseUrl base;
  private final boolean idempotent;

  /// @param idempotent whether the service was told a key that makes a repeat harmless
  CreatedAnswer(RecordResource type, BaseUrl base, boolean idempotent) {
    this.type = type;
    this.base = base;
    this.idempotent = idempotent;
  }

  @Override
  public Outcome read(int status, Body body, Digest sent) throws IOException {
    return switch (AnswerRule.of(status, idempotent)) {
      case NO_EFFECT -> new Outcome.Failed("target_refused", status);
      case UNCERTAIN -> AnswerReading.uncertain(status);
      case SUCCESS -> {
        byte[] bytes = body.bytes();
        yield new Outcome.Succeeded(
            status, sent, Digest.of(bytes), Optional.empty(), left(body, bytes));
      }
    };
  }

  /// Whoever names no record of this type names none: what it says is then not kept.
  private Optional<RecordMark> left(Body body, byte[] bytes) {
    TargetQuestions.Marks marks = TargetQuestions.Marks.of(body::header);
    Optional<String> key =
        document(bytes)
            .flatMap(document -> type.keyIn(base, document))
            .or(() -> body.header("location").flatMap(at -> type.keyAt(base, at)));
    return key.flatMap(id -> RecordMark.of(key, HeldRecord.left(type, id, marks, bytes)));
  }

  private static Optional<JsonObject> document(byte[] bytes) {
    try {
      return CanonicalJson.parse(bytes, Integer.MAX_VALUE) instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonRefusedException e) {
      return Optional.empty(); // cut off, or none
    }
  }
}
