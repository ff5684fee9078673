package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.ledger.AskBudget;
import dev.countersign.ledger.Backlog;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.FollowUps;
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
import java.util.List;
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
  protected FollowUps followUps() {
    return postgres.store().followUps();
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

  @Test
  void roomIsThereOnceTheFirstOfThemLeavesTheWindow() throws Exception {
    AskBudget two = new AskBudget(2, 2, Duration.ofHours(1));
    ledger().open(asked("a", two));
    postgres.asAdmin("update countersign.asked set at = at - interval '50 minutes'");
    ledger().open(asked("b", two));

    assertAskedTooOften(ledger().open(asked("c", two)), Duration.ofMinutes(10));
    assertAskedTooOften(
        ledger().open(asked("c", new AskBudget(100, 2, two.window()))), Duration.ofMinutes(10));
  }

  @Test
  void roomIsThereOnceThereIsRoomInAllPlaces() throws Exception {
    AskBudget one = new AskBudget(100, 1, Duration.ofHours(1));
    for (String place : List.of("slack:T01:C01", "slack:T01:C02")) {
      ledger().open(shownAt(one, place).admitted(place, false, OpenBudget.DEFAULT).build());
    }
    postgres.asAdmin(
        "update countersign.asked set at = at - interval '50 minutes' where name like '%C01'");

    assertAskedTooOften(
        ledger()
            .open(
                shownAt(one, "slack:T01:C01")
                    .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C02")
                    .admitted("both", false, OpenBudget.DEFAULT)
                    .build()),
        Duration.ofHours(1));
    assertThat(ledger().open(asked("a", one)))
        .isInstanceOfSatisfying(
            OpenResult.AskedTooOften.class,
            often -> assertThat(often.again()).isLessThanOrEqualTo(Duration.ofMinutes(10)));
  }

  /// At most ten seconds earlier, which is how slow a machine may be.
  private static void assertAskedTooOften(OpenResult result, Duration again) {
    assertThat(result)
        .isInstanceOfSatisfying(
            OpenResult.AskedTooOften.class,
            often ->
                assertThat(often.again()).isBetween(again.minus(Duration.ofSeconds(10)), again));
  }

  @Test
  void twoReplicasCountInTheSameWindow() {
    AskBudget two = new AskBudget(2, 100, Duration.ofHours(1));
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      assertThat(ledger().open(asked("a", two))).isEqualTo(new OpenResult.Opened());
      assertThat(other.ledger().open(asked("b", two))).isEqualTo(new OpenResult.Opened());

      for (Ledger replica : List.of(ledger(), other.ledger())) {
        assertThat(replica.open(asked("c", two))).isInstanceOf(OpenResult.AskedTooOften.class);
      }
    }
  }

  /// By many agents, first shown at many places, and all of them later at one.
  @Test
  void atOnceOnTwoReplicasNoMoreLandThanMayBeShownAtAPlaceOfALaterStage() throws Exception {
    AskBudget two = new AskBudget(100, 2, Duration.ofHours(1));
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      List<Ledger> replicas = List.of(ledger(), other.ledger());
      List<OpenResult> results =
          together(
              CROWD,
              number ->
                  replicas
                      .get(number % 2)
                      .open(
                          shownAt(two, "slack:T01:OF" + number)
                              .agent("bot-" + number)
                              .later("slack:T01:MANAGERS")
                              .admitted("q", false, OpenBudget.DEFAULT)
                              .build()));

      assertThat(results).filteredOn(new OpenResult.Opened()::equals).hasSize(2);
      assertThat(results).filteredOn(OpenResult.AskedTooOften.class::isInstance).hasSize(CROWD - 2);
    }
  }

  private OpeningBuilder shownAt(AskBudget budget, String place) {
    return OpeningBuilder.at(ledger().now()).deliver(DeliveryKind.SHOW_CARD, place).asked(budget);
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
