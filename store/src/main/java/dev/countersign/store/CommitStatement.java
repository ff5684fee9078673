package dev.countersign.store;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntrySeal;
import dev.countersign.audit.StateCodec;
import dev.countersign.audit.VoteSeal;
import dev.countersign.card.PostedCard;
import dev.countersign.card.PostedCard.Failure;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.CommitResult.Overtaken;
import dev.countersign.ledger.CommitResult.TooLate;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.Redemption;
import dev.countersign.request.RequestStatus;
import dev.countersign.request.Vote;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// One step as one statement.
///
/// `seen` holds the request's row while its chain still ends where the step began. Only then, with
/// the lock in hand, `judged` looks at the clock and at the grant to be spent, neither of which
/// anybody else can move any more. A grant is spent by the row in `redemption`, which nobody can
/// change or take back. Everything that is written hangs on that verdict. `granted` looks at
/// `lapsed` only to come after it: the one makes room in the unique index for the other.
final class CommitStatement {
  private static final Sql SQL =
      Sql.of(
          """
          with seen as materialized (
                 select id
                   from request
                  where id = :id and audit_seq = :seen_seq and audit_hash = :seen_hash
                    for update),
               clocked as materialized (
                 select id, clock_timestamp() as now from seen),
               judged as materialized (
                 select c.id, c.now,
                        case when c.now >= cast(:before as timestamptz) then 'too_late'
                             when cast(:redeemed as text) is null then 'committed'
                             when g.id is null or s.request_id is not null then 'overtaken'
                             when c.now >= g.expires_at then 'too_late'
                             else 'committed'
                        end as verdict
                   from clocked c
                   left join exec_grant g
                     on g.request_id = c.id and g.id = cast(:redeemed as text)
                   left join redemption s
                     on s.request_id = g.request_id and s.revision = g.revision),
               going as materialized (
                 select id, now from judged where verdict = 'committed'),
               moved as (
                 update request r
                    set state = :state, situation = cast(:situation as json), revision = :revision,
                        version = :version, stage = cast(:stage as integer),
                         asks = cast(:asks as text), deadline = :deadline,
                        audit_seq = :seq, audit_hash = :hash
                   from going
                  where r.id = going.id),
               noted as (
                 insert into audit_entry (request_id, seq, body, seal_key, mac)
                 select going.id, :seen_seq + e.nth, e.body, :entry_key, e.mac
                   from going,
                        unnest(cast(:bodies as bytea[]), cast(:macs as bytea[]))
                          with ordinality as e(body, mac, nth)),
               cast_vote as (
                 insert into vote (request_id, revision, person, seq, surface, tenant, account, decision,
                        action, card, stage, for_group, function, token, reason, comment,
                         callback, at, seal_key, mac)
                 select going.id, :vote_revision, :person, :seq, :vote_surface, :vote_tenant, :account,
                        :decision, :vote_action, :vote_card, :vote_stage, :for_group,
                        cast(:function as text), :vote_token, cast(:vote_reason as text),
                         cast(:comment as text), :callback, :vote_at,
                        :vote_key, cast(:vote_mac as bytea)
                   from going
                  where cast(:person as text) is not null),
               spent as (
                 insert into redemption (request_id, revision, grant_id, execution, action, seq, at)
                 select going.id, :revision, :redeemed, :execution, :redeemed_action, :seq,
                        :redeemed_at
                   from going
                  where cast(:redeemed as text) is not null),
               lapsed as (
                 update exec_grant g
                    set lapsed_at = going.now
                   from going
                  where g.request_id = going.id and g.revision = :grant_revision
                    and g.lapsed_at is null and g.expires_at <= going.now
                    and cast(:grant as text) is not null
                    and not exists (select from redemption s where s.request_id = g.request_id
                                       and s.revision = g.revision)
              returning g.id),
               granted as (
                 insert into exec_grant (request_id, id, revision, seq, issued_at, expires_at, token)
                 select going.id, :grant, :grant_revision, :seq, :issued_at, :expires_at, :grant_token
                   from going
                  where cast(:grant as text) is not null
                    and (select count(*) from lapsed) >= 0),
               carded as (
                 insert into posted_card (request_id, id, revision, version, seq, surface, tenant,
                        channel, digest, message_id, personal, at, failure, failed_since, closed)
                 select going.id, :card, :card_revision, :card_version, :seq, :card_surface,
                        :card_tenant, :channel, :card_digest, cast(:message as text),
                        :personal, :card_at, cast(:failure as text),
                        cast(:failed_since as timestamptz), :closed
                   from going
                  where cast(:card as text) is not null
                     on conflict (request_id, id) do update
                        set message_id = excluded.message_id, failure = excluded.failure,
                            failed_since = excluded.failed_since, closed = excluded.closed),
               ordered as (
                 insert into delivery (request_id, kind, target, due_at)
                 select going.id, o.kind, o.target, going.now
                   from going,
                        unnest(cast(:kinds as text[]), cast(:targets as text[])) as o(kind, target)
                     on conflict (request_id, kind, target) do update
                        set wanted = delivery.wanted + 1,
                            due_at = case when delivery.lease is null then excluded.due_at
                                          else delivery.due_at end)
          select coalesce((select verdict from judged), 'overtaken')
          """);

  private CommitStatement() {}

  static CommitResult run(Connection connection, Commit commit, EvidenceKeys keys)
      throws SQLException {
    try (Query query = SQL.on(connection)) {
      return run(query, commit, keys);
    }
  }

  private static CommitResult run(Query query, Commit commit, EvidenceKeys keys)
      throws SQLException {
    query
        .bind("id", commit.id().value())
        .bind("seen_seq", commit.seen().seq())
        .bind("seen_hash", commit.seen().hash().hash())
        .bind("seq", commit.head().seq())
        .bind("hash", commit.head().hash().hash())
        .bind("before", Columns.time(commit.before().orElse(null)))
        .bind("redeemed", commit.redemption().map(spent -> spent.grant().value()).orElse(null))
        .bind("execution", commit.redemption().map(spent -> spent.execution().value()).orElse(null))
        .bind(
            "redeemed_action",
            commit.redemption().map(spent -> spent.action().value()).orElse(null))
        .bind("redeemed_at", Columns.time(commit.redemption().map(Redemption::at).orElse(null)));
    bindEntries(query, EntrySeal.seal(commit.seen(), commit.entries(), keys));
    bindRequest(query, commit);
    bindVote(query, commit.vote());
    bindSeal(query, commit.vote().map(vote -> VoteSeal.seal(commit.id(), vote, keys)));
    bindGrant(query, commit.grant());
    bindCard(query, commit.card());
    Orders.bind(query, commit.deliveries());
    String verdict = query.one(row -> row.getString(1));
    return switch (verdict) {
      case "committed" -> new Committed();
      case "too_late" -> new TooLate();
      case "overtaken" -> new Overtaken();
      default -> throw new IllegalStateException("no verdict is spelled so: " + verdict);
    };
  }

  private static void bindRequest(Query query, Commit commit) throws SQLException {
    var request = commit.request();
    query
        .bind("state", WireName.of(RequestStatus.of(request.state())))
        .bind("situation", CanonicalJson.text(StateCodec.toJson(request.state())))
        .bind("revision", request.revision())
        .bind("version", request.version())
        .bind("stage", Stages.open(request))
        .bind("asks", Stages.asks(request))
        .bind("deadline", Columns.time(request.deadline()));
  }

  private static void bindVote(Query query, Optional<Vote> vote) throws SQLException {
    query
        .bind("person", vote.map(v -> v.person().value()).orElse(null))
        .bind("vote_revision", vote.map(Vote::revision).orElse(null))
        .bind("vote_surface", vote.map(v -> WireName.of(v.account().surface())).orElse(null))
        .bind("vote_tenant", vote.map(v -> v.account().tenant()).orElse(null))
        .bind("account", vote.map(v -> v.account().user()).orElse(null))
        .bind("decision", vote.map(v -> WireName.of(v.decision())).orElse(null))
        .bind("vote_action", vote.map(v -> v.action().value()).orElse(null))
        .bind("vote_card", vote.map(v -> v.card().value()).orElse(null))
        .bind("vote_stage", vote.map(Vote::stage).orElse(null))
        .bind("for_group", vote.map(v -> v.group().value()).orElse(null))
        .bind("function", vote.map(Vote::functions).flatMap(Functions::toText).orElse(null))
        .bind("vote_token", vote.map(Vote::token).orElse(null))
        .bind("vote_reason", vote.flatMap(v -> v.remarks().reason()).map(WireName::of).orElse(null))
        .bind("comment", vote.flatMap(v -> v.remarks().comment()).orElse(null))
        .bind("callback", vote.map(Vote::callback).map(Digest::value).orElse(null))
        .bind("vote_at", Columns.time(vote.map(Vote::at).orElse(null)));
  }

  /// All entries of one commit are sealed by one key: the one that seals now.
  static void bindEntries(Query query, List<AuditEntry> sealed) throws SQLException {
    List<Seal> seals = sealed.stream().map(entry -> entry.seal().orElseThrow()).toList();
    query
        .bind("bodies", Columns.bytes(sealed.stream().map(AuditEntry::body).toList()))
        .bind("macs", Columns.bytes(seals.stream().map(Seal::mac).toList()))
        .bind("entry_key", seals.getFirst().key());
  }

  private static void bindSeal(Query query, Optional<Seal> seal) throws SQLException {
    query
        .bind("vote_key", seal.map(Seal::key).orElse(null))
        .bind("vote_mac", seal.map(Seal::mac).orElse(null));
  }

  static void bindGrant(Query query, Optional<IssuedGrant> grant) throws SQLException {
    query
        .bind("grant", grant.map(g -> g.id().value()).orElse(null))
        .bind("grant_revision", grant.map(IssuedGrant::revision).orElse(null))
        .bind("issued_at", Columns.time(grant.map(IssuedGrant::issuedAt).orElse(null)))
        .bind("expires_at", Columns.time(grant.map(IssuedGrant::expiresAt).orElse(null)))
        .bind("grant_token", grant.map(IssuedGrant::token).orElse(null));
  }

  private static void bindCard(Query query, Optional<PostedCard> card) throws SQLException {
    query
        .bind("card", card.map(PostedCard::id).orElse(null))
        .bind("card_revision", card.map(PostedCard::revision).orElse(null))
        .bind("card_version", card.map(PostedCard::version).orElse(null))
        .bind("card_surface", card.map(c -> WireName.of(c.address().surface())).orElse(null))
        .bind("card_tenant", card.map(c -> c.address().tenant()).orElse(null))
        .bind("channel", card.map(c -> c.address().channel()).orElse(null))
        .bind("card_digest", card.map(c -> c.digest().value()).orElse(null))
        .bind("message", card.flatMap(PostedCard::messageId).orElse(null))
        .bind("personal", card.map(PostedCard::personal).orElse(false))
        .bind("card_at", Columns.time(card.map(PostedCard::at).orElse(null)))
        .bind("failure", card.flatMap(PostedCard::failure).map(Failure::code).orElse(null))
        .bind(
            "failed_since",
            Columns.time(card.flatMap(PostedCard::failure).map(Failure::since).orElse(null)))
        .bind("closed", card.map(PostedCard::closed).orElse(false));
  }
}
