package dev.countersign.teams.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.Run;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalTimeTest {
  private static final Run.Moment AT = new Run.Moment(Instant.parse("2026-11-23T19:00:00.250Z"));

  private static String drawn(List<Run> line) {
    List<Json> lines =
        new TextLines(new CardBudget(CardBudget.MAX_UNITS))
            .draw(line, Elements.PLAIN, Elements.SMALL);
    return CanonicalJson.text(new JsonArray(lines));
  }

  @Test
  void aTimeAmongOurOwnWordsIsToldInTheReadersZone() {
    assertThat(drawn(List.of(Run.words("⏳ Due "), AT)))
        .isEqualTo(
            "[{\"spacing\":\"small\",\"text\":\"⏳ Due {{DATE(2026-11-23T19:00:00Z,SHORT)}}"
                + " {{TIME(2026-11-23T19:00:00Z)}}\",\"type\":\"TextBlock\",\"wrap\":true}]");
  }

  @Test
  void ourOwnWordsBesideItAreNotParsed() {
    assertThat(LocalTime.text(List.of(Run.words("a_b *c* {{DATE()}} "), AT)))
        .startsWith("a_b \\*c\\* \\{\\{DATE()\\}\\} {{DATE(");
  }

  /// A sign that opens something at the beginning of a line alone needs none before it elsewhere.
  @Test
  void wordsBehindATimeBeginNoLine() {
    assertThat(LocalTime.text(List.of(Run.words("As of "), AT, Run.words(". #8W0XYB"))))
        .endsWith("}}. #8W0XYB");
    assertThat(LocalTime.text(List.of(Run.words("# "), AT))).startsWith("\\# ");
  }

  @Test
  void beforeSuppliedTextATimeStaysInUtcWhereNothingIsParsed() {
    assertThat(drawn(List.of(Run.words("At "), AT, Run.supplied(" **now**"))))
        .contains("2026-11-23 19:00 UTC", "TextRun")
        .doesNotContain("\"TextBlock\"", "DATE(");
  }

  @Test
  void aLineWithoutATimeIsNoTextBlock() {
    assertThat(drawn(List.of(Run.words("HIGH RISK")))).doesNotContain("\"TextBlock\"");
  }
}
