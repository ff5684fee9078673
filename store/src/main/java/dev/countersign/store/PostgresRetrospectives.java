package dev.countersign.store;

import dev.countersign.ledger.Retrospectives;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Uses of break-glass on Postgres, as [CommitStatement] wrote them.
final class PostgresRetrospectives implements Retrospectives {
  /// A person has one open use at a time; more come only from a row that somebody else wrote.
  private static final int MOST_OF_ONE = 100;

  private static final Sql COUNTS =
      Sql.of(
          """
          select coalesce(max(number), 0) as uses,
                 count(*) filter (where at > clock_timestamp() - make_interval(secs => :period))
                   as lately,
                 clock_timestamp() as now
            from break_glass
           where person = :person
          """);

  private static final Sql OF =
      Sql.of(
          """
          select request_id, person, owner, at, due
            from break_glass
           where person = :person
           order by due, request_id
           limit :most
          """);

  private static final Sql OPEN =
      Sql.of(
          """
          select request_id, person, owner, at, due
            from break_glass
           order by due, request_id
           limit :most
          """);

  private final Database database;

  PostgresRetrospectives(Database database) {
    this.database = database;
  }

  @Override
  public Standing of(PersonId person) {
    return database.askTogether(connection -> {
      List<Retrospective> open =
          OF.ask(
              connection,
              query ->
                  query
                      .bind("person", person.value())
                      .bind("most", MOST_OF_ONE)
                      .list(PostgresRetrospectives::retrospective));
      return COUNTS.ask(
          connection,
          query ->
              query
                  .bind("person", person.value())
                  .bind("period", PERIOD.toSeconds())
                  .one(row ->
                      new Standing(
                          row.getInt("uses"),
                          row.getInt("lately"),
                          open,
                          Columns.time(row, "now"))));
    });
  }

  @Override
  public List<Retrospective> open(int most) {
    return database.ask(
        OPEN, query -> query.bind("most", most).list(PostgresRetrospectives::retrospective));
  }

  private static Retrospective retrospective(ResultSet row) throws SQLException {
    return new Retrospective(
        new ProposalId(row.getString("request_id")),
        new PersonId(row.getString("person")),
        new PersonId(row.getString("owner")),
        Columns.time(row, "at"),
        Columns.time(row, "due"));
  }
}
