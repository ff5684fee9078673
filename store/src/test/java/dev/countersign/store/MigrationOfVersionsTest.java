package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.UnprovenFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Files that a release made current whose rows did not name their entry.
class MigrationOfVersionsTest {
  private static final int WITHOUT_ENTRIES = 21;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  private int seq;
  private Digest end = DeploymentEntry.GENESIS;

  @Test
  void whatItsEntryTellsStaysCurrentAndWhatNoneTellsIsNotBelieved() throws Exception {
    postgres.asAdmin("drop database if exists before_versions");
    postgres.asAdmin("create database before_versions");
    DataSource earlier = EmbeddedServer.admin("before_versions");
    EarlierSchema.migrate(earlier, WITHOUT_ENTRIES, folder);
    tell(earlier, "policy", Digest.of("first"));
    tell(earlier, "connections", Digest.of("connections"));
    tell(earlier, "policy", Digest.of("second"));
    row(earlier, "policy", 1, Digest.of("first"));
    row(earlier, "policy", 2, Digest.of("second"));
    row(earlier, "connections", 1, Digest.of("connections"));
    row(earlier, "connections", 2, Digest.of("written by hand"));

    PostgresStore.migrate(earlier, EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);

    String url = postgres.url();
    try (PostgresStore store =
        PostgresStore.open(
            StoreConfig.of(
                url.substring(0, url.lastIndexOf('/') + 1) + "before_versions",
                EmbeddedServer.APP_ROLE,
                EmbeddedServer.APP_PASSWORD),
            TestKeys.EVIDENCE)) {
      assertThat(store.register().currentOr(DeployedFile.POLICY, Digest.of("other")))
          .isEqualTo(Digest.of("second"));
      assertThatThrownBy(
              () -> store.register().currentOr(DeployedFile.CONNECTIONS, Digest.of("other")))
          .isInstanceOf(UnprovenFileException.class);
      assertThat(store.versions().history().events()).hasSize(2);
    }
  }

  private void tell(DataSource to, String file, Digest digest) throws SQLException {
    DeploymentEntry told =
        DeploymentEntry.after(
            seq,
            end,
            Instant.EPOCH,
            new DeploymentFact(
                DeploymentFact.FILE_DEPLOYED,
                "operator",
                JsonObject.builder().put("file", file).put("digest", digest.value()).build()),
            TestKeys.EVIDENCE);
    seq = told.seq();
    end = told.hash();
    try (Connection connection = to.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into countersign.deployment_entry (seq, body, seal_key, mac)"
                    + " values (?, ?, ?, ?)")) {
      insert.setInt(1, told.seq());
      insert.setBytes(2, told.body());
      insert.setString(3, told.seal().orElseThrow().key());
      insert.setBytes(4, told.seal().orElseThrow().mac());
      insert.executeUpdate();
    }
  }

  private static void row(DataSource to, String kind, int number, Digest digest)
      throws SQLException {
    try (Connection connection = to.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into countersign.deployed_file (kind, number, digest, at)"
                    + " values (?, ?, ?, now())")) {
      insert.setString(1, kind);
      insert.setInt(2, number);
      insert.setString(3, digest.value());
      insert.executeUpdate();
    }
  }
}
