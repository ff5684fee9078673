package dev.countersign.teams;

import java.time.Duration;

/// What the adapter counts. Called on request threads: implementations neither block nor throw.
public interface TeamsMetrics {
  /// For whoever does not count.
  TeamsMetrics NONE =
      new TeamsMetrics() {
        @Override
        public void teamsCallback(Callback result, Duration took) {}

        @Override
        public void callerRefused(String reason) {}

        @Override
        public void teamsReply(Reply result) {}
      };

  /// What became of one activity, each counted exactly once.
  enum Callback {
    /// Answered: counted, shown, or told how it stands.
    OK,
    /// Not from the Bot Connector, or not for this bot and its tenant.
    BAD_CALLER,
    /// A genuine press by somebody who may not decide this.
    NOT_ENTITLED,
    /// A genuine press refused for another reason.
    REFUSED,
    /// The gate itself could not answer.
    UNAVAILABLE,
    /// Genuine, and nothing for us to do.
    NO_EFFECT,
    MALFORMED,
    /// Longer than any activity of Teams.
    TOO_LARGE
  }

  /// What became of an answer that one person alone was to see.
  enum Reply {
    SHOWN,
    /// No way of telling them worked.
    LOST,
    /// Too many were waiting already.
    DROPPED
  }

  /// Counts one activity.
  ///
  /// @param took from the last byte of the request to the answer
  void teamsCallback(Callback result, Duration took);

  /// @param reason of a closed set
  void callerRefused(String reason);

  void teamsReply(Reply result);
}
