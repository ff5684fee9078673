package dev.countersign.store;

import dev.countersign.audit.ClosedRetrospective;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Uses of break-glass on Postgres and what was made of them since, as [CommitStatement] wrote it.
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
            from break_glass b
           where person = :person
             and not exists (select from retrospective_mark m
                              where m.request_id = b.request_id and m.kind = 'filed')
           order by due, request_id
           limit :most
          """);

  private static final Sql FILED =
      Sql.of(
          """
          select request_id, person, owner, at, due
            from break_glass b
           where person = :person
             and exists (select from retrospective_mark m
                          where m.request_id = b.request_id and m.kind = 'filed')
           order by number desc
           limit :most
          """);

  private static final String LISTED =
      """
      select b.request_id, b.person, b.owner, b.at, b.due, f.person as filed_by, f.at as filed_at,
             c.closed_by
        from break_glass b
        left join lateral (
              select person, at
                from retrospective_mark
               where request_id = b.request_id and kind = 'filed'
               order by at, person
               limit 1) f on true
       cross join lateral (
              select array(
                       select person
                         from retrospective_mark
                        where request_id = b.request_id and kind = 'closed'
                        order by at, person
                        limit :closers) as closed_by) c
      """;

  private static final Sql UNCLOSED =
      Sql.of(
          LISTED
              + """
               where cardinality(c.closed_by) < :closers
               order by b.due, b.request_id
               limit :most
              """);

  private static final Sql LIST =
      Sql.of(
          LISTED
              + """
               order by cardinality(c.closed_by) = :closers, f.person is not null,
                        case when cardinality(c.closed_by) < :closers then b.due end,
                        b.due desc, b.request_id
               limit :most
              """);

  private static final Sql TOTALS =
      Sql.of(
          """
          select count(*) as uses,
                 count(*) filter (where not m.filed) as open,
                 count(*) filter (
                   where case when m.filed
                              then m.closers < :closers
                                   and m.filed_at + (b.due - b.at) <= clock_timestamp()
                              else b.due <= clock_timestamp()
                         end) as overdue,
                 count(*) filter (where m.filed) as filed,
                 count(*) filter (where m.closers >= :closers) as closed
            from break_glass b
           cross join lateral (
                  select count(*) filter (where kind = 'filed') > 0 as filed,
                         min(at) filter (where kind = 'filed') as filed_at,
                         count(*) filter (where kind = 'closed') as closers
                    from retrospective_mark
                   where request_id = b.request_id) m
          """);

  private final Database database;

  PostgresRetrospectives(Database database) {
    this.database = database;
  }

  private record Counted(int uses, int lately, Instant now) {}

  /// Counts before it looks at what is open: a use that lands in between takes the number that was
  /// counted, and the one that this is read for is overtaken.
  @Override
  public Standing of(PersonId person) {
    return database.askTogether(connection -> {
      Counted counted =
          COUNTS.ask(
              connection,
              query ->
                  query
                      .bind("person", person.value())
                      .bind("period", PERIOD.toSeconds())
                      .one(row ->
                          new Counted(
                              row.getInt("uses"), row.getInt("lately"), Columns.time(row, "now"))));
      List<Retrospective> open =
          OF.ask(
              connection,
              query ->
                  query
                      .bind("person", person.value())
                      .bind("most", MOST_OF_ONE)
                      .list(PostgresRetrospectives::retrospective));
      List<Retrospective> filed =
          FILED.ask(
              connection,
              query ->
                  query
                      .bind("person", person.value())
                      .bind("most", MOST_FILED)
                      .list(PostgresRetrospectives::retrospective));
      return new Standing(counted.uses(), counted.lately(), open, filed, List.of(), counted.now());
    });
  }

  @Override
  public Totals totals() {
    return database.ask(
        TOTALS,
        query ->
            query
                .bind("closers", ClosedRetrospective.PERSONS)
                .one(row ->
                    new Totals(
                        row.getLong("uses"),
                        row.getLong("open"),
                        row.getLong("overdue"),
                        row.getLong("filed"),
                        row.getLong("closed"))));
  }

  @Override
  public List<Listed> unclosed(int most) {
    return listed(UNCLOSED, most);
  }

  @Override
  public List<Listed> list(int most) {
    return listed(LIST, most);
  }

  private List<Listed> listed(Sql sql, int most) {
    return database.ask(
        sql,
        query ->
            query
                .bind("most", most)
                .bind("closers", ClosedRetrospective.PERSONS)
                .list(PostgresRetrospectives::listed));
  }

  private static Listed listed(ResultSet row) throws SQLException {
    return new Listed(
        retrospective(row),
        filed(row),
        Stream.of((String[]) row.getArray("closed_by").getArray()).map(PersonId::new).toList());
  }

  private static Optional<Filed> filed(ResultSet row) throws SQLException {
    String by = row.getString("filed_by");
    return by == null
        ? Optional.empty()
        : Optional.of(new Filed(new PersonId(by), Columns.time(row, "filed_at")));
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
