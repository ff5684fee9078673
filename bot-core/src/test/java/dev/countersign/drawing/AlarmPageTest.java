package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Commands;
import dev.countersign.ledger.RequestRecord;
import org.junit.jupiter.api.Test;

/// What operators and security are told of a use of break-glass.
class AlarmPageTest {
  private static String told(RequestRecord record) {
    return AlarmPage.of(
            record,
            TestGate.directory(),
            new AlarmPage.Ways(
                Commands.endGlass(record.request().id(), "1.k.mac"),
                Commands.fileRetrospective(record.request().id(), "1.k.mac")))
        .toString();
  }

  @Test
  void itSaysWhatTheActionDoesInTheWordsOfTheCard() {
    assertThat(told(SampleRecords.broken("granted")))
        .contains("support-bot wanted to ", "/v1/refunds", "End it now");
  }

  /// Whoever reads there may not be asked.
  @Test
  void whatIsKeptOutOfSightInChatsIsKeptOutOfItToo() {
    assertThat(told(SampleRecords.brokenSensitive()))
        .contains("Send a ", "End it now")
        .doesNotContain("Action: ", "wanted to ", "@customer.example");
  }
}
