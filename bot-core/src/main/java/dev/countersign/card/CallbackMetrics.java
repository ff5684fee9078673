package dev.countersign.card;

import dev.countersign.people.Surface;
import java.time.Duration;

/// What adapters count of the callbacks of their chats. Called on request threads: implementations
/// neither block nor throw.
public interface CallbackMetrics {
  /// For whoever does not count.
  CallbackMetrics NONE =
      new CallbackMetrics() {
        @Override
        public void callback(Surface chat, CallbackResult result, Duration took) {}

        @Override
        public void callerRefused(Surface chat, String reason) {}

        @Override
        public void privateReply(Surface chat, PrivateReply result) {}

        @Override
        public void connection(Surface chat, Connection change) {}
      };

  /// What became of one callback, each counted exactly once.
  enum CallbackResult {
    /// Answered: counted, shown, told how it stands, or with a form.
    OK,
    /// No, malformed or wrong signature headers.
    BAD_SIGNATURE,
    /// Not from the platform, or not for this bot and its tenant.
    BAD_CALLER,
    /// Signed too long ago, or for the future.
    STALE,
    /// The very same signed bytes once more.
    REPLAY,
    /// A genuine press by somebody who may not decide this, or who is a guest or a stranger.
    NOT_ENTITLED,
    /// A genuine press refused for another reason.
    REFUSED,
    /// A press whose answer came after the platform's patience; acknowledged, then answered
    /// privately.
    LATE,
    /// The gate itself could not answer.
    UNAVAILABLE,
    /// Genuine, and nothing for us to do: handshakes, kinds of callbacks that we do not take, and
    /// buttons that have none of our names.
    NO_EFFECT,
    /// Genuine bytes that are no callback, or a press that lacks something that it needs.
    MALFORMED,
    /// Longer than any callback of the platform.
    TOO_LARGE;

    /// What a press counts as, by its answer: the same in every chat.
    public static CallbackResult of(ClickAnswer answer) {
      return switch (answer.kind()) {
        case COUNTED, REPEATED, PARTLY, STANDING -> OK;
        case NOT_ENTITLED, OUTSIDER -> NOT_ENTITLED;
        case UNKNOWN_BUTTON -> NO_EFFECT;
        case MALFORMED -> MALFORMED;
        case REFUSED, OUTDATED, INCOMPLETE -> REFUSED;
        case UNAVAILABLE -> UNAVAILABLE;
      };
    }
  }

  /// What became of an answer that one person alone was to see.
  enum PrivateReply {
    SHOWN,
    /// No way of telling them worked.
    LOST,
    /// Too many were waiting already.
    DROPPED
  }

  /// What became of the connection by which a chat's callbacks come in, where the gate opens one.
  enum Connection {
    /// Callbacks come in by it from now on.
    OPENED,
    /// The chat asked for another, before this one ends.
    RENEWED,
    /// It ended, or was silent for too long.
    LOST,
    /// None could be opened; it is tried again.
    FAILED
  }

  /// Counts one callback.
  ///
  /// @param took from the last byte of the request to the answer
  void callback(Surface chat, CallbackResult result, Duration took);

  /// Counts one caller that did not prove to be the platform.
  ///
  /// @param reason of a closed set
  void callerRefused(Surface chat, String reason);

  void privateReply(Surface chat, PrivateReply result);

  void connection(Surface chat, Connection change);
}
