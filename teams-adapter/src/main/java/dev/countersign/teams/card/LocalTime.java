package dev.countersign.teams.card;

import dev.countersign.card.Run;
import dev.countersign.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/// A line of the service's own words with a time in it, told in the reader's own zone: clients put
/// it in place of two functions, which mean something in a `TextBlock` alone
/// (learn.microsoft.com/adaptive-cards/authoring-cards/text-features#datetime-function-formatting-and-localization).
/// A client that knows neither shows them as they are, with the whole time in UTC in each.
///
/// A `TextBlock` is parsed, so nothing that anybody supplied may stand in such a line.
final class LocalTime {
  private LocalTime() {}

  /// Whether a line can be told so.
  static boolean tells(List<Run> runs) {
    return runs.stream().anyMatch(Run.Moment.class::isInstance)
        && runs.stream().allMatch(run -> run instanceof Run.Moment || run instanceof Run.Words);
  }

  /// What the block of such a line says.
  ///
  /// @param runs that [#tells] holds for
  static String text(List<Run> runs) {
    return text(runs.getFirst(), true)
        + runs.stream().skip(1).map(run -> text(run, false)).collect(Collectors.joining());
  }

  private static String text(Run run, boolean begins) {
    return switch (run) {
      case Run.Words(var words, _) ->
          begins ? UnparsedWords.markdown(words) : UnparsedWords.inLine(words);
      case Run.Moment(var at) -> {
        Instant second = at.truncatedTo(ChronoUnit.SECONDS);
        yield "{{DATE(" + second + ",SHORT)}} {{TIME(" + second + ")}}";
      }
      case Run.Supplied _, Run.Human _ -> throw new IllegalArgumentException("supplied");
    };
  }

  /// @param look of runs beside it; only its size and weight are known to a block
  static JsonObject block(String text, JsonObject look, String spacing) {
    return JsonObject.builder()
        .put("type", "TextBlock")
        .put("text", text)
        .put("wrap", true)
        .put("size", look.optionalText("size").orElse(null))
        .put("weight", look.optionalText("weight").orElse(null))
        .put("spacing", spacing)
        .build();
  }
}
