package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Commands;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.ledger.RequestRecord;
import java.util.List;
import java.util.stream.Stream;
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

  /// A chat notifies whom a message mentions: whoever can end it, and nobody else.
  @Test
  void itMentionsWhoeverElseIsThereAndCanEndItForAsLongAsThatIsPossible() {
    String people =
        TestGate.PEOPLE.replace(
            "\"direct\":{",
            "\"on-call\":{\"members\":[\"pia\",\"lena\"],\"may_break_glass\":true},\"direct\":{");
    assertThat(mentioned(SampleRecords.broken("granted"), people)).containsExactly("Lena Lead");
    assertThat(mentioned(SampleRecords.broken("succeeded"), people)).isEmpty();
    assertThat(mentioned(SampleRecords.broken("granted"), TestGate.PEOPLE)).isEmpty();
  }

  private static List<String> mentioned(RequestRecord record, String people) {
    return AlarmPage.of(
            record,
            TestGate.directory(people),
            new AlarmPage.Ways(
                Commands.endGlass(record.request().id(), "1.k.mac"),
                Commands.fileRetrospective(record.request().id(), "1.k.mac")))
        .parts()
        .stream()
        .flatMap(part -> part instanceof Part.Lines(var lines) ? lines.stream() : Stream.empty())
        .flatMap(List::stream)
        .flatMap(run ->
            run instanceof Run.Human(var name, var accounts) && !accounts.isEmpty()
                ? Stream.of(name)
                : Stream.empty())
        .toList();
  }

  /// Whoever reads there may not be asked.
  @Test
  void whatIsKeptOutOfSightInChatsIsKeptOutOfItToo() {
    assertThat(told(SampleRecords.brokenSensitive()))
        .contains("Send a ", "End it now")
        .doesNotContain("Action: ", "wanted to ", "@customer.example");
  }
}
