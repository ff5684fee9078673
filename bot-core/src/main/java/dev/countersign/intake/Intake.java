package dev.countersign.intake;

import dev.countersign.people.Agent;
import java.util.Optional;

/// Where doors hand in proposals.
///
/// Throws [dev.countersign.card.UnavailableException] when the ledger cannot answer.
public interface Intake {

  /// @param agent from the verified credential
  /// @param idempotencyKey at most 255 characters, checked by the caller
  IntakeResult submit(Agent agent, byte[] body, Optional<String> idempotencyKey);

  /// What the policy would say now; nothing is stored.
  IntakeEvaluation evaluate(Agent agent, byte[] body);
}
