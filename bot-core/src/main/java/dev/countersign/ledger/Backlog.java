package dev.countersign.ledger;

import java.time.Duration;
import java.util.Map;

/// The port to how much waits at this moment. It counts the whole ledger, so all replicas read the
/// same.
@FunctionalInterface
public interface Backlog {

  /// Asks one question, which changes nothing.
  ///
  /// @param most how far each number is counted; beyond it the number no longer matters
  Reading read(int most);

  /// @param deliveries of each kind
  /// @param pending requests that wait for people
  /// @param overdue pending requests whose deadline has been over for so long that something keeps
  ///   them from ending
  /// @param withheld approved actions that wait for an operator to release them after a restore
  /// @param unknown executed actions of which nobody knows whether they happened
  /// @param onHold whether the ledger takes no step, see [Recovery#isOnHold]
  record Reading(
      Map<DeliveryKind, Line> deliveries,
      int pending,
      int overdue,
      int withheld,
      int unknown,
      boolean onHold) {
    public Reading {
      deliveries = Map.copyOf(deliveries);
    }
  }

  /// The deliveries of one kind.
  ///
  /// @param held put aside because they failed too often
  /// @param due what a worker could take up now; neither what one works on nor what is withheld
  /// @param oldest how long the first of them has been due; zero when none is
  record Line(int held, int due, Duration oldest) {}
}
