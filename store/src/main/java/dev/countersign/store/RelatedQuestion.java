package dev.countersign.store;

import dev.countersign.json.Digest;
import dev.countersign.ledger.RelatedRequests;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.BatchRows.Column;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether an agent has proposed already what a new proposal may repeat. Questions of one moment
/// are asked together.
///
/// @param since when, at the earliest, the same action was proposed
/// @param except one that does not count
record RelatedQuestion(
    AgentId agent,
    Digest action,
    Optional<Digest> target,
    Instant since,
    Optional<ProposalId> except) {

  /// To whom nobody answered.
  static final RelatedRequests NOTHING =
      new RelatedRequests(Optional.empty(), Optional.empty(), Optional.empty());

  private static final BatchRows<RelatedQuestion> ROWS =
      new BatchRows<>(
          "question",
          List.of(
              Column.text("agent", row -> row.agent().value()),
              Column.bytes("action", row -> row.action().hash()),
              Column.text("target", row -> row.target().map(Digest::value).orElse(null)),
              Column.time("since", RelatedQuestion::since),
              Column.text("other", row -> row.except().map(ProposalId::value).orElse(null))));

  private static final Sql RELATED =
      Sql.of(
          """
          select question.nth,
                 (select p.id
                    from proposal p
                    join request r on r.id = p.id
                   where p.agent = question.agent and p.action_digest = question.action
                     and p.id is distinct from question.other
                     and p.created_at >= question.since
                     and r.state in ('pending', 'approved', 'rejected', 'returned', 'expired')
                   order by p.id desc
                   limit 1) as same,
                 (select id
                    from request
                   where agent = question.agent and target = question.target and state = 'pending'
                     and id is distinct from question.other
                   order by id desc
                   limit 1) as on_target,
                 (select digest from people_version order by version desc limit 1) as imported
            from %s
          """
              .formatted(ROWS.unnested()));

  static Map<RelatedQuestion, RelatedRequests> answers(
      Database database, Set<RelatedQuestion> questions) {
    List<RelatedQuestion> asked = List.copyOf(questions);
    Map<RelatedQuestion, RelatedRequests> answers = new HashMap<>();
    database.ask(
        RELATED,
        query -> {
          ROWS.bind(query, asked);
          return query.list(row ->
              answers.put(
                  asked.get(row.getInt("nth") - 1),
                  new RelatedRequests(
                      Optional.ofNullable(row.getString("same")).map(ProposalId::new),
                      Optional.ofNullable(row.getString("on_target")).map(ProposalId::new),
                      Optional.ofNullable(row.getBytes("imported")).map(Digest::ofHash))));
        });
    return answers;
  }
}
