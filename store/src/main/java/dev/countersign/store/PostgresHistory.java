package dev.countersign.store;

import dev.countersign.ledger.ProposalHistory;
import java.util.List;

/// Frozen proposals page by page, along their key.
final class PostgresHistory implements ProposalHistory {
  private static final Sql PAGE =
      Sql.of(
          """
          select id, agent, owner, action, context
            from proposal
           where id > :after and id < :before
           order by id
           limit :most
          """);

  private static final Sql RULINGS =
      Sql.of("select ruling from proposal where id > :after order by id desc limit :most");

  private final Database database;

  PostgresHistory(Database database) {
    this.database = database;
  }

  @Override
  public List<Stored> page(String after, String before, int most) {
    return database.ask(
        PAGE,
        query ->
            query
                .bind("after", after)
                .bind("before", before)
                .bind("most", most)
                .list(row ->
                    new Stored(
                        row.getString("id"),
                        row.getString("agent"),
                        row.getString("owner"),
                        row.getBytes("action"),
                        row.getBytes("context"))));
  }

  @Override
  public List<byte[]> rulings(String after, int most) {
    return database.ask(
        RULINGS,
        query -> query.bind("after", after).bind("most", most).list(row -> row.getBytes("ruling")));
  }
}
