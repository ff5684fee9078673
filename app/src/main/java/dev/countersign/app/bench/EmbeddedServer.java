package dev.countersign.app.bench;

import dev.countersign.sandbox.SandboxSecrets;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postgresql.PGProperty;

/// A Postgres of its own in a temporary folder, as durable as an installed one: the library's
/// defaults for tests, which lose data in a crash and let in whoever is on this machine, are turned
/// back.
public final class EmbeddedServer implements AutoCloseable {
  private static final String SUPERUSER = "postgres";
  private static final String ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n";

  private final EmbeddedPostgres postgres;
  private final String password;

  private EmbeddedServer(EmbeddedPostgres postgres, String password) {
    this.postgres = postgres;
    this.password = password;
  }

  public static EmbeddedServer start() throws IOException {
    String password = SandboxSecrets.unguessable();
    Path file = Files.createTempFile("countersign-bench", null); // for the owner alone
    try {
      Files.writeString(file, password);
      return new EmbeddedServer(
          EmbeddedPostgres.builder()
              // Handed to initdb as it is, so nobody gets in before there is a password.
              .setLocaleConfig("pwfile", file.toString())
              .setConnectConfig(PGProperty.PASSWORD.getName(), password)
              .setDataDirectoryCustomizer(EmbeddedServer::restrict)
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("unix_socket_directories", "")
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .start(),
          password);
    } finally {
      Files.delete(file);
    }
  }

  private static void restrict(File data) {
    try {
      Files.writeString(data.toPath().resolve("pg_hba.conf"), ACCESS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public BenchServer server() {
    // Without a user in it: the gate comes as its own role.
    return new BenchServer(
        "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + SUPERUSER, SUPERUSER, password);
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
