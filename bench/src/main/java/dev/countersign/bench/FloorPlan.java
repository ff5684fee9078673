package dev.countersign.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// What the floor writes for one request, read off the rows that the gate left behind for one.
///
/// @param propose proposal, request, audit entries, idempotency key, card delivery
/// @param decide request, audit entries, vote, grant, deliveries
/// @param claim a worker takes the execution
/// @param redeem request, audit entry, redemption, card delivery
/// @param report request, audit entry, card delivery
/// @param settle the execution's delivery goes
record FloorPlan(
    FloorStep propose,
    FloorStep decide,
    FloorStep claim,
    FloorStep redeem,
    FloorStep report,
    FloorStep settle) {

  private static final String BY_REQUEST = "request_id = ?";

  /// The rows of one request, as they were after one step of the gate.
  record Snapshot(
      List<FloorRow> proposal,
      List<FloorRow> idempotency,
      FloorRow request,
      List<FloorRow> entries,
      List<FloorRow> votes,
      List<FloorRow> grants,
      List<FloorRow> redemptions,
      List<FloorRow> deliveries) {

    static Snapshot of(Connection connection, String id, Instant now) throws SQLException {
      return new Snapshot(
          FloorRow.of(connection, "proposal", "id = ?", id, now),
          FloorRow.of(connection, "idempotency", "proposal_id = ?", id, now),
          FloorRow.of(connection, "request", "id = ?", id, now).getFirst(),
          FloorRow.of(connection, "audit_entry", BY_REQUEST + " order by seq", id, now),
          FloorRow.of(connection, "vote", BY_REQUEST, id, now),
          FloorRow.of(connection, "exec_grant", BY_REQUEST, id, now),
          FloorRow.of(connection, "redemption", BY_REQUEST, id, now),
          FloorRow.of(connection, "delivery", BY_REQUEST, id, now));
    }

    private List<FloorRow> entriesSince(Snapshot earlier) {
      return entries.subList(earlier.entries.size(), entries.size());
    }

    private List<FloorRow> deliveries(String kind) {
      return deliveries.stream().filter(is(kind)).toList();
    }

    private static Predicate<FloorRow> is(String kind) {
      return row -> row.cell("kind").equals(new FloorRow.Cell.Same(kind));
    }
  }

  /// @param opened after the proposal
  /// @param asked after its card was shown, right before the decision
  /// @param approved after the decision
  /// @param running after the redemption
  /// @param done after the report
  static FloorPlan of(
      Snapshot opened, Snapshot asked, Snapshot approved, Snapshot running, Snapshot done) {
    List<FloorRow> cards = approved.deliveries("show_card");
    FloorRow execution = approved.deliveries("execute").getFirst();
    return new FloorPlan(
        new FloorStep.Draft()
            .insert(opened.idempotency)
            .insert(opened.proposal)
            .insert(List.of(opened.request))
            .insert(opened.entries)
            .insert(opened.deliveries)
            .build(),
        new FloorStep.Draft()
            .move(approved.request)
            .insert(approved.entriesSince(asked))
            .insert(approved.votes)
            .insert(approved.grants)
            .order(cards)
            .order(List.of(execution))
            .build(),
        new FloorStep.Draft().claim(execution).build(),
        new FloorStep.Draft()
            .move(running.request)
            .insert(running.entriesSince(approved))
            .insert(running.redemptions)
            .order(cards)
            .build(),
        new FloorStep.Draft()
            .move(done.request)
            .insert(done.entriesSince(running))
            .order(cards)
            .build(),
        new FloorStep.Draft().settle(execution).build());
  }
}
