package dev.countersign.teams.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestGate;
import dev.countersign.card.Button;
import dev.countersign.card.Button.Confirm;
import dev.countersign.card.Button.Look;
import dev.countersign.card.CardView;
import dev.countersign.card.Form;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.card.Tone;
import dev.countersign.card.VisibleText;
import dev.countersign.drawing.SampleBatches;
import dev.countersign.drawing.SampleRecords;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.request.Decision;
import dev.countersign.request.RejectReason;
import dev.countersign.sandbox.teams.AdaptiveCardCheck;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdaptiveCardRendererTest {
  private final AdaptiveCardRenderer renderer = new AdaptiveCardRenderer();

  static Stream<Map.Entry<String, CardView>> everyCard() {
    return Stream.concat(
        Stream.concat(
            SampleRecords.views().entrySet().stream(), SampleBatches.views().entrySet().stream()),
        Stream.of(
            Map.entry("forms", SampleViews.forms()),
            Map.entry("hostile", SampleViews.everywhere(SampleViews.HOSTILE)),
            Map.entry(
                "too-long", SampleViews.verbatim(("0123456789".repeat(50) + "\n").repeat(60)))));
  }

  @ParameterizedTest
  @MethodSource("everyCard")
  void everyCardIsDrawnAsInItsGoldenFile(Map.Entry<String, CardView> sample) {
    Golden.check(sample.getKey(), renderer.render(sample.getValue()).body());
  }

  /// The same words in the same order as in every other chat: none is left out.
  @ParameterizedTest
  @MethodSource("everyCard")
  void everyRunOfTheViewIsReadInItsOrder(Map.Entry<String, CardView> sample) {
    RenderedCard card = renderer.render(sample.getValue());
    String read = solid(String.join("", DrawnCard.lines(card.body())));
    int at = 0;
    for (String part : card.complete() ? parts(sample.getValue()) : List.<String>of()) {
      int found = read.indexOf(part, at);
      assertThat(found).as("%s, after %s", part, read.substring(0, at)).isNotNegative();
      at = found + part.length();
    }
  }

  @ParameterizedTest
  @MethodSource("everyCard")
  void theSameViewGivesTheSameBytes(Map.Entry<String, CardView> sample) {
    assertThat(renderer.render(sample.getValue())).isEqualTo(renderer.render(sample.getValue()));
  }

  @ParameterizedTest
  @EnumSource(Tone.class)
  void theToneColoursTheHeading(Tone tone) {
    CardView view = SampleViews.forms();
    JsonObject card =
        renderer
            .render(
                new CardView(
                    view.request(), 1, 1, tone, "Heading", "Summary", List.of(), List.of(), ""))
            .body();
    assertThat(DrawnCard.texts(DrawnCard.all(card, "Container"::equals), "style"))
        .containsExactly(
            switch (tone) {
              case NEUTRAL -> "emphasis";
              case GOOD -> "good";
              case WARNING -> "warning";
              case DANGER -> "attention";
            });
    assertThat(DrawnCard.all(card, "ActionSet"::equals)).isEmpty();
  }

  @Test
  void theHeadingIsTheOnlyTextThatParses() {
    JsonObject card =
        renderer
            .render(SampleViews.pending("Run _tool_ on a_b-c [x] {{DATE()}}", List.of(), List.of()))
            .body();
    assertThat(DrawnCard.texts(DrawnCard.all(card, "TextBlock"::equals), "text"))
        .containsExactly("Run \\_tool\\_ on a_b-c \\[x\\] \\{\\{DATE()\\}\\}");
  }

  @Test
  void aLineFeedStartsALine() {
    assertThat(DrawnCard.lines(renderer.render(SampleViews.verbatim("a\n\n  b\tc  d\n")).body()))
        .startsWith(
            "Exact request",
            "a",
            "\u00a0",
            "\u00a0\u00a0b⇥\u00a0\u00a0\u00a0\u00a0c \u00a0d⏎",
            "\u00a0");
  }

  /// Clients put a date of their own in its place, in every kind of text.
  @Test
  void aDateInDoubleBracesIsShownAsWritten() {
    String date = "{{DATE(2026-01-01T00:00:00Z, SHORT)}}";
    JsonObject card = renderer.render(SampleViews.verbatim(date)).body();
    assertThat(DrawnCard.lines(card)).contains(date);
    assertThat(DrawnCard.texts(DrawnCard.all(card, "TextRun"::equals), "text"))
        .contains("{", date.substring(1));
  }

  @Test
  void indentedTextFromTheRightStaysIndented() {
    assertThat(DrawnCard.lines(renderer.render(SampleViews.verbatim("  \u05d0 b")).body()))
        .contains("\u2068\u00a0\u00a0\u05d0 b\u2069");
  }

  @Test
  void anEmptyTextIsSaidToBeEmpty() {
    RenderedCard card = renderer.render(SampleViews.verbatim(""));
    assertThat(DrawnCard.lines(card.body())).contains("(empty)");
    assertThat(card.complete()).isTrue();
  }

  @Test
  void invisibleCharactersAreCounted() {
    assertThat(DrawnCard.lines(renderer.render(SampleViews.verbatim("a\u200bb\u202e")).body()))
        .contains("a⟦U+200B⟧b⟦U+202E⟧")
        .contains("⚠️ 2 invisible or unusual characters shown as ⟦U+…⟧");
    assertThat(DrawnCard.lines(renderer.render(SampleViews.verbatim("ab")).body()))
        .noneMatch(line -> line.contains("invisible"));
  }

  @Test
  void marksOfSpellingsAreExplained() {
    assertThat(
            DrawnCard.lines(
                renderer.render(SampleViews.verbatim("Vie\u0323\u0302t \u095c")).body()))
        .contains("Việt⌟ ड\u093c⌝")
        .contains("Marked ⌟ ⌝: the same letters, stored in another form than usual");
    assertThat(DrawnCard.lines(renderer.render(SampleViews.verbatim("Việt⌟")).body()))
        .noneMatch(line -> line.contains("Marked"));
  }

  @Test
  void allNotesOfTheRendererFitOnACardThatIsCut() {
    RenderedCard card =
        renderer.render(
            SampleViews.verbatim("e\u0301 \u095c \u212b م\u0651\u064e \u200b ".repeat(2_000)));
    assertFits(card);
    assertThat(String.join("\n", DrawnCard.lines(card.body())))
        .contains("shown as ⟦U+…⟧", "Marked ⌟ ⌞ ⌝ ⌜: ", "Too long to approve here");
  }

  @Test
  void whatWasNotShownNobodyCanApprove() {
    RenderedCard card = renderer.render(SampleViews.verbatim("👍".repeat(15_000)));
    assertFits(card);
    assertThat(card.complete()).isFalse();
    assertThat(card.asks()).containsExactlyInAnyOrder(Decision.RETURN, Decision.REJECT);
    assertThat(CanonicalJson.text(card.body())).doesNotContain("\"approve\"");
    assertThat(DrawnCard.lines(card.body()))
        .anyMatch(line ->
            line.matches(
                "⚠️ Showing 1\\d,\\d{3} of 30,013 characters · Too long to approve here: request"
                    + " changes, so that it is proposed in parts"));
  }

  @Test
  void whatIsDecidedInTheConsoleLeadsThere() {
    CardView view = SampleViews.verbatim("👍".repeat(15_000));
    URI page = TestGate.CONSOLE.of(view.request());
    RenderedCard card = renderer.render(view.withConsole(page));
    assertFits(card);
    assertThat(AdaptiveCardCheck.check(card.body())).isEmpty();
    assertThat(CanonicalJson.text(card.body()))
        .contains("Too long to approve here: decide it in the console: ")
        .contains("\"selectAction\":{\"type\":\"Action.OpenUrl\",\"url\":\"" + page + "\"}");
  }

  @Test
  void whatAPasskeyApprovesLeadsThereFirstHoweverLongItIs() {
    CardView view = SampleViews.verbatim("👍".repeat(15_000));
    URI page = TestGate.CONSOLE.of(view.request());
    RenderedCard card = renderer.render(view.approvedOn(page));
    assertFits(card);
    assertThat(AdaptiveCardCheck.check(card.body())).isEmpty();
    assertThat(CanonicalJson.text(card.body()))
        .contains("\"actions\":[{\"style\":\"positive\",\"title\":\"Approve with passkey\",");
  }

  @Test
  void aLongTextThatFitsIsShownToTheLastCharacter() {
    String text = "0123456789👍".repeat(1_000);
    RenderedCard card = renderer.render(SampleViews.verbatim(text));
    assertFits(card);
    assertThat(card.complete()).isTrue();
    assertThat(DrawnCard.lines(card.body())).contains(text);
  }

  @Test
  void nothingIsShownAfterAGap() {
    RenderedCard card =
        renderer.render(
            SampleViews.pending(
                new Section.Verbatim("Exact", "x".repeat(50_000)),
                new Section.Note("after the gap"),
                new Section.Quote("More", List.of(Run.supplied("after")))));
    assertThat(CanonicalJson.text(card.body())).doesNotContain("after");
  }

  @Test
  void neverIsMoreSentThanTeamsTakes() {
    List<Run> highlights =
        Collections.<Run>nCopies(5_000, Run.supplied("$1", Run.Emphasis.COMMITMENT));
    for (Section section :
        List.of(
            new Section.Quote("Exact", highlights),
            new Section.Bullets("Exact", Collections.nCopies(5_000, highlights.subList(0, 1))),
            new Section.Lines(Collections.nCopies(5_000, highlights.subList(0, 1))),
            new Section.Verbatim("Exact", "\n".repeat(50_000)),
            new Section.Verbatim("Exact", "\"\\".repeat(50_000)),
            new Section.Verbatim("Exact", "\u0001".repeat(50_000)))) {
      RenderedCard card = renderer.render(SampleViews.pending(section));
      assertFits(card);
      assertThat(card.complete()).isFalse();
      assertThat(members(card.body())).isLessThan(CanonicalJson.MAX_MEMBERS);
    }
    RenderedCard sections =
        renderer.render(
            SampleViews.pending(
                SampleViews.forms().heading(),
                SampleViews.buttons(),
                Collections.nCopies(3_000, new Section.Verbatim("", ""))));
    assertFits(sections);
    assertThat(sections.complete()).isFalse();
  }

  /// The small print that the renderer adds is paid for as well, where no button makes room for it.
  @Test
  void aCutCardWithoutButtonsHasRoomToSaySo() {
    for (int length = 25_000; length < 27_000; length += 7) {
      Section section = new Section.Verbatim("Exact", "\u200b" + "x".repeat(length));
      RenderedCard card =
          renderer.render(SampleViews.pending("Executed", List.of(), List.of(section)));
      assertFits(card);
    }
  }

  /// Something short would still fit where something long did not.
  @Test
  void aTimeThatDoesNotFitIsNotSkipped() {
    Run at = new Run.Moment(Instant.parse("2026-11-23T15:25:59Z"));
    for (int length = 17_000; length < 20_000; length++) {
      Section exact = new Section.Verbatim("Exact", "x".repeat(length));
      Section lines = new Section.Lines(List.of(List.of(at), List.of(Run.words("after"))));
      List<String> read =
          DrawnCard.lines(renderer.render(SampleViews.pending(exact, lines)).body());
      if (read.contains("after")) {
        assertThat(read).contains("2026-11-23 15:25 UTC");
      }
    }
  }

  @Test
  void everyLengthIsEitherCompleteOrSaysSo() {
    for (int length = 15_000; length < 30_000; length += 37) {
      RenderedCard card = renderer.render(SampleViews.verbatim("x".repeat(length)));
      assertFits(card);
      assertThat(String.join("", DrawnCard.lines(card.body())).contains("x".repeat(length)))
          .isEqualTo(card.complete());
      assertThat(card.asks().contains(Decision.APPROVE)).isEqualTo(card.complete());
    }
  }

  @Test
  void ownWordsThatAreTooLongBreakNothingAndCostTheApproval() {
    String endless = "word & ".repeat(1_000);
    List<Button> buttons =
        Arrays.stream(Decision.values()).map(decision -> button(decision, endless)).toList();
    CardView view =
        new CardView(
            SampleViews.REQUEST,
            1,
            1,
            Tone.DANGER,
            endless,
            endless,
            List.of(new Section.Note(endless)),
            buttons,
            endless);
    RenderedCard card = renderer.render(view);
    assertFits(card);
    assertThat(card.complete()).isFalse();
    assertThat(card.asks()).doesNotContain(Decision.APPROVE).hasSize(buttons.size() - 1);
  }

  @Test
  void thereAreNeverMoreButtonsThanTeamsDraws() {
    assertThat(Decision.values().length).isLessThanOrEqualTo(DecisionActions.MAX_ACTIONS);
  }

  @Test
  void twoButtonsOfOneMeaningAreABug() {
    Button button = SampleViews.buttons().getFirst();
    assertThatThrownBy(
            () -> renderer.render(SampleViews.pending("Send", List.of(button, button), List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void inputsAreAskedForAsTheFormSays() {
    JsonObject card = renderer.render(SampleViews.forms()).body();
    List<JsonObject> inputs = DrawnCard.all(card, type -> type.startsWith("Input."));
    assertThat(DrawnCard.texts(inputs, "id"))
        .containsExactly("return_comment", "reject_reason", "reject_comment");
    assertThat(inputs)
        .extracting(input -> input.bool("isRequired"))
        .containsExactly(true, true, false);
    assertThat(inputs.getFirst().text("errorMessage")).isEqualTo("Tell the agent what to change");
    assertThat(inputs.getLast().number("maxLength")).isEqualTo(1_000);
    assertThat(inputs.get(1).objects("choices", choice -> choice.text("value")))
        .containsExactly(
            "wrong_content", "not_enough_context", "against_policy", "no_longer_needed");
  }

  private static Button button(Decision decision, String words) {
    return new Button(
        decision,
        words,
        Look.DANGER,
        Optional.of(new Confirm(words, words, words, words)),
        Optional.of(
            new Form(
                words,
                Arrays.stream(RejectReason.values())
                    .map(reason -> new Form.Choice(reason, words))
                    .toList(),
                new Form.Note(words, true, words),
                words)));
  }

  private static void assertFits(RenderedCard card) {
    assertThat(CanonicalJson.text(DrawnCard.sent(card)).length())
        .isLessThanOrEqualTo(CardBudget.MAX_UNITS);
  }

  private static Section unwrapped(Section section) {
    return switch (section) {
      case Section.Explanation(var words) -> words;
      case Section.Aid(var words, _) -> words;
      default -> section;
    };
  }

  private static List<String> parts(CardView view) {
    var parts = new ArrayList<String>();
    for (Section section : view.sections()) {
      switch (unwrapped(section)) {
        case Section.Lines lines -> lines.lines().forEach(line -> add(parts, line));
        case Section.Quote(String title, List<Run> text) -> {
          parts.add(solid(title));
          add(parts, text);
        }
        case Section.Bullets(String title, List<List<Run>> items) -> {
          parts.add(solid(title));
          items.forEach(item -> add(parts, item));
        }
        case Section.Verbatim(String title, String text, String _) -> {
          parts.add(solid(title));
          parts.add(solid(VisibleText.of(text).text()));
        }
        case Section.Note(String words) -> parts.add(solid(words));
        case Section.Explanation explanation -> throw new AssertionError(explanation);
        case Section.Aid aid -> throw new AssertionError(aid);
        case Section.Buttons _ -> {}
      }
    }
    parts.add(solid(view.footer()));
    return parts;
  }

  private static void add(List<String> parts, List<Run> runs) {
    for (Run run : runs) {
      parts.add(
          solid(
              switch (run) {
                case Run.Words words -> words.text();
                case Run.Supplied supplied -> supplied.visible().text();
                case Run.Moment moment ->
                    moment.at().toString().substring(0, 16).replace('T', ' ') + " UTC";
                case Run.Human human -> human.visible().text();
              }));
    }
  }

  /// Without blanks, which are drawn in other ways.
  private static String solid(String text) {
    return text.replaceAll("[\\s\u00a0]", "");
  }

  private static int members(Json value) {
    return switch (value) {
      case JsonObject object ->
          object.members().size()
              + object.members().values().stream()
                  .mapToInt(AdaptiveCardRendererTest::members)
                  .sum();
      case JsonArray array ->
          array.items().stream().mapToInt(AdaptiveCardRendererTest::members).sum();
      default -> 0;
    };
  }
}
