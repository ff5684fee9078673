package dev.countersign.teams.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.RenderedCard;
import dev.countersign.drawing.HostileDrawings;
import dev.countersign.drawing.WaysToDraw;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ActionClass;
import dev.countersign.sandbox.teams.AdaptiveCardCheck;
import dev.countersign.teams.connector.CardActivity;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever an agent, a target or a reviewer wrote is shown on every card of Teams, and parsed on
/// none: requests that wait and that are over, pages and replies, as the gate itself composes them.
class HostileDrawingsTest {
  private static final String MARK = "§";
  private static final List<ActionClass> CLASSES = List.of(ActionClass.values());

  private final AdaptiveCardRenderer renderer = new AdaptiveCardRenderer();

  @Test
  void attacksOfOurOwnAreShownAndNeverParsed() {
    int drawn = 0;
    for (String attack : AttackStrings.own()) {
      for (ActionClass actionClass : CLASSES) {
        drawn += assertHarmless(actionClass, attack);
      }
    }
    assertThat(drawn).isGreaterThan(300);
  }

  @Test
  void publishedAttackStringsAreShownAndNeverParsed() {
    int drawn = 0;
    List<String> attacks =
        AttackStrings.published().stream().filter(text -> text.length() < 400).toList();
    // Each of them in some place is drawn by HostileTextTest; here every thirtieth in all places.
    for (int i = 0; i < attacks.size(); i += 30) {
      drawn += assertHarmless(CLASSES.get(i % CLASSES.size()), attacks.get(i));
    }
    assertThat(drawn).isGreaterThan(500);
  }

  /// Parts of what is drawn.
  private static final Set<String> PARTS =
      Set.of(
          "AdaptiveCardRenderer$Drawing.finish",
          "AdaptiveCards.filled",
          "AdaptiveCards.readOnly",
          "DecisionActions.action",
          "DecisionActions.beside",
          "DecisionActions.leading",
          "DecisionActions.execute",
          "DecisionActions.executeOnly",
          "Elements.buttons",
          "Elements.card",
          "Elements.evidence",
          "Elements.heading",
          "Elements.leading",
          "Elements.line",
          "Elements.opens",
          "Elements.run",
          "Elements.smallPrint",
          "LocalTime.block",
          "MentionEntities.entities",
          "MentionEntities.line",
          "SectionElements.draw",
          "TextLines$Drawing.finish",
          "TextLines.draw",
          "TickInput.of",
          "TickInput.without",
          "TopicLines.of");

  /// A new one belongs into [HostileSurfaces], unless it is a part of one that is there.
  @Test
  void noWayToDrawIsLeftOut() {
    Set<String> drawn =
        HostileSurfaces.of(HostileDrawings.of(ActionClass.MESSAGE, MARK), MARK).stream()
            .map(HostileSurfaces.Drawn::way)
            .collect(Collectors.toSet());
    Stream<String> messages =
        WaysToDraw.of(CardActivity.class).stream().filter(way -> way.startsWith("CardActivity."));
    assertThat(Stream.concat(WaysToDraw.of(AdaptiveCardRenderer.class).stream(), messages).toList())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(drawn.stream(), PARTS.stream()).toList());
  }

  /// @return how much was drawn
  private int assertHarmless(ActionClass actionClass, String attack) {
    String supplied = MARK + attack + MARK;
    HostileDrawings drawings = HostileDrawings.of(actionClass, supplied);
    drawings
        .cards()
        .forEach((name, view) -> {
          RenderedCard card = renderer.render(view);
          if (card.complete() && !name.contains("page") && !name.contains("away")) {
            assertThat(String.join("", DrawnCard.lines(DrawnCard.sent(card))))
                .as(name)
                .matches(drawn -> HostileDrawings.shows(drawn, supplied));
          }
        });
    List<HostileSurfaces.Drawn> drawn = HostileSurfaces.of(drawings, supplied);
    drawn.forEach(each -> assertHarmless(each, supplied));
    return drawn.size();
  }

  private static void assertHarmless(HostileSurfaces.Drawn drawn, String supplied) {
    String name = drawn.way() + ": " + drawn.what();
    JsonObject json = drawn.json();
    drawn.card().ifPresent(card -> assertThat(AdaptiveCardCheck.check(card)).as(name).isEmpty());
    List<String> elsewhere = DrawnCard.elsewhere(json);
    assertThat(elsewhere).as(name).doesNotContain("Action.OpenUrl", "url", "selectAction");
    assertThat(elsewhere)
        .filteredOn(text -> text.contains(MARK))
        .as(name)
        .hasSize(drawn.typed())
        .allMatch(supplied::equals);
    assertThat(DrawnCard.all(json, "Input.Text"::equals))
        .filteredOn(input -> input.has("value"))
        .as(name)
        .hasSize(drawn.typed());
    assertThat(DrawnCard.texts(DrawnCard.all(json, "TextRun"::equals), "text"))
        .as(name)
        .noneMatch(text -> text.contains("\n") || text.contains("{{"));
  }
}
