package dev.countersign.store;

import dev.countersign.audit.AuditEntry;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.OpenResult.KeyReused;
import dev.countersign.ledger.OpenResult.Replayed;
import dev.countersign.ledger.Opening;
import dev.countersign.policy.Tag;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestStatus;
import dev.countersign.request.Timetable;
import dev.countersign.store.BatchRows.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The first commits of proposals as one statement. Two openings with one key meet at the row of
/// the key: the second waits for the first and then writes nothing.
final class OpenStatement {
  private static final BatchRows<OpenRow> ITEMS =
      new BatchRows<>(
          "item",
          Stream.of(
                  proposal(),
                  request(),
                  admission(),
                  outline(),
                  TagColumns.<OpenRow>columns(OpenStatement::tags),
                  CommitPart.<OpenRow>grant(row -> row.opening().grant()),
                  List.of(Orders.kinds(OpenRow::orders), Orders.<OpenRow>targets(OpenRow::orders)))
              .flatMap(List::stream)
              .toList());

  /// With places for a part before the rest, for those of the items that may be opened, and for
  /// what it answers.
  @SuppressWarnings("InlineFormatString")
  private static final String OPENED =
      """
      with in_force as materialized (
             select require_version(:under) and require_freezes(:freezes) as holds),
           item as materialized (
             select item.* from in_force cross join %s where in_force.holds),
           %s
           keyed as (
             insert into idempotency (agent, key, body, proposal_id, at)
             select agent, key, body, id, clock_timestamp()
               from %s item
              where key is not null
                 on conflict (agent, key) do nothing
          returning proposal_id),
           opened as (
             insert into proposal (id, agent, owner, action, context, ruling, deed, deed_object, conflicted,
               created_at, words)
             select id, agent, owner, action, context, ruling, deed, deed_object, cast(conflicted as text[]),
                    created_at, array_to_tsvector(cast(words as text[]))
               from %s item
              where key is null or id in (select proposal_id from keyed)
          returning id),
           going as materialized (
             select item.* from item join opened on opened.id = item.id),
           asked_of as (
             insert into request (id, agent, state, situation, revision, version, stage, asks,
                    asks_too, asks_more, due, deadline, risk_rank, audit_seq, audit_hash,
                    likeness, target, places, action_kind, target_system, dry_run, on_behalf_of,
                    domain, severity, source, blocks_customer, claimed_tags)
             select id, agent, state, cast(situation as json), revision, version, stage, asks,
                    asks_too, cast(asks_more as text[]), due, deadline, risk_rank, seq, hash, likeness, target, cast(places as text[]),
                    action_kind, target_system, dry_run, on_behalf_of,
                    domain, severity, source, blocks_customer,
                    nullif(cast(claimed_tags as text[]), '{}')
               from going),
           counted as (
             insert into asked (name, at)
             select each.name, statement_timestamp()
               from going
              cross join lateral unnest(cast(going.counted as text[])) as each(name)),
           used as (
             insert into limit_use (name, at, request_id, amount)
             select use.name, use.at, going.id, use.amount
               from going
               join %s on use.item = going.nth),
           noted as (
             insert into audit_entry (request_id, seq, body, seal_key, mac)
             select going.id, entry.seq, entry.body, entry.seal_key, entry.mac
               from going
               join %s on entry.item = going.nth),
           granted as (
             insert into exec_grant (request_id, id, revision, seq, issued_at, expires_at, token)
             select id, grant_id, grant_revision, seq, issued_at, expires_at, grant_token
               from going
              where grant_id is not null),
           ordered as (
             insert into delivery (request_id, kind, target, due_at)
             select going.id, o.kind, o.target, clock_timestamp()
               from going
              cross join lateral unnest(cast(going.kinds as text[]), cast(going.targets as text[]))
                      as o(kind, target))
      %s
      """;

  private static final Sql OPEN = Sql.of(opened("", "", "select nth from going"));

  /// Judges what of it may be opened, and opens that.
  private static final Sql OPEN_ADMITTED =
      Sql.of(
          opened(
              """
              judged as materialized (select * from %s judged),
               admitted as materialized (
                 select * from item
                  where not exists (select from judged
                                     where judged.place = item.nth and judged.kept is not null)),
              """
                  .formatted(AdmissionStatement.JUDGED),
              "admitted",
              """
              select item.nth as item, going.nth is not null as is_open,
                     judged.nth, judged.kept, judged.identical, judged.of_agent, judged.at_place,
                     judged.agent_again, judged.channel_again
                from item
                left join judged on judged.place = item.nth
                left join going on going.nth = item.nth
              """));

  private static final Map<LockWait, Sql> UNDER_LOCKS =
      Arrays.stream(LockWait.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  wait -> wait, wait -> AdmissionStatement.underLocks(wait, OPEN_ADMITTED)));

  private static final Sql EARLIER =
      Sql.of(
          "select proposal_id, body, attached from idempotency where agent = :agent and key ="
              + " :key");

  private static final BatchRows<Opening.Idempotency> NAMED =
      new BatchRows<>(
          "named",
          List.of(
              Column.text("agent", named -> named.agent().value()),
              Column.text("key", Opening.Idempotency::key)));

  private static final Sql TAKEN =
      Sql.of(
          """
          select named.nth
            from %s
            join idempotency taken on taken.agent = named.agent and taken.key = named.key
          """
              .formatted(NAMED.unnested()));

  private OpenStatement() {}

  private static String opened(String before, String going, String answer) {
    return OPENED.formatted(
        ITEMS.unnested(),
        before,
        going,
        going,
        UseRow.ROWS.unnested(),
        EntryRow.ROWS.unnested(),
        answer);
  }

  /// Takes the locks, judges, and opens what nothing keeps out, in one round trip that is a
  /// transaction of its own. Only for what may land whatever becomes of the others: none that uses
  /// limits or supersedes.
  ///
  /// @param rows with different keys
  /// @return in the order of the rows; empty for one whose key was taken
  static List<Optional<OpenResult>> admitted(
      Connection connection, List<OpenRow> rows, LockWait wait) throws SQLException {
    AdmissionStatement.Askings askings =
        AdmissionStatement.Askings.of(rows.stream().map(OpenRow::opening).toList());
    List<Optional<OpenResult>> results =
        new ArrayList<>(Collections.nCopies(rows.size(), Optional.empty()));
    Objects.requireNonNull(UNDER_LOCKS.get(wait))
        .ask(
            connection,
            query -> {
              askings.bind(query);
              bind(query, rows);
              return query.listLast(
                  AdmissionStatement.before(wait),
                  row ->
                      results.set(
                          row.getInt("item") - 1,
                          row.getBoolean("is_open")
                              ? Optional.of(new OpenResult.Opened())
                              : askings.verdict(row)));
            });
    return results;
  }

  /// @param rows with different keys
  /// @return the places in the list of those that landed; the keys of the others were taken
  static Set<Integer> run(Connection connection, List<OpenRow> rows) throws SQLException {
    return OPEN.ask(
        connection,
        query -> {
          bind(query, rows);
          return query.list(row -> row.getInt("nth") - 1).stream()
              .collect(Collectors.toUnmodifiableSet());
        });
  }

  private static void bind(Query query, List<OpenRow> rows) throws SQLException {
    query.bind("under", OldestVersion.of(rows.stream().map(OpenRow::under).toList()));
    query.bind("freezes", OldestVersion.of(rows.stream().map(OpenRow::freezes).toList()));
    ITEMS.bind(query, rows);
    UseRow.ROWS.bind(query, UseRow.of(rows));
    EntryRow.ROWS.bind(query, EntryRow.of(rows, OpenRow::entries));
  }

  /// The keys of these that are taken.
  ///
  /// @return the places in the list
  static Set<Integer> taken(Connection connection, List<Opening.Idempotency> named)
      throws SQLException {
    return named.isEmpty()
        ? Set.of()
        : Set.copyOf(
            TAKEN.ask(
                connection,
                query -> {
                  NAMED.bind(query, named);
                  return query.list(row -> row.getInt("nth") - 1);
                }));
  }

  /// What the taken key stands for. A statement of its own: the one that met the key began before
  /// the key was committed and cannot see it.
  static Optional<OpenResult> earlier(Connection connection, Opening.Idempotency named)
      throws SQLException {
    return EARLIER.ask(
        connection,
        query ->
            query
                .bind("agent", named.agent().value())
                .bind("key", named.key())
                .first(row ->
                    new Digest(row.getString("body")).equals(named.body())
                        ? new Replayed(
                            new ProposalId(row.getString("proposal_id")),
                            row.getBoolean("attached"))
                        : new KeyReused()));
  }

  private static List<Column<OpenRow>> proposal() {
    return List.of(
        Column.text("id", row -> proposal(row).id().value()),
        Column.text("agent", row -> proposal(row).agent().value()),
        Column.text("owner", row -> proposal(row).owner().value()),
        Column.bytes("action", row -> proposal(row).action().canonical()),
        Column.bytes("context", row -> proposal(row).context().canonical()),
        Column.bytes("ruling", OpenRow::ruling),
        Column.text("deed", row -> row.opening().ruling().deed().orElse(null)),
        Column.text("deed_object", row -> row.opening().ruling().object().orElse(null)),
        Column.time("created_at", row -> proposal(row).at()),
        Column.text(
            "key", row -> row.opening().idempotency().map(Opening.Idempotency::key).orElse(null)),
        Column.text(
            "body", row -> row.opening().idempotency().map(n -> n.body().value()).orElse(null)),
        Column.texts(
            "conflicted",
            row -> request(row).conflicted().stream().map(PersonId::value).sorted().toList()),
        Column.texts("words", row -> row.opening().words().stream().sorted().toList()));
  }

  private static Proposal proposal(OpenRow row) {
    return row.opening().proposal();
  }

  private static List<Column<OpenRow>> request() {
    return List.of(
        Column.text("state", row -> WireName.of(RequestStatus.of(request(row).state()))),
        Column.text("situation", OpenRow::situation),
        Column.integer("revision", row -> request(row).revision()),
        Column.integer("version", row -> request(row).version()),
        Column.integer("stage", row -> Stages.open(request(row))),
        Column.text("asks", row -> Stages.asks(request(row))),
        Column.text("asks_too", row -> Stages.asksToo(request(row))),
        Column.texts("asks_more", row -> Stages.asksMore(request(row))),
        Column.time("due", row -> Timetable.due(request(row)).orElse(null)),
        Column.time("deadline", row -> request(row).deadline()),
        Column.integer("risk_rank", row -> rank(row.opening().ruling().risk().assessed())),
        Column.integer("seq", row -> last(row).seq()),
        Column.bytes("hash", row -> last(row).hash().hash()));
  }

  private static ApprovalRequest request(OpenRow row) {
    return row.opening().request();
  }

  private static AuditEntry last(OpenRow row) {
    return row.entries().getLast();
  }

  private static List<Column<OpenRow>> admission() {
    return List.of(
        Column.text(
            "likeness",
            row -> row.opening().admission().map(on -> on.likeness().value()).orElse(null)),
        Column.text("target", row -> row.opening().admission().isEmpty() ? null : target(row)),
        Column.texts("places", row -> Opening.places(row.opening().deliveries())),
        Column.texts("counted", row -> AdmissionStatement.counted(row.opening())));
  }

  private static @Nullable String target(OpenRow row) {
    return proposal(row).action().target().map(Digest::value).orElse(null);
  }

  /// For the lists of who is asked; nobody is in others.
  private static List<Column<OpenRow>> outline() {
    return List.of(
        Column.text("action_kind", of(outline -> WireName.of(outline.kind()))),
        Column.text("target_system", of(Outline::targetSystem)),
        Column.bool("dry_run", of(Outline::dryRun)),
        Column.text("on_behalf_of", of(outline -> outline.onBehalfOf().orElse(null))));
  }

  private static List<Tag> tags(OpenRow row) {
    return request(row).state() instanceof Pending ? row.opening().ruling().tags() : List.of();
  }

  private static <V> Function<OpenRow, @Nullable V> of(Function<Outline, @Nullable V> value) {
    return row ->
        request(row).state() instanceof Pending
            ? value.apply(Outline.of(proposal(row).action(), proposal(row).context()))
            : null;
  }

  private static int rank(RiskLevel level) {
    return switch (level) {
      case LOW -> 0;
      case MEDIUM -> 1;
      case HIGH -> 2;
      case CRITICAL -> 3;
    };
  }
}
