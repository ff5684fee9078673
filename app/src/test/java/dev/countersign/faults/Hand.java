package dev.countersign.faults;

import java.util.Map;
import java.util.Objects;

/// Each way by which an approved action leaves the gate, with the connection that goes by it.
///
/// @see RealTargets
enum Hand {
  /// To a service that knows an idempotency key; what it became is read back.
  HTTP_WITH_KEY("accounts", true),
  HTTP("notes", false),
  SMTP("mail", false),
  /// What the row became is read back.
  SQL("crm", true),
  SLACK("slack", false),
  TEAMS("teams", false),
  /// Redeemed, carried out and reported by an executor outside.
  OUTSIDE("payouts", false);

  private final String connection;
  private final boolean readBack;

  Hand(String connection, boolean readBack) {
    this.connection = connection;
    this.readBack = readBack;
  }

  String connection() {
    return connection;
  }

  /// What a map of all hands has for this one.
  <V> V in(Map<Hand, V> map) {
    return Objects.requireNonNull(map.get(this));
  }

  boolean isReadBack() {
    return readBack;
  }
}
