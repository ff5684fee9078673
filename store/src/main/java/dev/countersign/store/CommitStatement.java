package dev.countersign.store;

import dev.countersign.card.PostedCard;
import dev.countersign.card.PostedCard.Failure;
import dev.countersign.evidence.Seal;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.CommitResult.Overtaken;
import dev.countersign.ledger.CommitResult.TooLate;
import dev.countersign.ledger.GlassUse;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.Redemption;
import dev.countersign.ledger.RetrospectiveMark;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BatchId;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestStatus;
import dev.countersign.request.Timetable;
import dev.countersign.request.Vote;
import dev.countersign.store.BatchRows.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
/// Before anything else the version is held that the steps rest on, and for those that issue or
/// spend a grant what is frozen, see [OldestVersion].
///
/// Rows are looked up one by one (`lateral`): a plan that was made while a table was small must not
/// read all of it once it has grown.
final class CommitStatement {
  private static final BatchRows<CommitRow> ITEMS =
      new BatchRows<>(
          "item",
          Stream.of(
                  chain(),
                  request(),
                  redemption(),
                  vote(),
                  grant(),
                  glass(),
                  retrospective(),
                  card(),
                  orders())
              .flatMap(List::stream)
              .toList());

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

  private static final Sql PATIENT = sql(LockWait.PATIENT);
  private static final Sql BRIEF = sql(LockWait.BRIEF);

  private CommitStatement() {}

  private static Sql sql(LockWait wait) {
    return Sql.of(
        """
        with %s
             in_force as materialized (
               select require_version(:under) and require_freezes(:freezes) as holds %s),
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
               select item.*, c.now, l.id as replaced,
                      case when c.now >= item.before then 'too_late'
                           when l.expires_at > c.now or l.is_spent then 'overtaken'
                           when item.redeemed is null then 'committed'
                           when g.id is null or s.request_id is not null then 'overtaken'
                           when c.now >= g.expires_at then 'too_late'
                           else 'committed'
                      end as verdict
                 from clocked c
                 join item on item.nth = c.nth
                 left join lateral (
                        select id, request_id, revision, expires_at
                          from exec_grant
                         where request_id = c.id and id = item.redeemed) g on true
                 left join lateral (
                        select request_id
                          from redemption
                         where request_id = g.request_id and revision = g.revision) s on true
                 left join lateral (
                        select id, expires_at,
                               exists (select from redemption s
                                        where s.request_id = c.id and s.revision = item.grant_revision)
                                 as is_spent
                          from exec_grant
                         where request_id = c.id and revision = item.grant_revision
                         order by seq desc, id desc
                         limit 1) l on true),
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
                 join %s on entry.item = going.nth),
             cast_vote as (
               insert into vote (request_id, revision, person, in_place_of, seq, surface, tenant, account, decision,
                      action, card, stage, for_group, also, function, token, reason, comment,
                      callback, at, seal_key, mac)
               select id, vote_revision, person, in_place_of, seq, vote_surface, vote_tenant, account, decision,
                      vote_action, vote_card, vote_stage, for_group, also, function, vote_token,
                      vote_reason, comment, callback, vote_at, vote_key, vote_mac
                 from going
                where person is not null),
             spent as (
               insert into redemption (request_id, revision, grant_id, execution, action, seq, at)
               select id, revision, redeemed, execution, redeemed_action, seq, redeemed_at
                 from going
                where redeemed is not null),
             granted as (
               insert into exec_grant (request_id, id, revision, seq, issued_at, expires_at, token,
                      replaces)
               select id, grant_id, grant_revision, seq, issued_at, expires_at, grant_token, replaced
                 from going
                where grant_id is not null),
             broken as (
               insert into break_glass (request_id, person, number, owner, at, due)
               select id, glass_person, glass_number, glass_owner, glass_at, glass_due
                 from going
                where glass_person is not null),
             marked as (
               insert into retrospective_mark (request_id, kind, person, at)
               select id, mark_kind, mark_person, mark_at
                 from going
                where mark_kind is not null
                   on conflict do nothing),
             carded as (
               insert into posted_card (request_id, id, revision, version, seq, surface, tenant,
                      channel, digest, message_id, personal, at, failure, failed_since, closed, batch)
               select id, card, card_revision, card_version, seq, card_surface, card_tenant, channel,
                      card_digest, message, personal, card_at, failure, failed_since, closed, batch
                 from going
                where card is not null
                   on conflict (request_id, id) do update
                      set message_id = coalesce(excluded.message_id, posted_card.message_id),
                          failure = excluded.failure,
                          failed_since = excluded.failed_since, closed = excluded.closed),
             ordered as (
               insert into delivery (request_id, kind, target, due_at)
               select going.id, o.kind, o.target, going.now
                 from going
                cross join lateral unnest(cast(going.kinds as text[]), cast(going.targets as text[]))
                        as o(kind, target)
                order by going.id, o.kind, o.target
                   on conflict (request_id, kind, target) do update
                      set wanted = delivery.wanted + 1,
                          due_at = case when delivery.lease is null then excluded.due_at
                                        else delivery.due_at end)
        select nth, verdict from judged
        %s
        """
            .formatted(
                wait.first,
                wait == LockWait.BRIEF ? "from brief" : "",
                ITEMS.unnested(),
                wait == LockWait.BRIEF ? "brief cross join" : "",
                wait.clause,
                EntryRow.ROWS.unnested(),
                wait == LockWait.BRIEF ? GONE_ON : ""));
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
    (wait == LockWait.BRIEF ? BRIEF : PATIENT)
        .ask(
            connection,
            query -> {
              query.bind("under", OldestVersion.of(rows.stream().map(CommitRow::under).toList()));
              query.bind(
                  "freezes", OldestVersion.of(rows.stream().map(CommitRow::freezes).toList()));
              ITEMS.bind(query, rows);
              EntryRow.ROWS.bind(query, EntryRow.of(rows, CommitRow::entries));
              return query.list(row ->
                  results.set(
                      row.getInt("nth") - 1, Optional.of(result(row.getString("verdict")))));
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

  private static List<Column<CommitRow>> redemption() {
    return List.of(
        Column.text("redeemed", of(Commit::redemption, spent -> spent.grant().value())),
        Column.text("execution", of(Commit::redemption, spent -> spent.execution().value())),
        Column.text("redeemed_action", of(Commit::redemption, spent -> spent.action().value())),
        Column.time("redeemed_at", of(Commit::redemption, Redemption::at)));
  }

  private static List<Column<CommitRow>> vote() {
    return List.of(
        Column.text("person", of(Commit::vote, v -> v.person().value())),
        Column.text(
            "in_place_of", of(Commit::vote, v -> v.inPlaceOf().map(PersonId::value).orElse(null))),
        Column.integer("vote_revision", of(Commit::vote, Vote::revision)),
        Column.text("vote_surface", of(Commit::vote, v -> WireName.of(v.account().surface()))),
        Column.text("vote_tenant", of(Commit::vote, v -> v.account().tenant())),
        Column.text("account", of(Commit::vote, v -> v.account().user())),
        Column.text("decision", of(Commit::vote, v -> WireName.of(v.decision()))),
        Column.text("vote_action", of(Commit::vote, v -> v.action().value())),
        Column.text("vote_card", of(Commit::vote, v -> v.card().value())),
        Column.integer("vote_stage", of(Commit::vote, Vote::stage)),
        Column.text("for_group", of(Commit::vote, v -> v.group().value())),
        Column.text("also", of(Commit::vote, v -> FurtherSeats.toText(v.also()).orElse(null))),
        Column.text(
            "function", of(Commit::vote, v -> Functions.toText(v.functions()).orElse(null))),
        Column.text("vote_token", of(Commit::vote, Vote::token)),
        Column.text(
            "vote_reason",
            of(Commit::vote, v -> v.remarks().reason().map(WireName::of).orElse(null))),
        Column.text("comment", of(Commit::vote, v -> v.remarks().comment().orElse(null))),
        Column.text("callback", of(Commit::vote, v -> v.callback().value())),
        Column.time("vote_at", of(Commit::vote, Vote::at)),
        Column.text("vote_key", row -> row.vote().map(Seal::key).orElse(null)),
        Column.bytes("vote_mac", row -> row.vote().map(Seal::mac).orElse(null)));
  }

  private static List<Column<CommitRow>> grant() {
    return grant(row -> row.commit().grant());
  }

  static <T> List<Column<T>> grant(Function<T, Optional<IssuedGrant>> grant) {
    return List.of(
        Column.text("grant_id", row -> grant.apply(row).map(g -> g.id().value()).orElse(null)),
        Column.integer(
            "grant_revision", row -> grant.apply(row).map(IssuedGrant::revision).orElse(null)),
        Column.time("issued_at", row -> grant.apply(row).map(IssuedGrant::issuedAt).orElse(null)),
        Column.time("expires_at", row -> grant.apply(row).map(IssuedGrant::expiresAt).orElse(null)),
        Column.text("grant_token", row -> grant.apply(row).map(IssuedGrant::token).orElse(null)));
  }

  private static List<Column<CommitRow>> glass() {
    return List.of(
        Column.text("glass_person", of(Commit::glass, use -> use.person().value())),
        Column.integer("glass_number", of(Commit::glass, GlassUse::number)),
        Column.text("glass_owner", of(Commit::glass, use -> use.owner().value())),
        Column.time("glass_at", of(Commit::glass, GlassUse::at)),
        Column.time("glass_due", of(Commit::glass, GlassUse::due)));
  }

  private static List<Column<CommitRow>> retrospective() {
    return List.of(
        Column.text("mark_kind", of(Commit::retrospective, mark -> WireName.of(mark.kind()))),
        Column.text("mark_person", of(Commit::retrospective, mark -> mark.person().value())),
        Column.time("mark_at", of(Commit::retrospective, RetrospectiveMark::at)));
  }

  private static List<Column<CommitRow>> card() {
    return List.of(
        Column.text("card", of(Commit::card, PostedCard::id)),
        Column.integer("card_revision", of(Commit::card, PostedCard::revision)),
        Column.integer("card_version", of(Commit::card, PostedCard::version)),
        Column.text("card_surface", of(Commit::card, c -> WireName.of(c.address().surface()))),
        Column.text("card_tenant", of(Commit::card, c -> c.address().tenant())),
        Column.text("channel", of(Commit::card, c -> c.address().channel())),
        Column.text("card_digest", of(Commit::card, c -> c.digest().value())),
        Column.text("message", of(Commit::card, c -> c.messageId().orElse(null))),
        Column.bool("personal", row -> row.commit().card().map(PostedCard::personal).orElse(false)),
        Column.time("card_at", of(Commit::card, PostedCard::at)),
        Column.text("failure", of(Commit::card, c -> c.failure().map(Failure::code).orElse(null))),
        Column.time(
            "failed_since", of(Commit::card, c -> c.failure().map(Failure::since).orElse(null))),
        Column.bool("closed", row -> row.commit().card().map(PostedCard::closed).orElse(false)),
        Column.text("batch", of(Commit::card, c -> c.batch().map(BatchId::value).orElse(null))));
  }

  private static List<Column<CommitRow>> orders() {
    return List.of(Orders.kinds(CommitRow::orders), Orders.targets(CommitRow::orders));
  }

  /// A value of something that not every commit has.
  private static <P, V> Function<CommitRow, @Nullable V> of(
      Function<Commit, Optional<P>> part, Function<P, @Nullable V> value) {
    return row -> part.apply(row.commit()).map(value).orElse(null);
  }
}
