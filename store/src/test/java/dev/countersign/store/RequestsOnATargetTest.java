package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RequestsOnATargetTest {
  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void theNewestAreTakenFromAnIndexInItsOrder() throws Exception {
    List<String> plan = new ArrayList<>();
    try (var connection = postgres.admin().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("set search_path to countersign");
      statement.execute("set enable_seqscan to off");
      statement.execute("set enable_bitmapscan to off");
      try (var rows =
          statement.executeQuery(
              "explain "
                  + PostgresLedger.ON_TARGET
                      .toString()
                      .replaceFirst("\\?", "'sha-256:x'")
                      .replaceFirst("\\?", "15"))) {
        while (rows.next()) {
          plan.add(rows.getString(1));
        }
      }
    }

    assertThat(plan)
        .anyMatch(line -> line.contains("Index Only Scan Backward using request_of_target"));
  }
}
