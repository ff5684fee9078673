package dev.countersign.store;

import dev.countersign.json.WireName;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.FollowUps;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What is still going to be done about requests, by the deliveries that are open.
final class PostgresFollowUps implements FollowUps {
  private static final Sql OPEN =
      Sql.of(
          """
          select distinct request_id
            from delivery
           where request_id = any (:requests) and kind = any (:kinds) and held_since is null
          """);

  private static final List<String> KINDS =
      List.of(WireName.of(DeliveryKind.ASK_ANEW), WireName.of(DeliveryKind.READ_BACK));

  private final Database database;

  PostgresFollowUps(Database database) {
    this.database = database;
  }

  @Override
  public Set<ProposalId> open(Set<ProposalId> requests) {
    if (requests.isEmpty()) {
      return Set.of();
    }
    return database.ask(
        OPEN,
        query ->
            query
                .bind(
                    "requests",
                    Columns.texts(requests.stream().map(ProposalId::value).sorted().toList()))
                .bind("kinds", Columns.texts(KINDS))
                .list(row -> new ProposalId(row.getString("request_id")))
                .stream()
                .collect(Collectors.toUnmodifiableSet()));
  }
}
