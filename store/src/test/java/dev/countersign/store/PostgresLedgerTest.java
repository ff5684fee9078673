package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.AskBudget;
import dev.countersign.ledger.Backlog;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerContract;
import dev.countersign.ledger.OpenBudget;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresLedgerTest extends LedgerContract {
  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Override
  protected Ledger ledger() {
    return postgres.store().ledger();
  }

  @Override
  protected Deliveries deliveries() {
    return postgres.store().deliveries();
  }

  @Override
  protected Backlog backlog() {
    return postgres.store().backlog();
  }

  @Test
  void whatLeftTheWindowGivesItsPlaceAndItsRowBack() throws Exception {
    AskBudget one = new AskBudget(1, 1, Duration.ofHours(1));
    assertThat(ledger().open(asked("a", one))).isEqualTo(new OpenResult.Opened());
    postgres.asAdmin("update countersign.asked set at = at - interval '59 minutes'");
    assertThat(ledger().open(asked("b", one)))
        .isInstanceOfSatisfying(
            OpenResult.AskedTooOften.class,
            often -> assertThat(often.again()).isLessThanOrEqualTo(Duration.ofMinutes(1)));

    postgres.asAdmin("update countersign.asked set at = at - interval '1 minute'");

    assertThat(ledger().open(asked("c", one))).isEqualTo(new OpenResult.Opened());
    assertThat(rows()).as("the agent's and the channel's of the new one").isEqualTo(2);
  }

  private Opening asked(String question, AskBudget budget) {
    return OpeningBuilder.at(ledger().now())
        .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01")
        .admitted(question, false, OpenBudget.DEFAULT)
        .asked(budget)
        .build();
  }

  private int rows() throws SQLException {
    try (Connection connection = postgres.admin().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from countersign.asked")) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }
}
