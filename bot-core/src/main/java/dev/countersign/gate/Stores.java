package dev.countersign.gate;

/// The ways to the one ledger, by who waits for an answer.
///
/// @param decisions for people who press and look
/// @param agents for agents that propose and ask
/// @param background for the workers
public record Stores(StorePorts decisions, StorePorts agents, StorePorts background) {
  /// One way for everything.
  public static Stores of(StorePorts one) {
    return new Stores(one, one, one);
  }
}
