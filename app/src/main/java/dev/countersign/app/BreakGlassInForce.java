package dev.countersign.app;

import dev.countersign.card.BreakGlassDesk;
import dev.countersign.people.AccountId;

/// Break-glass at the gate with the version in force.
record BreakGlassInForce(GateInForce gate) implements BreakGlassDesk {
  @Override
  public Offer look(AccountId viewer, String id) {
    return gate.with(one -> one.breakGlass().look(viewer, id));
  }

  @Override
  public boolean leads(AccountId viewer, String id) {
    return gate.with(one -> one.breakGlass().leads(viewer, id));
  }

  @Override
  public String carried(AccountId viewer, String id, String why, String sealed) {
    return gate.with(one -> one.breakGlass().carried(viewer, id, why, sealed));
  }

  @Override
  public Told use(AccountId viewer, Use use) {
    return gate.with(one -> one.breakGlass().use(viewer, use));
  }

  @Override
  public Told end(AccountId viewer, String id) {
    return gate.with(one -> one.breakGlass().end(viewer, id));
  }
}
