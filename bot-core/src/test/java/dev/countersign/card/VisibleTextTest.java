package dev.countersign.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

  @Test
  void ordinaryTextStaysAsItIs() {
    String text = "Grüße — 240,00 €, naïve 日本語 👍 e\u0301\n\tindented\u00a0";
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
  void theLineBreakOfWindowsIsOneLineBreak() {
    assertThat(VisibleText.of("a\r\nb\rc")).isEqualTo(new VisibleText("a\nb⟦U+000D⟧c", 1));
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
