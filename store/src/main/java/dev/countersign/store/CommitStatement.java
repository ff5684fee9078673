package dev.countersign.store;

import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.CommitResult.Overtaken;
import dev.countersign.ledger.CommitResult.TooLate;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestStatus;
import dev.countersign.request.Timetable;
import dev.countersign.store.BatchRows.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Steps of different requests as one statement, each with a verdict of its own.
///
/// `seen` holds a request's row while its chain still ends where the step began. Only then, with
/// the lock in hand, `judged` looks at the clock and at the grant to be spent, neither of which
/// anybody else can move any more. A grant is spent by the row in `redemption`, which nobody can
/// change or take back; a new one takes the place only of one that has expired unspent. Everything
/// that is written hangs on that verdict.
///
/// Before anything else the version is held that the steps rest on, for those that issue or spend a
/// grant what is frozen, see [OldestVersion], for votes, grants and redemptions the people by whom
/// they were judged, and the passkeys that signed for them.
///
/// There is a text for each set of parts that the steps of a batch have between them, see
/// [CommitPart].
///
/// Rows are looked up one by one (`lateral`): a plan that was made while a table was small must not
/// read all of it once it has grown.
final class CommitStatement {
  /// How many there may be: one for each wait and each set of parts.
  private static final Map<Shape, CommitStatement> PREPARED = new ConcurrentHashMap<>();

  /// Chains that went on before this statement began: there is nothing to wait for, as one never
  /// goes back.
  private static final String GONE_ON =
      """
       union all
        select item.nth, 'gone_on'
          from item
         cross join lateral (
                select from request r
                 where r.id = item.id
                   and (r.audit_seq <> item.seen_seq or r.audit_hash <> item.seen_hash)) r
      """;

  /// A grant that is issued takes the place of the last one of its revision.
  private static final String LAST_GRANT =
      """
       left join lateral (
              select id, expires_at,
                     exists (select from redemption s
                              where s.request_id = c.id and s.revision = item.grant_revision)
                       as is_spent
                from exec_grant
               where request_id = c.id and revision = item.grant_revision
               order by seq desc, id desc
               limit 1) l on true
      """;

  private static final String SPENT_GRANT =
      """
       left join lateral (
              select id, request_id, revision, expires_at
                from exec_grant
               where request_id = c.id and id = item.redeemed) g on true
       left join lateral (
              select request_id
                from redemption
               where request_id = g.request_id and revision = g.revision) s on true
      """;

  private final BatchRows<CommitRow> items;
  private final Sql sql;

  private CommitStatement(Shape shape) {
    this.items =
        new BatchRows<>(
            "item",
            Stream.concat(
                    Stream.of(chain(), request()), shape.parts.stream().map(part -> part.columns))
                .flatMap(List::stream)
                .toList());
    this.sql = Sql.of(text(shape.lockWait, shape.parts, items));
  }

  /// What the text of a statement depends on.
  private record Shape(LockWait lockWait, Set<CommitPart> parts) {}

  /// @param parts that its steps may have
  static CommitStatement of(LockWait wait, Set<CommitPart> parts) {
    return PREPARED.computeIfAbsent(
        new Shape(wait, Collections.unmodifiableSet(EnumSet.copyOf(parts))), CommitStatement::new);
  }

  Sql sql() {
    return sql;
  }

  private static String text(LockWait wait, Set<CommitPart> parts, BatchRows<CommitRow> items) {
    boolean isBrief = wait == LockWait.BRIEF;
    boolean grants = parts.contains(CommitPart.GRANT);
    boolean spends = parts.contains(CommitPart.REDEMPTION);
    return """
    with %s
         in_force as materialized (
           select require_version(:under) and require_freezes(:freezes)
              and require_people(:imported) and require_passkeys(:passkeys) as holds %s),
         item as materialized (
           select item.* from in_force cross join %s where in_force.holds),
         seen as materialized (
           select item.nth, held.id
             from %s item
            cross join lateral (
                    select r.id
                      from request r
                     where r.id = item.id and r.audit_seq = item.seen_seq
                       and r.audit_hash = item.seen_hash
                       for update %s) held),
         clocked as materialized (
           select nth, id, clock_timestamp() as now from seen),
         judged as materialized (
           select item.*, c.now, %s
                  case when c.now >= item.before then 'too_late' %s %s
                       else 'committed'
                  end as verdict
             from clocked c
             join item on item.nth = c.nth %s %s),
         going as materialized (
           select * from judged where verdict = 'committed'),
         moved as (
           update request r
              set state = going.state, situation = cast(going.situation as json),
                  revision = going.revision, version = going.version, stage = going.stage,
                  asks = going.asks, asks_too = going.asks_too,
                  asks_more = cast(going.asks_more as text[]), due = going.due,
                  deadline = going.deadline, unknown_since = going.unknown_since,
                  audit_seq = going.seq, audit_hash = going.hash
             from going
            where r.id = going.id),
         noted as (
           insert into audit_entry (request_id, seq, body, seal_key, mac)
           select going.id, entry.seq, entry.body, entry.seal_key, entry.mac
             from going
             join %s on entry.item = going.nth)
         %s
    select nth, verdict from judged
    %s
    """
        .formatted(
            wait.first,
            isBrief ? "from brief" : "",
            items.unnested(),
            isBrief ? "brief cross join" : "",
            wait.clause,
            grants ? "l.id as replaced," : "",
            grants ? "when l.expires_at > c.now or l.is_spent then 'overtaken'" : "",
            spends
                ? """
                when item.redeemed is null then 'committed'
                when g.id is null or s.request_id is not null then 'overtaken'
                when c.now >= g.expires_at then 'too_late'
                """
                : "",
            spends ? SPENT_GRANT : "",
            grants ? LAST_GRANT : "",
            EntryRow.ROWS.unnested(),
            parts.stream().map(part -> ",\n" + part.written).collect(Collectors.joining()),
            isBrief ? GONE_ON : "");
  }

  /// One step by itself.
  static CommitResult run(Connection connection, CommitRow row) throws SQLException {
    return run(connection, List.of(row), LockWait.PATIENT).getFirst().orElseGet(Overtaken::new);
  }

  /// @param rows of different requests, in the order of their ids
  /// @return in the order of the rows; empty where the row of a request was not seen: its chain has
  ///   gone on or, with [LockWait#BRIEF], somebody else holds it or is just moving it
  static List<Optional<CommitResult>> run(
      Connection connection, List<CommitRow> rows, LockWait wait) throws SQLException {
    List<Optional<CommitResult>> results =
        new ArrayList<>(Collections.nCopies(rows.size(), Optional.empty()));
    CommitStatement statement = of(wait, CommitPart.of(rows));
    statement.sql.ask(
        connection,
        query -> {
          query.bind("under", OldestVersion.of(rows.stream().map(CommitRow::under).toList()));
          query.bind("freezes", OldestVersion.of(rows.stream().map(CommitRow::freezes).toList()));
          query.bind(
              "imported",
              Columns.bytes(
                  rows.stream()
                      .flatMap(row -> row.imported().stream())
                      .distinct()
                      .map(Digest::hash)
                      .toList()));
          query.bind(
              "passkeys",
              Columns.array(
                  "integer",
                  rows.stream().flatMap(row -> row.commit().passkey().stream()).toArray()));
          statement.items.bind(query, rows);
          EntryRow.ROWS.bind(query, EntryRow.of(rows, CommitRow::entries));
          return query.list(row ->
              results.set(row.getInt("nth") - 1, Optional.of(result(row.getString("verdict")))));
        });
    return results;
  }

  private static CommitResult result(String verdict) {
    return switch (verdict) {
      case "committed" -> new Committed();
      case "too_late" -> new TooLate();
      case "overtaken", "gone_on" -> new Overtaken();
      default -> throw new IllegalStateException("no verdict is spelled so: " + verdict);
    };
  }

  private static List<Column<CommitRow>> chain() {
    return List.of(
        Column.text("id", row -> row.commit().id().value()),
        Column.integer("seen_seq", row -> row.commit().seen().seq()),
        Column.bytes("seen_hash", row -> row.commit().seen().hash().hash()),
        Column.integer("seq", row -> row.commit().head().seq()),
        Column.bytes("hash", row -> row.commit().head().hash().hash()),
        Column.time("before", row -> row.commit().before().orElse(null)));
  }

  private static List<Column<CommitRow>> request() {
    return List.of(
        Column.text("state", row -> WireName.of(RequestStatus.of(request(row).state()))),
        Column.text("situation", CommitRow::situation),
        Column.integer("revision", row -> request(row).revision()),
        Column.integer("version", row -> request(row).version()),
        Column.integer("stage", row -> Stages.open(request(row))),
        Column.text("asks", row -> Stages.asks(request(row))),
        Column.text("asks_too", row -> Stages.asksToo(request(row))),
        Column.texts("asks_more", row -> Stages.asksMore(request(row))),
        Column.time("due", row -> Timetable.due(request(row)).orElse(null)),
        Column.time("deadline", row -> request(row).deadline()),
        Column.time("unknown_since", row -> unknownSince(request(row))));
  }

  private static @Nullable Instant unknownSince(ApprovalRequest request) {
    return request.state() instanceof Approved(_, _, Execution.Unknown lost) ? lost.at() : null;
  }

  private static ApprovalRequest request(CommitRow row) {
    return row.commit().request();
  }
}
