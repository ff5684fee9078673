package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the agent says for its request beside the action: its reason, and its evidence. A short
/// reason stands where people look for it; a long one would push the buttons off a phone's screen,
/// so it stands below them, and its place is named.
final class Reasons {
  private static final String WHY = "Why, says the agent";

  /// UTF-16 code units of a reason that stands above the buttons.
  private static final int SHORT = 160;

  private final Context context;

  Reasons(Context context) {
    this.context = context;
  }

  /// A reason of lines must not stand among those of the service.
  private static boolean isShort(String text) {
    return text.length() <= SHORT && text.lines().count() == 1 && !text.endsWith("\n");
  }

  /// Above the buttons: a short reason itself, the place of a long one, or that there is none.
  List<Run> line() {
    return context
        .rationale()
        .map(text ->
            isShort(text)
                ? List.of(Run.strong(WHY + ": "), Run.supplied(text))
                : List.of(Run.strong("Why: "), Run.words(below(text))))
        .orElseGet(() -> List.of(Run.strong("Why: "), Run.words(none())));
  }

  private String none() {
    return context.undoOf().isPresent() ? "to undo what was done." : "the agent gives no reason.";
  }

  private static String below(String text) {
    return String.format(
        Locale.ROOT,
        "%,d characters by the agent, below the buttons.",
        text.codePointCount(0, text.length()));
  }

  /// Below the buttons: a reason that is not in [#line].
  Optional<Section> atLength() {
    return context
        .rationale()
        .filter(text -> !isShort(text))
        .map(text -> new Section.Explanation(new Section.Quote(WHY, List.of(Run.passage(text)))));
  }

  /// A reason of whatever length as a section of its own, for a card about several requests.
  Section apart() {
    return context
        .rationale()
        .<Section>map(
            text -> new Section.Explanation(new Section.Quote(WHY, List.of(Run.passage(text)))))
        .orElseGet(() -> Section.Lines.of(line()));
  }

  Optional<Section> evidence() {
    JsonObject document = context.document();
    if (!document.has("evidence") || document.items("evidence").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Section.Explanation(
            new Section.Bullets(
                "Evidence (from the agent, not verified)",
                document.objects("evidence", Reasons::line))));
  }

  private static List<Run> line(JsonObject evidence) {
    List<Run> line = new ArrayList<>();
    line.add(Run.supplied(evidence.text("title"), Run.Emphasis.STRONG));
    for (String detail : List.of("kind", "url", "excerpt")) {
      evidence
          .optionalText(detail)
          .ifPresent(text -> {
            line.add(Run.words("  ·  "));
            line.add(Run.supplied(text));
          });
    }
    return line;
  }
}
