package dev.countersign.store;

import dev.countersign.ledger.Digests;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Who was told lately what waits for them, on Postgres.
final class PostgresDigests implements Digests {
  /// Rows are locked in the order of their persons, so that two replicas never wait for each other.
  private static final Sql TAKE =
      Sql.of(
          """
          insert into digest as known (person_id, due_at)
          select person_id, clock_timestamp() + :period * interval '1 second'
            from (select p.id as person_id
                    from unnest(cast(:people as text[])) p (id)
                    left join digest d on d.person_id = p.id
                   where d.due_at is null or d.due_at <= clock_timestamp()
                   order by d.due_at nulls first, p.id
                   limit :most) due
           order by person_id
              on conflict (person_id) do update
                 set due_at = excluded.due_at
               where known.due_at <= clock_timestamp()
          returning person_id, told, due_at
          """);

  private static final Sql TOLD =
      Sql.of(
          """
          update digest
             set told = cast(:requests as text[])
           where person_id = :person and due_at = :until
          """);

  private static final Sql SENT_NOTHING =
      Sql.of(
          """
          update digest
             set due_at = least(due_at, clock_timestamp() + :pause * interval '1 second')
           where person_id = :person and due_at = :until
          """);

  private final Database database;

  PostgresDigests(Database database) {
    this.database = database;
  }

  @Override
  public List<Turn> take(Collection<PersonId> people, int most, Duration period) {
    List<String> ids = people.stream().map(PersonId::value).toList();
    return database.ask(
        TAKE,
        query ->
            query
                .bind("people", Columns.texts(ids))
                .bind("most", most)
                .bind("period", period.toSeconds())
                .list(PostgresDigests::turn));
  }

  private static Turn turn(ResultSet row) throws SQLException {
    return new Turn(
        new PersonId(row.getString("person_id")),
        Columns.texts(row, "told").stream()
            .flatMap(id -> ProposalId.parse(id).stream())
            .collect(Collectors.toUnmodifiableSet()),
        Columns.time(row, "due_at"));
  }

  @Override
  public void told(Turn turn, List<ProposalId> requests) {
    List<String> ids = requests.stream().map(ProposalId::value).toList();
    database.ask(
        TOLD,
        query ->
            query
                .bind("requests", Columns.texts(ids))
                .bind("person", turn.person().value())
                .bind("until", Columns.time(turn.until()))
                .update());
  }

  @Override
  public void sentNothing(Turn turn, Duration pause) {
    database.ask(
        SENT_NOTHING,
        query ->
            query
                .bind("pause", pause.toSeconds())
                .bind("person", turn.person().value())
                .bind("until", Columns.time(turn.until()))
                .update());
  }
}
