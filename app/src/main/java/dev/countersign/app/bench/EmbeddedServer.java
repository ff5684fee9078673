package dev.countersign.app.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/// A Postgres of its own in a temporary folder, as durable as an installed one: the library's
/// defaults for tests, which lose data in a crash, are turned back.
public final class EmbeddedServer implements AutoCloseable {
  private static final String SUPERUSER = "postgres";

  private final EmbeddedPostgres postgres;

  private EmbeddedServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  public static EmbeddedServer start() throws IOException {
    return new EmbeddedServer(
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start());
  }

  public BenchServer server() {
    return new BenchServer(postgres.getJdbcUrl(SUPERUSER, SUPERUSER), SUPERUSER, "");
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
