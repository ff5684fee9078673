package dev.countersign.app;

import dev.countersign.card.FormPress;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk;

/// What people ask for beside their decision, at the gate with the version in force: some of it is
/// proposed, and ruled on.
final class InterventionsInForce implements InterventionDesk {
  private final GateInForce gate;

  InterventionsInForce(GateInForce gate) {
    this.gate = gate;
  }

  @Override
  public Opened open(Intervention intervention, FormPress press) {
    return gate.with(current -> current.interventions().open(intervention, press));
  }

  @Override
  public Answer send(Sent sent) {
    return gate.with(current -> current.interventions().send(sent));
  }
}
