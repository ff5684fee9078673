package dev.countersign.store;

import dev.countersign.json.Digest;
import dev.countersign.people.People;
import dev.countersign.proof.DeploymentEvidence;
import dev.countersign.proof.DeploymentEvidence.AgentKeyRow;
import dev.countersign.proof.DeploymentEvidence.FileRow;
import dev.countersign.proof.DeploymentEvidence.FreezeRow;
import dev.countersign.proof.DeploymentEvidence.KeyRow;
import dev.countersign.proof.DeploymentEvidence.PasskeyRow;
import dev.countersign.proof.DeploymentEvidence.Register;
import dev.countersign.proof.DeploymentEvidence.ReleaseRow;
import dev.countersign.proof.DeploymentEvidence.TextRow;
import dev.countersign.proof.Evidence;
import dev.countersign.proof.Evidence.CardRow;
import dev.countersign.proof.Evidence.EntryRow;
import dev.countersign.proof.Evidence.Frozen;
import dev.countersign.proof.Evidence.GrantRow;
import dev.countersign.proof.Evidence.RedemptionRow;
import dev.countersign.proof.Evidence.Row;
import dev.countersign.proof.Evidence.VoteRow;
import dev.countersign.proof.EvidenceStore;
import dev.countersign.proposal.ProposalId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads what is stored as it is stored. Several statements in one snapshot: nobody waits for it,
/// and each stays plain.
final class PostgresEvidence implements EvidenceStore {
  private static final Sql SNAPSHOT =
      Sql.of("set transaction isolation level repeatable read, read only");

  private static final Sql FROZEN =
      Sql.of(
          """
          select agent, owner, action, action_digest, context, context_digest, ruling, deed,
                 deed_object, conflicted, created_at
            from proposal
           where id = :id
          """);

  private static final Sql ROW =
      Sql.of(
          """
          select agent, stage, asks, asks_too, asks_more, due, risk_rank, action_kind, target_system,
                 dry_run, on_behalf_of, domain, severity, source, blocks_customer, claimed_tags,
                 revision, version, state, situation, deadline, audit_seq, audit_hash,
                 array(select target from delivery
                        where request_id = request.id and kind = 'execute'
                        order by target) as to_execute
            from request
           where id = :id
          """);

  private static final Sql VOTES =
      Sql.of(
          """
          select person, in_place_of, surface, tenant, account, decision, revision, action, card, stage, for_group,
                 also, function, token, reason, comment, callback, at, seal_key, mac
            from vote
           where request_id = :id
           order by seq, person
          """);

  private static final Sql GRANTS =
      Sql.of(
          """
          select id, revision, issued_at, expires_at, token, replaces
            from exec_grant
           where request_id = :id
           order by seq, id
          """);

  private static final Sql REDEMPTIONS =
      Sql.of(
          """
          select revision, grant_id, execution, action, at
            from redemption
           where request_id = :id
           order by revision
          """);

  private static final Sql CARDS =
      Sql.of(
          """
          select id, revision, surface, tenant, channel, digest, batch
            from posted_card
           where request_id = :id
           order by seq, id
          """);

  private static final Sql GLASS =
      Sql.of("select person, number, owner, at, due from break_glass where request_id = :id");

  private static final Sql MARKS =
      Sql.of(
          """
          select kind, person, at
            from retrospective_mark
           where request_id = :id
           order by at, kind, person
          """);

  private static final Sql DEPLOYMENT =
      Sql.of("select seq, body, seal_key, mac from deployment_entry order by seq");

  private static final Sql IMPORTS =
      Sql.of("select version, text, entry from people_version order by version");

  private static final Sql KEYS =
      Sql.of("select kid, purpose, fingerprint, revoked from signing_key");

  private static final Sql FILES =
      Sql.of("select kind, number, digest, entry from deployed_file order by kind, number");

  private static final Sql TEXTS =
      Sql.of("select kind, digest from file_text order by kind, digest");

  private static final Sql TEXT =
      Sql.of("select text from file_text where kind = :kind and digest = :digest");

  /// The first is that of every new database, and no entry tells of it.
  private static final Sql EPOCHS =
      Sql.of("select number, place, began_at from epoch where number > 1 order by number");

  private static final Sql RELEASES =
      Sql.of(
          """
          select request_id, epoch
            from execution_hold
           where released_at is not null
           order by request_id
          """);

  private static final Sql FREEZES =
      Sql.of("select entry, kind, begun from freeze_step order by entry");

  private static final Sql PASSKEYS =
      Sql.of("select entry, kind, enrolled from passkey_step order by entry");

  private static final Sql AGENT_KEYS =
      Sql.of("select key, secret_hash, scopes from agent order by key");

  private static final Sql ENTRIES =
      Sql.of(
          "select seq, body, hash, seal_key, mac from audit_entry where request_id = :id order by"
              + " seq");

  /// An id counts as long as anything at all bears it.
  private static final Sql IDS_AFTER =
      Sql.of(
          """
          (select id from proposal where id > :after order by id limit :most)
           union
          (select id from request where id > :after order by id limit :most)
           union
          (select distinct request_id from audit_entry
            where request_id > :after order by request_id limit :most)
           union
          (select distinct request_id from vote
            where request_id > :after order by request_id limit :most)
           union
          (select distinct request_id from exec_grant
            where request_id > :after order by request_id limit :most)
           union
          (select distinct request_id from redemption
            where request_id > :after order by request_id limit :most)
           union
          (select request_id from break_glass
            where request_id > :after order by request_id limit :most)
           union
          (select distinct request_id from posted_card
            where request_id > :after order by request_id limit :most)
           order by id
           limit :most
          """);

  private final Database database;

  PostgresEvidence(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Evidence> evidence(ProposalId id) {
    return database.askTogether(connection -> {
      SNAPSHOT.ask(connection, Query::update);
      Evidence evidence =
          new Evidence(
              id,
              about(connection, FROZEN, id, PostgresEvidence::frozen).stream().findFirst(),
              about(connection, ROW, id, PostgresEvidence::row).stream().findFirst(),
              about(connection, VOTES, id, PostgresEvidence::vote),
              about(connection, GRANTS, id, PostgresEvidence::grant),
              about(connection, REDEMPTIONS, id, PostgresEvidence::redemption),
              about(connection, CARDS, id, PostgresEvidence::card),
              about(connection, GLASS, id, PostgresEvidence::glass).stream().findFirst(),
              about(connection, MARKS, id, PostgresEvidence::mark),
              about(connection, ENTRIES, id, PostgresEvidence::entry));
      boolean nothing =
          evidence.frozen().isEmpty()
              && evidence.row().isEmpty()
              && evidence.votes().isEmpty()
              && evidence.grants().isEmpty()
              && evidence.redemptions().isEmpty()
              && evidence.cards().isEmpty()
              && evidence.glass().isEmpty()
              && evidence.entries().isEmpty();
      return nothing ? Optional.empty() : Optional.of(evidence);
    });
  }

  @Override
  public Map<Digest, Digest> attachments(ProposalId id) {
    return database.askOn(connection -> PostgresAttachments.stored(connection, id));
  }

  @Override
  public DeploymentEvidence deployment() {
    return database.askTogether(connection -> {
      SNAPSHOT.ask(connection, Query::update);
      return new DeploymentEvidence(
          all(connection, DEPLOYMENT, PostgresDeploymentChain::entry),
          all(
              connection,
              IMPORTS,
              row ->
                  new DeploymentEvidence.ImportRow(
                      row.getInt("version"), row.getBytes("text"), row.getInt("entry"))),
          people(connection),
          register(connection));
    });
  }

  private static Register register(Connection connection) throws SQLException {
    return new Register(
        all(
            connection,
            KEYS,
            row ->
                new KeyRow(
                    row.getString("kid"),
                    row.getString("purpose"),
                    row.getString("fingerprint"),
                    row.getBoolean("revoked"))),
        all(
            connection,
            FILES,
            row ->
                new FileRow(
                    row.getString("kind"),
                    row.getInt("number"),
                    row.getString("digest"),
                    row.getInt("entry"))),
        texts(connection),
        all(connection, EPOCHS, row -> PostgresRecovery.epoch(row)),
        all(
            connection,
            RELEASES,
            row -> new ReleaseRow(row.getString("request_id"), row.getInt("epoch"))),
        all(
            connection,
            AGENT_KEYS,
            row ->
                new AgentKeyRow(
                    row.getString("key"),
                    Optional.ofNullable(row.getBytes("secret_hash")).map(Digest::of),
                    new TreeSet<>(Columns.texts(row, "scopes")))),
        all(
            connection,
            FREEZES,
            row -> new FreezeRow(row.getInt("entry"), row.getString("kind"), row.getInt("begun"))),
        all(
            connection,
            PASSKEYS,
            row ->
                new PasskeyRow(
                    row.getInt("entry"), row.getString("kind"), row.getInt("enrolled"))));
  }

  /// One after the other: all of them together may be large.
  private static List<TextRow> texts(Connection connection) throws SQLException {
    List<TextRow> texts = new ArrayList<>();
    for (String[] key :
        all(
            connection,
            TEXTS,
            row -> new String[] {row.getString("kind"), row.getString("digest")})) {
      Digest actual =
          TEXT.ask(
              connection,
              query ->
                  query
                      .bind("kind", key[0])
                      .bind("digest", key[1])
                      .one(row -> Digest.of(row.getBytes("text"))));
      texts.add(new TextRow(key[0], key[1], actual));
    }
    return texts;
  }

  /// What a forger wrote may fail anywhere.
  private static Optional<People> people(Connection connection) {
    try {
      return Optional.of(PeopleRows.read(connection));
    } catch (RuntimeException | SQLException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<ProposalId> idsAfter(Optional<ProposalId> after, int most) {
    return database.ask(
        IDS_AFTER,
        query ->
            query
                .bind("after", after.map(ProposalId::value).orElse(""))
                .bind("most", most)
                .list(row -> new ProposalId(row.getString("id"))));
  }

  private static <T> List<T> all(Connection connection, Sql sql, Query.Row<T> row)
      throws SQLException {
    return sql.ask(connection, query -> query.list(row));
  }

  private static <T> List<T> about(Connection connection, Sql sql, ProposalId id, Query.Row<T> row)
      throws SQLException {
    return sql.ask(connection, query -> query.bind("id", id.value()).list(row));
  }

  private static Frozen frozen(ResultSet row) throws SQLException {
    return new Frozen(
        row.getString("agent"),
        row.getString("owner"),
        row.getBytes("action"),
        row.getBytes("action_digest"),
        row.getBytes("context"),
        row.getBytes("context_digest"),
        row.getBytes("ruling"),
        Optional.ofNullable(row.getString("deed")),
        Optional.ofNullable(row.getString("deed_object")),
        Columns.texts(row, "conflicted"),
        Columns.time(row, "created_at"));
  }

  private static Row row(ResultSet row) throws SQLException {
    int stage = row.getInt("stage");
    Optional<Integer> open = row.wasNull() ? Optional.empty() : Optional.of(stage);
    return new Row(
        row.getString("agent"),
        open,
        Optional.ofNullable(row.getString("asks")),
        Optional.ofNullable(row.getString("asks_too")),
        Columns.texts(row, "asks_more"),
        Columns.optionalTime(row, "due"),
        row.getInt("risk_rank"),
        outline(row),
        TagColumns.of(row).texts(),
        Set.copyOf(Columns.texts(row, "to_execute")),
        row.getInt("revision"),
        row.getInt("version"),
        row.getString("state"),
        row.getString("situation"),
        Columns.time(row, "deadline"),
        row.getInt("audit_seq"),
        row.getBytes("audit_hash"));
  }

  private static Evidence.OutlineRow outline(ResultSet row) throws SQLException {
    return new Evidence.OutlineRow(
        Optional.ofNullable(row.getString("action_kind")),
        Optional.ofNullable(row.getString("target_system")),
        Optional.ofNullable(row.getObject("dry_run", Boolean.class)),
        Optional.ofNullable(row.getString("on_behalf_of")));
  }

  private static VoteRow vote(ResultSet row) throws SQLException {
    return new VoteRow(
        row.getString("person"),
        Optional.ofNullable(row.getString("in_place_of")),
        row.getString("surface"),
        row.getString("tenant"),
        row.getString("account"),
        row.getString("decision"),
        row.getInt("revision"),
        row.getString("action"),
        row.getString("card"),
        row.getInt("stage"),
        row.getString("for_group"),
        Optional.ofNullable(row.getString("also")),
        Functions.ofText(Optional.ofNullable(row.getString("function"))),
        row.getString("token"),
        Optional.ofNullable(row.getString("reason")),
        Optional.ofNullable(row.getString("comment")),
        row.getString("callback"),
        Columns.time(row, "at"),
        Columns.seal(row));
  }

  private static GrantRow grant(ResultSet row) throws SQLException {
    return new GrantRow(
        row.getString("id"),
        row.getInt("revision"),
        Columns.time(row, "issued_at"),
        Columns.time(row, "expires_at"),
        row.getString("token"),
        Optional.ofNullable(row.getString("replaces")));
  }

  private static RedemptionRow redemption(ResultSet row) throws SQLException {
    return new RedemptionRow(
        row.getInt("revision"),
        row.getString("grant_id"),
        row.getString("execution"),
        row.getString("action"),
        Columns.time(row, "at"));
  }

  private static CardRow card(ResultSet row) throws SQLException {
    return new CardRow(
        row.getString("id"),
        row.getInt("revision"),
        row.getString("surface") + ":" + row.getString("tenant") + ":" + row.getString("channel"),
        row.getString("digest"),
        Optional.ofNullable(row.getString("batch")));
  }

  private static Evidence.GlassRow glass(ResultSet row) throws SQLException {
    return new Evidence.GlassRow(
        row.getString("person"),
        row.getInt("number"),
        row.getString("owner"),
        Columns.time(row, "at"),
        Columns.time(row, "due"));
  }

  private static Evidence.MarkRow mark(ResultSet row) throws SQLException {
    return new Evidence.MarkRow(
        row.getString("kind"), row.getString("person"), Columns.time(row, "at"));
  }

  private static EntryRow entry(ResultSet row) throws SQLException {
    return new EntryRow(
        row.getInt("seq"), row.getBytes("body"), row.getBytes("hash"), Columns.seal(row));
  }
}
