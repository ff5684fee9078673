package dev.countersign.store;

import dev.countersign.ledger.UnknownEnds;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Optional;

/// What nobody knows the end of, by an index that has nothing else.
final class PostgresUnknownEnds implements UnknownEnds {
  private static final Sql LIST =
      Sql.of(
          """
          select id
            from request
           where unknown_since is not null
             and (cast(:agent as text) is null or agent = :agent)
             and (cast(:before as text) is null or id < :before)
           order by id desc
           limit :most
          """);

  private final Database database;

  PostgresUnknownEnds(Database database) {
    this.database = database;
  }

  @Override
  public List<ProposalId> list(Optional<AgentId> agent, Optional<ProposalId> before, int most) {
    return database.ask(
        LIST,
        query ->
            query
                .bind("agent", agent.map(AgentId::value).orElse(null))
                .bind("before", before.map(ProposalId::value).orElse(null))
                .bind("most", most)
                .list(row -> new ProposalId(row.getString("id"))));
  }
}
