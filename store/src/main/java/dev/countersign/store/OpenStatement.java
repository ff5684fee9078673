package dev.countersign.store;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.audit.EntrySeal;
import dev.countersign.audit.StateCodec;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.OpenResult.KeyReused;
import dev.countersign.ledger.OpenResult.Replayed;
import dev.countersign.ledger.Opening;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// The first commit of a proposal as one statement. Two openings with one key meet at the row of
/// the key: the second waits for the first and then writes nothing.
final class OpenStatement {
  private static final Sql OPEN =
      Sql.of(
          """
          with keyed as (
                 insert into idempotency (agent, key, body, proposal_id, at)
                 select :agent, :key, :body, :id, clock_timestamp()
                  where cast(:key as text) is not null
                     on conflict (agent, key) do nothing
              returning key),
               opened as (
                 insert into proposal (id, agent, owner, action, context, ruling, conflicted, created_at)
                 select :id, :agent, :owner, :action, :context, :ruling, cast(:conflicted as text[]),
                        :created_at
                  where cast(:key as text) is null or exists (select from keyed)
              returning id),
               asked as (
                 insert into request (id, agent, state, situation, revision, version, stage, asks,
                        deadline, risk_rank, audit_seq, audit_hash, likeness, places)
                 select opened.id, :agent, :state, cast(:situation as json), :revision, :version,
                        cast(:stage as integer), cast(:asks as text), :deadline, :risk_rank, :seq, :hash,
                        cast(:likeness as text), cast(:places as text[])
                   from opened),
               counted as (
                 insert into asked (name, at, request_id)
                 select name, statement_timestamp(), opened.id
                   from opened, unnest(cast(:counted as text[])) as name),
               past as (
                 delete from asked
                  where name = any(cast(:counted as text[]))
                    and at <= statement_timestamp() - make_interval(secs => :window_seconds)),
               noted as (
                 insert into audit_entry (request_id, seq, body, seal_key, mac)
                 select opened.id, e.nth, e.body, :entry_key, e.mac
                   from opened,
                        unnest(cast(:bodies as bytea[]), cast(:macs as bytea[]))
                          with ordinality as e(body, mac, nth)),
               granted as (
                 insert into exec_grant (request_id, id, revision, seq, issued_at, expires_at, token)
                 select opened.id, :grant, :grant_revision, :seq, :issued_at, :expires_at, :grant_token
                   from opened
                  where cast(:grant as text) is not null),
               ordered as (
                 insert into delivery (request_id, kind, target, due_at)
                 select opened.id, o.kind, o.target, clock_timestamp()
                   from opened,
                        unnest(cast(:kinds as text[]), cast(:targets as text[])) as o(kind, target))
          select count(*) from opened
          """);

  private static final Sql EARLIER =
      Sql.of(
          "select proposal_id, body, attached from idempotency where agent = :agent and key ="
              + " :key");

  private OpenStatement() {}

  /// Whether it landed; when not, its key was taken.
  static boolean run(Connection connection, Opening opening, EvidenceKeys keys)
      throws SQLException {
    try (Query query = OPEN.on(connection)) {
      return run(query, opening, keys);
    }
  }

  private static boolean run(Query query, Opening opening, EvidenceKeys keys) throws SQLException {
    Proposal proposal = opening.proposal();
    query
        .bind("id", proposal.id().value())
        .bind("agent", proposal.agent().value())
        .bind("owner", proposal.owner().value())
        .bind("action", proposal.action().canonical())
        .bind("context", proposal.context().canonical())
        .bind("ruling", CanonicalJson.bytes(opening.ruling().toJson()))
        .bind("created_at", Columns.time(proposal.at()))
        .bind("key", opening.idempotency().map(Opening.Idempotency::key).orElse(null))
        .bind("body", opening.idempotency().map(named -> named.body().value()).orElse(null))
        .bind("risk_rank", rank(opening.ruling().risk().assessed()));
    bindRequest(query, opening.request());
    query
        .bind("likeness", opening.admission().map(on -> on.likeness().value()).orElse(null))
        .bind("places", Columns.texts(Opening.places(opening.deliveries())))
        .bind("counted", Columns.texts(AdmissionStatement.counted(opening)))
        .bind(
            "window_seconds",
            opening.admission().map(on -> on.asked().window().toSeconds()).orElse(0L));
    bindChain(query, opening, keys);
    CommitStatement.bindGrant(query, opening.grant());
    Orders.bind(query, opening.deliveries());
    return query.one(row -> row.getInt(1)) == 1;
  }

  /// What the taken key stands for. A statement of its own: the one that met the key began before
  /// the key was committed and cannot see it.
  static Optional<OpenResult> earlier(Connection connection, Opening.Idempotency named)
      throws SQLException {
    try (Query query = EARLIER.on(connection)) {
      return query
          .bind("agent", named.agent().value())
          .bind("key", named.key())
          .first(row ->
              new Digest(row.getString("body")).equals(named.body())
                  ? new Replayed(
                      new ProposalId(row.getString("proposal_id")), row.getBoolean("attached"))
                  : new KeyReused());
    }
  }

  private static void bindRequest(Query query, ApprovalRequest request) throws SQLException {
    query
        .bind(
            "conflicted",
            Columns.texts(request.conflicted().stream().map(PersonId::value).sorted().toList()))
        .bind("state", WireName.of(RequestStatus.of(request.state())))
        .bind("situation", CanonicalJson.text(StateCodec.toJson(request.state())))
        .bind("revision", request.revision())
        .bind("version", request.version())
        .bind("stage", Stages.open(request))
        .bind("asks", Stages.asks(request))
        .bind("deadline", Columns.time(request.deadline()));
  }

  private static void bindChain(Query query, Opening opening, EvidenceKeys keys)
      throws SQLException {
    AuditEntry last = opening.entries().getLast();
    query.bind("seq", last.seq()).bind("hash", last.hash().hash());
    CommitStatement.bindEntries(
        query, EntrySeal.seal(AuditHead.genesis(opening.proposal().id()), opening.entries(), keys));
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
