package dev.countersign.faults;

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

  boolean isReadBack() {
    return readBack;
  }
}
