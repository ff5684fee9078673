package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.drawing.WordDifference.Piece;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordDifferenceTest {
  private static List<String> changed(List<Piece> pieces) {
    return pieces.stream().filter(Piece::changed).map(piece -> piece.text().strip()).toList();
  }

  private static String text(List<Piece> pieces) {
    return pieces.stream().map(Piece::text).collect(Collectors.joining());
  }

  @Test
  void amountsDatesAndAddressesAreWhole() {
    WordDifference words =
        WordDifference.of(
            "We refund EUR 42.50 by 30 November 2026 to mara@client.example today.",
            "We refund EUR 43.50 by 29 November 2026 to mara@clients.example today.");

    assertThat(changed(words.before()))
        .containsExactly("EUR 42.50 by 30 November 2026", "mara@client.example");
    assertThat(changed(words.after()))
        .containsExactly("EUR 43.50 by 29 November 2026", "mara@clients.example");
  }

  @Test
  void aWordThatIsAddedIsNoOtherChange() {
    WordDifference words = WordDifference.of("one two four", "one two three four");

    assertThat(changed(words.before())).isEmpty();
    assertThat(changed(words.after())).containsExactly("three");
  }

  @Test
  void anotherBlankIsADifference() {
    assertThat(changed(WordDifference.of("one two", "one  two").after())).containsExactly("one");
  }

  @Test
  void whatHasTooManyWordsCountsAsChangedBetweenItsEnds() {
    String before = "begin " + "a ".repeat(1_500) + "end";
    String after = "begin " + "b a ".repeat(1_500) + "end";

    assertThat(WordDifference.of(before, after).before())
        .extracting(Piece::changed)
        .containsExactly(false, true, false);
  }

  @Test
  void thePiecesAreTheTexts() {
    for (String before : List.of("", " ", "EUR 5", "a\n\nb", "until Friday 5 pm")) {
      for (String after : List.of("", "EUR  6 ", "a b", "\u00a0", "by Friday at 5 pm, EUR 7")) {
        WordDifference words = WordDifference.of(before, after);
        assertThat(text(words.before())).isEqualTo(before);
        assertThat(text(words.after())).isEqualTo(after);
      }
    }
  }
}
