package dev.countersign.executors.http;

import dev.countersign.execution.Outcome;
import dev.countersign.json.Digest;
import java.io.IOException;
import java.util.Optional;

/// What an answer says of the effect of a call.
@FunctionalInterface
public interface AnswerReading {

  /// The body of an answer, read from the target only when it is asked for.
  @FunctionalInterface
  interface Body {
    /// As far as the limit goes. Asked once.
    byte[] bytes() throws IOException;

    /// Of the answer; empty where there is none of this name, or more than one.
    default Optional<String> header(String name) {
      return Optional.empty();
    }
  }

  /// @param sent of the request
  Outcome read(int status, Body body, Digest sent) throws IOException;

  /// By the status alone.
  ///
  /// @param idempotent as of [AnswerRule#of]
  static AnswerReading byStatus(boolean idempotent) {
    return (status, body, sent) ->
        switch (AnswerRule.of(status, idempotent)) {
          case SUCCESS -> new Outcome.Succeeded(status, sent, Digest.of(body.bytes()));
          case NO_EFFECT -> new Outcome.Failed("target_refused", status);
          case UNCERTAIN -> uncertain(status);
        };
  }

  static Outcome.Unknown uncertain(int status) {
    return new Outcome.Unknown(status >= 500 ? "target_error" : "target_unclear", status);
  }
}
