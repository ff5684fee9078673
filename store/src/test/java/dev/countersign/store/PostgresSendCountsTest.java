package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.ledger.SendCounts;
import dev.countersign.ledger.SendCounts.Answer;
import dev.countersign.ledger.SendCounts.Count;
import dev.countersign.ledger.SendCountsContract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSendCountsTest extends SendCountsContract {
  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Override
  protected SendCounts counts() {
    return postgres.store().sendCounts();
  }

  @Override
  protected void pass(Duration time) {
    String earlier =
        "update countersign.connection_send set at = at - make_interval(secs => ?), under_way ="
            + " under_way - make_interval(secs => ?)";
    try (Connection connection = superuser();
        PreparedStatement statement = connection.prepareStatement(earlier)) {
      statement.setDouble(1, (double) time.toSeconds());
      statement.setDouble(2, (double) time.toSeconds());
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection superuser() throws SQLException {
    return postgres.admin().getConnection();
  }

  private int rows() throws SQLException {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select count(*) from countersign.connection_send")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void twoReplicasHaveOneCount() throws Exception {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> asking = new ArrayList<>();
      for (int nth = 0; nth < 24; nth++) {
        SendCounts replica = nth % 2 == 0 ? counts() : other.sendCounts();
        String send = "replica-" + nth;
        asking.add(() -> replica.count(Count.sends("crm"), send, within(7, Duration.ofHours(1))));
      }
      int counted = 0;
      for (Future<Answer> answer : callers.invokeAll(asking)) {
        counted += answer.get() instanceof Answer.Counted ? 1 : 0;
      }
      assertThat(counted).isEqualTo(7);
    }
  }

  @Test
  void whatNoWindowReachesAnyMoreIsForgotten() throws SQLException {
    int before = rows();
    for (int nth = 0; nth < 5; nth++) {
      counts().count(Count.sends("mail"), "past-" + nth, within(10, Duration.ofMinutes(1)));
      counts().ended("past-" + nth);
    }
    assertThat(rows()).isEqualTo(before + 5);
    pass(Duration.ofMinutes(2));

    counts().count(Count.sends("mail"), "now", within(10, Duration.ofMinutes(1)));

    assertThat(rows()).isEqualTo(before + 1);
  }
}
