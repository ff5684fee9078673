package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Commands;
import dev.countersign.ledger.RequestRecord;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What operators and security are told of a use of break-glass.
class AlarmPageTest {
  private static String told(RequestRecord record) {
    return AlarmPage.of(
            record, TestGate.directory(), Commands.endGlass(record.request().id(), "1.k.mac"))
        .toString();
  }

  @Test
  void itSaysWhatTheActionDoesInTheWordsOfTheCard() {
    assertThat(told(Objects.requireNonNull(SampleRecords.broken().get("broken"))))
        .contains("support-bot wanted to ", "/v1/refunds", "End it now");
  }

  /// Whoever reads there may not be asked.
  @Test
  void whatIsKeptOutOfSightInChatsIsKeptOutOfItToo() {
    assertThat(told(SampleRecords.brokenSensitive()))
        .contains("Send a ")
        .doesNotContain("wanted to ", "End it now");
  }
}
