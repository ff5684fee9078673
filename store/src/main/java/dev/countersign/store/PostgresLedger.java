package dev.countersign.store;

import dev.countersign.audit.AuditEntry;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.DecidedLine;
import dev.countersign.ledger.DecidedPlace;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.RelatedRequests;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.WaitingFilter;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.ledger.WaitingPlace;
import dev.countersign.people.ChatAddress;
import dev.countersign.policy.Allowance;
import dev.countersign.policy.Counts;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.BatchId;
import dev.countersign.request.GrantId;
import dev.countersign.request.RequestStatus;
import dev.countersign.store.RequestRows.Listed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The ledger on Postgres: one statement per method, save for an opening that asks people, uses
/// limits or supersedes, which is several in one transaction, and the answer to a repeated key.
final class PostgresLedger implements Ledger {
  private static final Sql KEEPS =
      Sql.of(
          """
          select not exists (select from passkey_step
                              where enrolled = :passkey and kind = 'passkey_removed')
          """);

  private static final Sql FIND =
      Sql.of(
          """
          select found.*
            from (select * from unnest(cast(:ids as text[])) as each(id)
                   limit (select cast(:many as integer))) wanted
           cross join lateral (
          """
              + RequestRows.SELECT
              + """
                 where r.id = wanted.id
                offset 0) found
              """);

  /// Each status is walked by itself from the top of its part of the index, then the heads are
  /// merged: one index serves both one status and all of them.
  private static final Sql LIST =
      Sql.of(
          RequestRows.SELECT
              + """
               where r.id in (
                 select page.id
                   from unnest(cast(:statuses as text[])) as status,
                        lateral (
                          select id
                            from request
                           where agent = :agent and state = status
                             and (cast(:before as text) is null or id < cast(:before as text))
                           order by id desc
                           limit :most) page
                  order by page.id desc
                  limit :most)
               order by r.id desc
              """);

  static final Sql ON_TARGET =
      Sql.of(
          RequestRows.SELECT
              + """
               where r.id in (
                 select id from request where target = :target order by id desc limit :most)
               order by r.id desc
              """);

  private static final Sql DUE =
      Sql.of(
          """
          select id
            from request
           where state = 'pending' and due <= statement_timestamp()
           order by due, id
           limit :most
          """);

  private static final Sql POSTED =
      Sql.of(
          """
          select request_id from posted_card
           where message_id = :message and channel = :channel and surface = :surface
             and tenant = :tenant
           limit 1
          """);

  private static final Sql GRANTED = Sql.of("select request_id from exec_grant where id = :id");

  /// One more than a card takes: then it is none of ours.
  private static final Sql BATCH =
      Sql.of(
          """
          select distinct request_id from posted_card
           where batch = :batch
           order by request_id
           limit 11
          """);

  private static final Sql AUDIT =
      Sql.of(
          """
          select wanted.id, e.seq, e.body, e.seal_key, e.mac
            from (select * from unnest(cast(:ids as text[])) as each(id)
                   limit (select cast(:many as integer))) wanted
           cross join lateral (
                  select seq, body, seal_key, mac
                    from audit_entry
                   where request_id = wanted.id
                   order by seq
                  offset 0) e
           order by wanted.id, e.seq
          """);

  private static final Sql FIND_ON_CHAIN = Sql.together(FIND, AUDIT);

  private static final Sql IDS_AFTER =
      Sql.of("select id from request where id > :after order by id limit :most");

  private static final Sql NOW = Sql.of("select clock_timestamp() as now");

  private final Database database;
  private final EvidenceKeys keys;
  private final FreezeView freezes;

  /// @param keys seal whatever is written: nothing comes into a chain without
  PostgresLedger(Database database, EvidenceKeys keys) {
    this.database = database;
    this.keys = keys;
    this.freezes = new FreezeView(database, keys);
  }

  @Override
  public OpenResult open(Opening opening) {
    return open(OpenRow.of(opening, keys));
  }

  /// One by itself: in one round trip when nothing is counted and nothing superseded.
  OpenResult open(OpenRow row) {
    try {
      return row.isByItself()
          ? database.askOn(connection -> openByItself(connection, row))
          : database.askTogether(connection -> openIfAdmitted(connection, row));
    } catch (ConflictException e) {
      if (e.violates("proposal_pkey")) {
        throw new IllegalStateException(row.opening().proposal().id() + " is open already", e);
      }
      return new OpenResult.Overtaken();
    }
  }

  /// A repeat is a repeat, however full it is by now.
  private static OpenResult openByItself(Connection connection, OpenRow row) throws SQLException {
    if (row.opening().admission().isEmpty()) {
      return openAlone(connection, row);
    }
    Optional<OpenResult> result =
        OpenStatement.admitted(connection, List.of(row), LockWait.PATIENT).getFirst();
    return row.opening().idempotency().isEmpty()
            || result.filter(OpenResult.Opened.class::isInstance).isPresent()
        ? result.orElseThrow()
        : OpenStatement.earlier(connection, row.opening().idempotency().get())
            .or(() -> result)
            .orElseThrow();
  }

  private static OpenResult openAlone(Connection connection, OpenRow row) throws SQLException {
    if (!OpenStatement.run(connection, List.of(row)).isEmpty()) {
      return new OpenResult.Opened();
    }
    return OpenStatement.earlier(connection, row.opening().idempotency().orElseThrow())
        .orElseThrow();
  }

  private OpenResult openIfAdmitted(Connection connection, OpenRow row) throws SQLException {
    Opening opening = row.opening();
    Optional<OpenResult> kept =
        AdmissionStatement.judge(connection, List.of(opening), LockWait.PATIENT).getFirst();
    if (kept.isEmpty()) {
      if (opening.charging().isEmpty()) {
        return openInstead(connection, row);
      }
      Opening.Charging charging = opening.charging().get();
      Counts counts = UseStatement.count(connection, List.of(charging)).getFirst();
      if (counts.usedUp(charging.allowances()).isEmpty()) {
        return openInstead(connection, row.counted(charging.counted().apply(counts), keys));
      }
      kept = Optional.of(new OpenResult.UsedUp(counts));
    }
    // A repeat is a repeat, however full it is by now.
    return opening.idempotency().isEmpty()
        ? kept.get()
        : OpenStatement.earlier(connection, opening.idempotency().get()).orElse(kept.get());
  }

  /// The successor comes first, so that a repeat is told from a race for the predecessor.
  private static OpenResult openInstead(Connection connection, OpenRow row) throws SQLException {
    OpenResult result = openAlone(connection, row);
    if (result instanceof OpenResult.Opened
        && row.superseding().isPresent()
        && !lands(connection, row.superseding().get())) {
      throw new ConflictException("the request to be superseded moved");
    }
    return result;
  }

  private static boolean lands(Connection connection, CommitRow row) throws SQLException {
    return CommitStatement.run(connection, row) instanceof Committed;
  }

  @Override
  public Counts counts(List<Allowance> allowances) {
    return database.askOn(connection -> UseStatement.look(connection, allowances));
  }

  @Override
  public OpenResult attach(
      ProposalId pending, Optional<Commit> note, Optional<Opening.Idempotency> idempotency) {
    try {
      return database.askTogether(connection ->
          AdmissionStatement.attach(
              connection,
              pending,
              idempotency,
              () -> note.isEmpty() || lands(connection, CommitRow.of(note.get(), keys))));
    } catch (ConflictException e) {
      return new OpenResult.Overtaken();
    }
  }

  @Override
  public RelatedRequests related(
      AgentId agent,
      Digest action,
      Optional<Digest> target,
      Instant since,
      Optional<ProposalId> except) {
    return related(Set.of(new RelatedQuestion(agent, action, target, since, except)))
        .values()
        .iterator()
        .next();
  }

  Map<RelatedQuestion, RelatedRequests> related(Set<RelatedQuestion> questions) {
    return RelatedQuestion.answers(database, questions);
  }

  @Override
  public Optional<OpenResult> opened(Opening.Idempotency idempotency) {
    return database.askOn(connection -> OpenStatement.earlier(connection, idempotency));
  }

  @Override
  public Optional<RequestRecord> find(ProposalId id) {
    return Optional.ofNullable(rows(Set.of(id)).get(id))
        .flatMap(row -> row.map(each -> under(each, RequestRows.record(each))));
  }

  @Override
  public List<RequestRecord> findAll(List<ProposalId> ids) {
    Map<ProposalId, RequestRecord> found =
        read(
                database.ask(
                    FIND,
                    query -> ids(query, Set.copyOf(ids)).list(row -> RequestRows.listed(row))))
            .stream()
            .collect(Collectors.toMap(record -> record.request().id(), record -> record));
    return ids.stream().flatMap(id -> Stream.ofNullable(found.get(id))).toList();
  }

  /// The record with what was frozen when its row was read, or has been since.
  RequestRecord under(RequestRow row, RequestRecord record) {
    return record.under(freezes.at(row.freezes()));
  }

  @Override
  public boolean keepsPasskey(int number) {
    return database.ask(
        KEEPS, query -> query.bind("passkey", number).one(row -> row.getBoolean(1)));
  }

  @Override
  public Freezing freezing() {
    return freezes.now();
  }

  /// As they came, see [RequestRow].
  Map<ProposalId, Optional<RequestRow>> rows(Set<ProposalId> ids) {
    return database.ask(FIND, query -> ids(query, ids).list(RequestRow::of)).stream()
        .collect(Collectors.toMap(row -> new ProposalId(row.id()), Optional::of));
  }

  @Override
  public Optional<OnChain> findOnChain(ProposalId id) {
    return Optional.ofNullable(onChains(Set.of(id)).get(id))
        .flatMap(row -> row)
        .map(found -> onChain(found, RequestRows.record(found.row())));
  }

  OnChain onChain(RowOnChain found, RequestRecord record) {
    return new OnChain(under(found.row(), record), found.chain());
  }

  /// As it came, see [RequestRow].
  record RowOnChain(RequestRow row, List<AuditEntry> chain) {}

  Map<ProposalId, Optional<RowOnChain>> onChains(Set<ProposalId> ids) {
    Query.Both<RequestRow, AuditEntry> found =
        database.ask(
            FIND_ON_CHAIN,
            query -> ids(query, ids).both(RequestRow::of, row -> entry(id(row), row)));
    Map<ProposalId, List<AuditEntry>> chains =
        found.second().stream().collect(Collectors.groupingBy(AuditEntry::request));
    return found.first().stream()
        .collect(
            Collectors.toMap(
                row -> new ProposalId(row.id()),
                row ->
                    Optional.of(
                        new RowOnChain(
                            row, chains.getOrDefault(new ProposalId(row.id()), List.of())))));
  }

  @Override
  public CommitResult commit(Commit commit) {
    return commit(CommitRow.of(commit, keys));
  }

  CommitResult commit(CommitRow row) {
    try {
      return database.askOn(connection -> CommitStatement.run(connection, row));
    } catch (ConflictException e) {
      return new CommitResult.Overtaken();
    }
  }

  @Override
  public List<ProposalId> due(int most) {
    return database.ask(DUE, query -> query.bind("most", most).list(row -> id(row)));
  }

  @Override
  public List<WaitingLine> waiting(
      PersonId asker,
      Set<GroupName> groups,
      WaitingFilter filter,
      Optional<WaitingPlace> after,
      int most) {
    return ReadableRows.page(
        after.map(WaitingRow.Place::of),
        most,
        end -> WaitingRow.page(database, asker, groups, filter, end, most));
  }

  @Override
  public List<DecidedLine> decided(PersonId person, Optional<DecidedPlace> after, int most) {
    return ReadableRows.page(
        after.map(DecidedRow.Place::of), most, end -> DecidedRow.page(database, person, end, most));
  }

  /// A row that does not read keeps no other from being shown; whoever asks for it by itself hears
  /// why.
  List<RequestRecord> read(List<Listed> rows) {
    return rows.stream()
        .flatMap(
            row -> row.record().stream().map(record -> record.under(freezes.at(row.freezes()))))
        .toList();
  }

  @Override
  public List<RequestRecord> list(
      AgentId agent, Optional<RequestStatus> status, Optional<ProposalId> before, int most) {
    List<RequestRecord> found = new ArrayList<>();
    Optional<ProposalId> end = before;
    while (true) {
      List<Listed> rows = page(agent, status, end, most - found.size());
      int wanted = most - found.size();
      found.addAll(read(rows));
      if (found.size() == most || rows.size() < wanted) {
        return List.copyOf(found);
      }
      end = Optional.of(rows.getLast().id());
    }
  }

  @Override
  public List<RequestRecord> onTarget(Digest target, int most) {
    return read(
        database.ask(
            ON_TARGET,
            query ->
                query
                    .bind("target", target.value())
                    .bind("most", most)
                    .list(row -> RequestRows.listed(row))));
  }

  private List<Listed> page(
      AgentId agent, Optional<RequestStatus> status, Optional<ProposalId> before, int most) {
    return database.ask(
        LIST,
        query ->
            query
                .bind("agent", agent.value())
                .bind("statuses", Columns.texts(words(status)))
                .bind("before", before.map(ProposalId::value).orElse(null))
                .bind("most", most)
                .list(row -> RequestRows.listed(row)));
  }

  private static List<String> words(Optional<RequestStatus> status) {
    return status.map(List::of).orElse(List.of(RequestStatus.values())).stream()
        .map(WireName::of)
        .toList();
  }

  @Override
  public Optional<ProposalId> postedAt(ChatAddress address, String messageId) {
    return database.ask(
        POSTED,
        query ->
            query
                .bind("message", messageId)
                .bind("channel", address.channel())
                .bind("surface", WireName.of(address.surface()))
                .bind("tenant", address.tenant())
                .first(row -> new ProposalId(row.getString("request_id"))));
  }

  @Override
  public Optional<ProposalId> granted(GrantId grant) {
    return database.ask(
        GRANTED,
        query ->
            query
                .bind("id", grant.value())
                .first(row -> new ProposalId(row.getString("request_id"))));
  }

  @Override
  public List<ProposalId> batch(BatchId batch) {
    return database.ask(
        BATCH,
        query ->
            query
                .bind("batch", batch.value())
                .list(row -> new ProposalId(row.getString("request_id"))));
  }

  @Override
  public List<AuditEntry> audit(ProposalId id) {
    return audits(Set.of(id)).getOrDefault(id, List.of());
  }

  Map<ProposalId, List<AuditEntry>> audits(Set<ProposalId> ids) {
    return database.ask(AUDIT, query -> ids(query, ids).list(row -> entry(id(row), row))).stream()
        .collect(Collectors.groupingBy(AuditEntry::request));
  }

  private static AuditEntry entry(ProposalId id, ResultSet row) throws SQLException {
    return new AuditEntry(id, row.getInt("seq"), row.getBytes("body"), Columns.seal(row));
  }

  /// Limited as [BatchRows#unnested] does it.
  private static Query ids(Query query, Set<ProposalId> ids) throws SQLException {
    return query
        .bind("ids", Columns.texts(ids.stream().map(ProposalId::value).toList()))
        .bind("many", ids.size());
  }

  @Override
  public List<ProposalId> idsAfter(Optional<ProposalId> after, int most) {
    return database.ask(
        IDS_AFTER,
        query ->
            query
                .bind("after", after.map(ProposalId::value).orElse(""))
                .bind("most", most)
                .list(row -> id(row)));
  }

  @Override
  public Instant now() {
    return database.ask(NOW, query -> query.one(row -> Columns.time(row, "now")));
  }

  private static ProposalId id(ResultSet row) throws SQLException {
    return new ProposalId(row.getString("id"));
  }
}
