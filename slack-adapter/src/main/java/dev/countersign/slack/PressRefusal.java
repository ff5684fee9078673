package dev.countersign.slack;

import dev.countersign.proposal.WireName;
import dev.countersign.slack.SlackMetrics.CallbackResult;
import java.util.Optional;

/// Why a genuine callback of Slack's is no click of ours.
enum PressRefusal {
  /// Members are missing or have the wrong shape.
  MALFORMED(""),
  FOREIGN_APP(""),
  /// The app was installed for a whole organisation: there `team` is absent, and no workspace to
  /// hold the press against.
  ENTERPRISE_INSTALL("Countersign cannot take decisions from organisation-wide installs yet."),
  FOREIGN_TEAM(""),
  /// Somebody of another workspace, in a shared channel.
  STRANGER("Only members of this workspace can decide here. Nothing was recorded."),
  /// A modal, App Home or something newer than this adapter.
  NOT_A_MESSAGE("Please use the buttons on the original message. Nothing was recorded."),
  EPHEMERAL("Please use the buttons on the original message. Nothing was recorded."),
  /// A copy that Slack made of the message elsewhere.
  UNFURLED("Please use the buttons on the original message. Nothing was recorded."),
  UNKNOWN_ACTION("This button is unknown to Countersign. Nothing was recorded.");

  private final String words;

  PressRefusal(String words) {
    this.words = words;
  }

  /// What the presser is told; empty where the callback is not ours to answer.
  Optional<String> words() {
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  CallbackResult result() {
    return switch (this) {
      case MALFORMED -> CallbackResult.MALFORMED;
      case STRANGER -> CallbackResult.NOT_ENTITLED;
      case UNKNOWN_ACTION -> CallbackResult.NO_EFFECT;
      case FOREIGN_APP, ENTERPRISE_INSTALL, FOREIGN_TEAM, NOT_A_MESSAGE, EPHEMERAL, UNFURLED ->
          CallbackResult.REFUSED;
    };
  }

  String code() {
    return WireName.of(this);
  }
}
