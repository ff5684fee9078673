package dev.countersign.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

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

  private final DataSource admin;
  private final String url;

  private DatabaseClock(DataSource admin, String url) {
    this.admin = admin;
    this.url = url;
  }

  public static DatabaseClock in(EmbeddedPostgresExtension postgres) throws SQLException {
    return in(postgres.admin(), postgres.url());
  }

  static DatabaseClock in(DataSource admin, String url) throws SQLException {
    DatabaseClock clock = new DatabaseClock(admin, url);
    clock.run(SCHEMA);
    return clock;
  }

  /// How to open a store that reads this clock.
  public StoreConfig config() {
    return StoreConfig.of(
        url + "?currentSchema=" + Migration.SCHEMA + ",moved,pg_catalog",
        EmbeddedServer.APP_ROLE,
        EmbeddedServer.APP_PASSWORD);
  }

  public void advance(Duration by) throws SQLException {
    run("update moved.clock set ahead = ahead + interval '" + by.toMillis() + " milliseconds'");
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = admin.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
