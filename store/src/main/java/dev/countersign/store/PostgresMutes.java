package dev.countersign.store;

import dev.countersign.ledger.Mutes;
import dev.countersign.proposal.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// Who wants quiet, on Postgres.
final class PostgresMutes implements Mutes {
  private static final Sql MUTE =
      Sql.of(
          """
          insert into mute (person_id, until)
          values (:person, clock_timestamp() + :time * interval '1 second')
              on conflict (person_id) do update set until = excluded.until
          returning until
          """);

  private static final Sql UNMUTE = Sql.of("delete from mute where person_id = :person");

  private static final Sql MUTED =
      Sql.of("select person_id from mute where until > clock_timestamp()");

  private final Database database;

  PostgresMutes(Database database) {
    this.database = database;
  }

  @Override
  public Instant mute(PersonId person, Duration time) {
    return database.ask(
        MUTE,
        query ->
            query
                .bind("person", person.value())
                .bind("time", time.toSeconds())
                .one(row -> Columns.time(row, "until")));
  }

  @Override
  public void unmute(PersonId person) {
    database.ask(UNMUTE, query -> query.bind("person", person.value()).update());
  }

  @Override
  public Set<PersonId> muted() {
    return Set.copyOf(
        database.ask(MUTED, query -> query.list(row -> new PersonId(row.getString("person_id")))));
  }
}
