package dev.countersign.slack;

import java.time.Duration;

/// What the adapter counts. Called on request threads: implementations neither block nor throw.
public interface SlackMetrics {
  /// For whoever does not count.
  SlackMetrics NONE =
      new SlackMetrics() {
        @Override
        public void callback(CallbackResult result, Duration took) {}

        @Override
        public void privateReply(PrivateReply result) {}
      };

  /// What became of one callback, each counted exactly once.
  enum CallbackResult {
    /// Pressed or sent, and answered: counted, answered with how it stands, or with a form.
    OK,
    /// No, malformed or wrong signature headers.
    BAD_SIGNATURE,
    /// Signed too long ago, or for the future.
    STALE,
    /// The very same signed bytes once more.
    REPLAY,
    /// A genuine press by somebody who may not decide this.
    NOT_ENTITLED,
    /// A genuine press refused for another reason.
    REFUSED,
    /// A press whose answer came after Slack's patience; acknowledged, then answered privately.
    LATE,
    /// The gate itself could not answer.
    UNAVAILABLE,
    /// Genuine, and nothing for us to do: handshakes, and kinds of callbacks that we do not take.
    NO_EFFECT,
    /// Genuine bytes that are no payload.
    MALFORMED,
    /// Longer than any payload of Slack.
    TOO_LARGE
  }

  /// What became of an answer that one person alone was to see.
  enum PrivateReply {
    SHOWN,
    /// Neither way of telling them worked.
    LOST,
    /// Too many were waiting already.
    DROPPED
  }

  /// Counts one callback.
  ///
  /// @param took from the last byte of the request to the acknowledgement
  void callback(CallbackResult result, Duration took);

  void privateReply(PrivateReply result);
}
