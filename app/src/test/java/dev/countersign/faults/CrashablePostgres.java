package dev.countersign.faults;

import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A migrated Postgres, as durable as one in production, that can be stopped in the middle of
/// everything and started again at the same address.
final class CrashablePostgres implements AutoCloseable {
  static final String ROLE = "countersign_app";
  static final String PASSWORD = "not-a-secret-of-anybody";

  private static final int PATIENCE_SECONDS = 20;

  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  private CrashablePostgres(Path data, int port) throws IOException {
    this.data = data;
    this.port = port;
    this.server = server(data, port);
  }

  static CrashablePostgres start(Path data) throws IOException {
    CrashablePostgres postgres = new CrashablePostgres(data, freePort());
    PostgresStore.migrate(postgres.server.getPostgresDatabase(), ROLE, PASSWORD);
    return postgres;
  }

  private static EmbeddedPostgres server(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .start();
  }

  String url() {
    return "jdbc:postgresql://localhost:" + port + "/postgres";
  }

  StoreConfig config() {
    return StoreConfig.of(url(), ROLE, PASSWORD);
  }

  /// Immediate shutdown: all backends quit where they are, nothing is written that was not, and the
  /// next start recovers as after a crash (postgresql.org/docs/current/server-shutdown.html).
  void crash() throws Exception {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
    postmaster.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    server.close();
  }

  void startAgain() throws IOException {
    server = server(data, port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
