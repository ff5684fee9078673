package dev.countersign.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

  /// Each code point alone, behind a letter, and between an accent and a letter of Hebrew.
  @Test
  void noDrawingIsLongerThanTheMostThatIsSaidOfIt() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint += step(codePoint)) {
      String character = Character.toString(codePoint);
      for (String text : List.of(character, "e" + character, "e\u0301" + character + "\u05d0")) {
        long most = VisibleText.atMost(text);
        assertThat(VisibleText.of(text).text().length()).as(text).isLessThanOrEqualTo((int) most);
        assertThat(VisibleText.ofPart(text).text().length())
            .as(text)
            .isLessThanOrEqualTo((int) most);
        assertThat(VisibleText.onOneLine(text).text().length())
            .as(text)
            .isLessThanOrEqualTo((int) most);
      }
    }
  }

  /// Above the planes of letters and signs there is only more of the same.
  private static int step(int codePoint) {
    return codePoint < 0x20000 ? 1 : 97;
  }

  @Test
  void ordinaryTextIsCountedAsItIs() {
    String text = "Grüße an Łódź, Привет, 漢字 かな カナ 한국: EUR 240.00 (2 of 3).";
    assertThat(VisibleText.atMost(text)).isEqualTo(text.length());
  }

  @Test
  void ordinaryTextStaysAsItIs() {
    String text = "Grüße — 240,00 €, naïve 日本語 👍 é\n  indented: “q̃” ﬁn";
    assertThat(VisibleText.of(text)).isEqualTo(new VisibleText(text, 0));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x0d, 0x1b, 0x7f, 0x85, 0xad, 0x34f, 0x61c, 0x115f, 0x180b, 0x180e, 0x200b,
        0x200d, 0x200e, 0x2028, 0x2029, 0x202e, 0x2060, 0x2066, 0x2069, 0x2800, 0x3164, 0xe000,
        0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xffff, 0xe0041, 0xe0100, 0xf0000, 0x10ffff
      })
  void whatHasNoShapeIsDrawnByItsNumber(int codePoint) {
    String hidden = "a" + Character.toString(codePoint) + "b";
    assertThat(VisibleText.of(hidden))
        .isEqualTo(new VisibleText("a⟦U+%04X⟧b".formatted(codePoint), 1));
  }

  @Test
  void loneSurrogatesAreDrawnToo() {
    assertThat(VisibleText.of("a\ud800b\udc00"))
        .isEqualTo(new VisibleText("a⟦U+D800⟧b⟦U+DC00⟧", 2));
  }

  @Test
  void anEscapeCannotBeForged() {
    assertThat(VisibleText.of("⟦U+202E⟧").text()).isEqualTo("⟦U+27E6⟧U+202E⟧");
  }

  @Test
  void aLineBreakOfWindowsIsToldFromOneOfUnix() {
    assertThat(VisibleText.of("a\r\nb\rc")).isEqualTo(new VisibleText("a␍\nb⟦U+000D⟧c", 1));
    assertThat(VisibleText.of("␍").text()).isEqualTo("⟦U+240D⟧");
  }

  @Test
  void aTabAnEndOfLineAndASpaceAtAnEdgeAreSeen() {
    assertThat(VisibleText.of("a\tb\n").text()).isEqualTo("a⇥\tb⏎\n");
    assertThat(VisibleText.of("a \nb ").text()).isEqualTo("a⟦U+0020⟧\nb⟦U+0020⟧");
    assertThat(VisibleText.onOneLine(" a ").text()).isEqualTo("⟦U+0020⟧a⟦U+0020⟧");
    assertThat(VisibleText.of("⇥⏎").text()).isEqualTo("⟦U+21E5⟧⟦U+23CE⟧");
  }

  @Test
  void thePartOfATextThatGoesOnHasNoEdge() {
    assertThat(VisibleText.ofPart("we refund ").text()).isEqualTo("we refund ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "می\u200cخواهم بدانم", // Persian: a joiner that changes the letter before it
        "क्\u200dष और क्\u200cष", // Hindi: after a virama
        "שלום\u200f! (3)", // Hebrew: a mark that keeps the punctuation in place
        "مرحبا\u200f, \u200fمرحبا",
        "👩\u200d💻 👨\u200d👩\u200d👧 🏳\ufe0f\u200d🌈 👍🏽 🇩🇪 1\ufe0f\u20e3 #\ufe0f\u20e3"
            + " ⚠\ufe0f ❤\ufe0f",
        "🏴\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f",
        "Tiếng Việt, ภาษาไทย ก็ ที่, שָׁלוֹם, قُرْآن, தமிழ், 日本語のテキスト、全角　空白, 한국어"
      })
  void whatItsScriptNeedsReadsNormally(String text) {
    assertThat(VisibleText.of(text).escaped()).as(VisibleText.of(text).text()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "re\u200cfund",
        "re\u200dfund",
        "a\u200eb",
        "pay\u200f",
        "٣\u200c٤",
        "😀\ufe0f",
        "a\u200d💻",
        "👩\u200d\u200d💻",
        "=\u0338",
        "\u037e",
        "a\u2007b",
        "a\u2003b",
        "q\u0323\u0303\u0323",
        "1\ufe0f",
        "\ud83c\udff4\udb40\udc61",
        "م\u200c "
      })
  void theSameElsewhereIsDrawnByItsNumber(String text) {
    assertThat(VisibleText.of(text).text()).contains("⟦U+");
  }

  @Test
  void theSpacesOfFrenchNumbersAndOfWebPagesHaveMarks() {
    assertThat(VisibleText.of("2\u202f400\u00a0€"))
        .isEqualTo(new VisibleText("2\u23b5400\u2423€", 0));
    assertThat(VisibleText.onOneLine("\u00a0").text()).isEqualTo("\u2423");
    assertThat(VisibleText.of("\u2423\u23b5").text()).isEqualTo("⟦U+2423⟧⟦U+23B5⟧");
  }

  @Test
  void threeHundredMarksOnOneLetterStayFour() {
    VisibleText drawn = VisibleText.of("x" + "\u0338".repeat(300));
    assertThat(drawn.escaped()).isEqualTo(296);
  }

  @Test
  void aLetterWithTooManyMarksHasNoOtherSpelling() {
    String decomposed = "e\u0301" + "\u0338".repeat(300);
    assertThat(VisibleText.of(decomposed).escaped()).isGreaterThan(290);
    assertThat(VisibleText.of(decomposed).spellings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0301a", "\u0323\u0301", "\u1161", "\u09be", "\u05b8"})
  void aMarkWhoseLetterStandsElsewhereIsDrawnByItsNumber(String part) {
    assertThat(VisibleText.ofPart(part).text())
        .contains("⟦U+%04X⟧".formatted((int) part.charAt(0)));
  }

  @Test
  void marksOutOfOrderAreSeenAlsoAfterAnEmoji() {
    assertThat(VisibleText.of("👍\u0301\u0323").text()).isNotEqualTo("👍\u0301\u0323");
  }

  @Test
  void onOneLineEveryLineBreakAndTabIsDrawnByItsNumber() {
    assertThat(VisibleText.onOneLine("a\nb\tc\r\nd"))
        .isEqualTo(new VisibleText("a⟦U+000A⟧b⟦U+0009⟧c⟦U+000D⟧⟦U+000A⟧d", 4));
    assertThat(VisibleText.onOneLine("ש\nx").text()).isEqualTo("\u2068ש⟦U+000A⟧x\u2069");
  }

  @Test
  void textWithItsOwnLinesStandsWhereNothingElseDoes() {
    List<List<Run>> among = List.of(List.of(Run.strong("Why: "), Run.passage("a")));

    assertThatThrownBy(() -> new Section.Lines(among)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Section.Bullets("Why", among))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Run.supplied("a\nb")).isEqualTo(Run.supplied("a\nb", Run.Emphasis.NONE));
  }

  @Test
  void theEmojiSelectorStaysAfterAnEmojiOnly() {
    assertThat(VisibleText.of("⚠\ufe0f").escaped()).isZero();
    assertThat(VisibleText.of("⚠\ufe0f\ufe0f").escaped()).isOne();
    assertThat(VisibleText.of("1\ufe0f").escaped()).isOne();
    assertThat(VisibleText.of("\ufe0f").escaped()).isOne();
  }

  @Test
  void rightToLeftLinesAreIsolatedFromTheirNeighbours() {
    assertThat(VisibleText.of("to שלום 5\nplain"))
        .isEqualTo(new VisibleText("\u2068to שלום 5\u2069\nplain", 0));
  }

  @Test
  void anIsolateCannotBeClosedFromInside() {
    assertThat(VisibleText.of("ש\u2069x").text()).isEqualTo("\u2068ש⟦U+2069⟧x\u2069");
  }
}
