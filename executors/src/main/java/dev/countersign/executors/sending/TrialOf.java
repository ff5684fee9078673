package dev.countersign.executors.sending;

import dev.countersign.execution.Outcome;
import dev.countersign.execution.TargetTrial;
import dev.countersign.request.Execution;
import java.util.Set;

/// An attempt that stops before it could have an effect, as what it says would become of the
/// action.
///
/// @param attempt one that never departs: its success means that it would have done so
public record TrialOf(SendAttempt attempt) implements LookAttempt<TargetTrial> {
  private static final String BEFORE = "_before_send";

  private static final Set<String> UNREACHED =
      Set.of(
          "credential_unavailable",
          "ca_unavailable",
          "dns_failed",
          "connect_failed",
          "connect_timeout",
          "proxy_failed",
          "tls_failed",
          ConversationRefusal.UNREAD);

  @Override
  public TargetTrial run() {
    return said(attempt.run());
  }

  @Override
  public TargetTrial giveUp(String code) {
    attempt.abandon(code);
    return notBegun(code);
  }

  @Override
  public TargetTrial notBegun(String code) {
    return TargetTrial.notTried(code);
  }

  /// What follows from the code of an attempt that had no effect: whom nobody reached did not say
  /// anything, and may be asked again.
  public static TargetTrial failed(String code) {
    return code.endsWith(BEFORE)
        ? TargetTrial.notTried(code.substring(0, code.length() - BEFORE.length()))
        : UNREACHED.contains(code) ? TargetTrial.notTried(code) : TargetTrial.fails(code);
  }

  /// Whoever was not asked to the end said nothing.
  private static TargetTrial said(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded _ -> TargetTrial.works();
      case Outcome.RecordChanged _ -> TargetTrial.fails(Execution.RECORD_CHANGED);
      case Outcome.Failed(var code, _) -> failed(code);
      case Outcome.Unknown(var code, _) -> TargetTrial.notTried(code);
    };
  }
}
