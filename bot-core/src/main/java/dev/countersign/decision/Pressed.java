package dev.countersign.decision;

import dev.countersign.card.ClickAnswer;
import dev.countersign.card.FormTopic;
import dev.countersign.grant.QuorumGate.Shortfall;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.RiskLevel;
import java.util.Optional;

/// What came of a press: what its presser is told, and what follows from it once it is committed.
///
/// @param noted the refusal that was written down
/// @param stray whether its message was ordered to lose its buttons
/// @param alarm what an operator is to read
/// @param fast an approval in less than [PressStep#FAST], whether it counted or was held back
/// @param opens what the form is about that opens now
record Pressed(
    ClickAnswer answer,
    Optional<ClickRefusal> noted,
    boolean stray,
    Optional<Alarm> alarm,
    Optional<Fast> fast,
    Optional<FormTopic> opens) {

  Pressed(ClickAnswer answer, boolean stray) {
    this(answer, Optional.empty(), stray, Optional.empty(), Optional.empty(), Optional.empty());
  }

  Pressed noting(ClickRefusal reason) {
    return new Pressed(answer, Optional.of(reason), stray, alarm, fast, opens);
  }

  Pressed alarming(Alarm what) {
    return new Pressed(answer, noted, stray, Optional.of(what), fast, opens);
  }

  Pressed fast(Fast what) {
    return new Pressed(answer, noted, stray, alarm, Optional.of(what), opens);
  }

  Pressed opening(FormTopic topic) {
    return new Pressed(answer, noted, stray, alarm, fast, Optional.of(topic));
  }

  /// @param agent whose request it was
  record Fast(AgentId agent, RiskLevel risk) {}

  sealed interface Alarm {
    /// The rows are not what the entries say.
    record Unsound(String place, String why) implements Alarm {}

    /// Approved by the count, and must not run.
    record Barred(Shortfall why, String detail) implements Alarm {}
  }
}
