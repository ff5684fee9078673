package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.executors.Crm;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.connection.SqlDatabase;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Destination;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sql.SqlDriver.Answer;
import java.io.EOFException;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the numbers of MariaDB's errors mean, and which leave open at COMMIT what was kept.
class MariaAnswerTest {
  private static final SqlConnection CONNECTION = Crm.maria(1).connection();

  private static SqlDriver driver() {
    var server = (SqlDatabase.Server) CONNECTION.database();
    var out = Outbound.toLook(_ -> Optional.empty());
    return new MariaDriver(
        CONNECTION,
        server,
        new DialledWay(
            out.dialler(Destination.of(server, CONNECTION.network()), CONNECTION.limits()),
            new Departure()));
  }

  @ParameterizedTest
  @CsvSource({
    "1213, 40001, record_locked, true",
    "1205, HY000, record_locked, true",
    "1062, 23000, constraint_violated, true",
    "3101, HY000, target_refused, true",
    "1317, 70100, record_locked, false",
    "1927, 70100, target_refused, false",
    "1053, 08S01, target_refused, false",
    "1180, HY000, target_refused, false",
    "1969, 70100, record_locked, false",
    "1142, 42000, permission_denied, false",
    "1406, 22001, value_refused, false",
    "1045, 28000, sign_in_refused, false"
  })
  void anAnswerHasItsCodeAndSaysWhetherItUndoes(
      int number, String state, String code, boolean undoes) {
    assertThat(driver().answer(new SQLException("canary", state, number)))
        .contains(new Answer("error " + number, code, undoes));
  }

  @Test
  void whatTheWireDidIsNoAnswer() {
    assertThat(driver().answer(new SQLException("x", "08000", 1220, new EOFException()))).isEmpty();
    assertThat(driver().answer(new SQLException("x", "HY000"))).isEmpty();
  }
}
