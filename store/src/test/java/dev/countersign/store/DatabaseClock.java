package dev.countersign.store;

import java.sql.SQLException;
import java.time.Duration;

/// The clock of a test's own database, which the test moves on. Functions of the same names stand
/// before Postgres's own in the search path of every store that is opened on [#config].
public final class DatabaseClock {
  private static final String SCHEMA =
      """
      create schema moved;
      create table moved.clock (ahead interval not null);
      insert into moved.clock values ('0');
      create function moved.clock_timestamp() returns timestamptz language plpgsql volatile as
        $$ begin return pg_catalog.clock_timestamp() + (select ahead from moved.clock); end $$;
      create function moved.statement_timestamp() returns timestamptz language plpgsql stable as
        $$ begin return pg_catalog.statement_timestamp() + (select ahead from moved.clock); end $$;
      grant usage on schema moved to public;
      grant select on moved.clock to public;
      """;

  private final EmbeddedPostgresExtension postgres;

  private DatabaseClock(EmbeddedPostgresExtension postgres) {
    this.postgres = postgres;
  }

  public static DatabaseClock in(EmbeddedPostgresExtension postgres) throws SQLException {
    postgres.asAdmin(SCHEMA);
    return new DatabaseClock(postgres);
  }

  /// How to open a store that reads this clock.
  public StoreConfig config() {
    return StoreConfig.of(
        postgres.url() + "?currentSchema=" + Migration.SCHEMA + ",moved,pg_catalog",
        EmbeddedServer.APP_ROLE,
        EmbeddedServer.APP_PASSWORD);
  }

  public void advance(Duration by) throws SQLException {
    postgres.asAdmin(
        "update moved.clock set ahead = ahead + interval '" + by.toMillis() + " milliseconds'");
  }
}
