package dev.countersign.executors.sending;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.connection.Limits;
import java.util.Optional;

/// How much is sent at once.
public final class BodyLimit {
  private BodyLimit() {}

  public static Optional<Inadmissible> check(byte[] body, Limits limits) {
    return body.length > limits.bodyBytes()
        ? Optional.of(
            new Inadmissible(
                "body_too_large",
                "/proposed_changes/body",
                "the connection sends at most " + limits.bodyBytes() + " bytes"))
        : Optional.empty();
  }
}
