package dev.countersign.slack;

import dev.countersign.proposal.WireName;
import dev.countersign.slack.SlackMetrics.CallbackResult;
import java.util.Optional;

/// Why a genuine submission of Slack's is no click of ours.
enum SubmissionRefusal {
  /// Members are missing or have the wrong shape.
  MALFORMED(CallbackResult.MALFORMED, ""),
  FOREIGN_APP(CallbackResult.REFUSED, ""),
  /// The app was installed for a whole organisation; see [PressRefusal#ENTERPRISE_INSTALL].
  ENTERPRISE_INSTALL(
      CallbackResult.REFUSED,
      "Countersign cannot take decisions from organisation-wide installs yet."),
  FOREIGN_TEAM(CallbackResult.REFUSED, ""),
  /// Somebody of another workspace, in a shared channel.
  STRANGER(
      CallbackResult.NOT_ENTITLED,
      "Only members of this workspace can decide here. Nothing was recorded."),
  UNKNOWN_FORM(
      CallbackResult.NO_EFFECT, "This form is unknown to Countersign. Nothing was recorded.");

  private final CallbackResult result;
  private final String words;

  SubmissionRefusal(CallbackResult result, String words) {
    this.result = result;
    this.words = words;
  }

  CallbackResult result() {
    return result;
  }

  /// What the submitter is told; empty where the callback is not ours to answer.
  Optional<String> words() {
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  String code() {
    return WireName.of(this);
  }
}
