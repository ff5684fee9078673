package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.policy.Commitments;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromisesTest {
  private static final String TEXT =
      "We refund EUR 89.50 and EUR 10.00 by 30 November, guaranteed, and never ask again.";

  private static String told(String text) {
    return new Promises(text, Commitments.find(text)).told().map(PromisesTest::read).orElse("");
  }

  private static String read(List<Run> line) {
    return line.stream()
        .map(run ->
            switch (run) {
              case Run.Words(var words, _) -> words;
              case Run.Supplied(var text, _, _, _) -> "‹" + text + "›";
              default -> throw new AssertionError(run);
            })
        .collect(Collectors.joining());
  }

  @Test
  void whatATextPromisesIsToldInItsOwnWordsOnOneLine() {
    assertThat(told(TEXT))
        .isEqualTo(
            "🤝 ‹EUR 89.50›, ‹EUR 10.00›, ‹refund›, ‹by 30 November›, 1 promise, 1 absolute word");
  }

  @Test
  void whatIsPromisedTwiceIsToldOnce() {
    assertThat(told("EUR 89.50 it is; yes, EUR 89.50.")).isEqualTo("🤝 ‹EUR 89.50›");
  }

  @Test
  void moreThanTwoOfAKindAreCounted() {
    assertThat(told("EUR 1.00, EUR 2.00 and EUR 3.00 by 30 November"))
        .isEqualTo("🤝 3 amounts, ‹by 30 November›");
  }

  /// What is drawn as a code, or on a line of its own, is no word to be read in passing.
  @ParameterizedTest
  @ValueSource(strings = {"EUR\n89.50", "EUR\u200b 89.50", "EUR 99999999999999999999.99999999"})
  void whatDoesNotReadWellOnALineIsCounted(String amount) {
    assertThat(told("You get " + amount + " back.")).isEqualTo("🤝 1 amount");
  }

  @Test
  void ofATextWithHiddenPartsNoWordIsTold() {
    assertThat(new Promises(TEXT, Commitments.find(TEXT)).counted().map(PromisesTest::read))
        .contains("🤝 2 amounts, 1 offer, 1 deadline, 1 promise, 1 absolute word");
  }

  @Test
  void whereNothingIsFoundNothingIsSaid() {
    assertThat(told("Dear Mara, thank you for your letter.")).isEmpty();
  }

  @Test
  void theyStandBelowTheRiskAndAboveTheText() {
    List<Section> sections = SampleRecords.pendingMessage().sections();

    assertThat(sections.getFirst().toString()).contains(" RISK", "⏳ Due ", "🤝 ", "EUR 89.50");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 500})
  void noLineIsLongerThanTheOneThatRoomIsKeptFor(int times) {
    List<Run> longest = Promises.longest();
    String text = TEXT.repeat(times);
    List<Run> line = new Promises(text, Commitments.find(text)).told().orElseThrow();

    assertThat(read(line).length()).isLessThanOrEqualTo(read(longest).length());
    assertThat(line.size()).isLessThanOrEqualTo(longest.size());
  }
}
