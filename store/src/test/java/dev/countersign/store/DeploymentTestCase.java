package dev.countersign.store;

import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestKeys;
import dev.countersign.proof.Verifier;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.Issuer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is kept of a deployment on Postgres, and the ways to tamper with it.
abstract class DeploymentTestCase {
  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  final void asTheGate(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                postgres.url(), EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);
        Statement statement = connection.createStatement()) {
      connection.setSchema("countersign");
      statement.execute(sql);
    }
  }

  final void asSuperuser(String table, String sql) throws SQLException {
    postgres.asAdmin(
        "set search_path to countersign; alter table %s disable trigger written_once; %s"
            .formatted(table, sql));
  }

  final List<Tuple> damages() {
    return new Verifier(
            postgres.store().evidence(),
            new GrantVerifier(TestKeys.RING, new Issuer("https://gate.example")),
            TestKeys.EVIDENCE)
        .verifyDeployment().stream().map(damage -> tuple(damage.place(), damage.kind())).toList();
  }
}
