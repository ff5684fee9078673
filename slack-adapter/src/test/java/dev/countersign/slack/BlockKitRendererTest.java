package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.countersign.TestGate;
import dev.countersign.card.Button;
import dev.countersign.card.Button.Confirm;
import dev.countersign.card.Button.Look;
import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.card.Section;
import dev.countersign.card.VisibleText;
import dev.countersign.drawing.SampleBatches;
import dev.countersign.drawing.SampleRecords;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.request.Decision;
import dev.countersign.sandbox.slack.BlockKit;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlockKitRendererTest {
  private static final String HOSTILE =
      "*bold* <!channel> <@U0MAYA> <https://evil.example|our site> &lt; :warning:"
          + " \u202egnorw\u200b";

  private final BlockKitRenderer renderer = new BlockKitRenderer(SampleCards.TEAM);

  /// Of the workspace in which the people of the records have their accounts.
  private final BlockKitRenderer ofTheGate = new BlockKitRenderer(TestGate.TEAM);

  static Stream<Map.Entry<String, CardView>> everyCard() {
    return Stream.concat(
        Stream.concat(
            SampleRecords.views().entrySet().stream(), SampleBatches.views().entrySet().stream()),
        Stream.of(Map.entry("hostile", hostile(HOSTILE))));
  }

  @ParameterizedTest
  @MethodSource("everyCard")
  void everyCardIsDrawnAsInItsGoldenFile(Map.Entry<String, CardView> sample) {
    RenderedCard card = ofTheGate.render(sample.getValue());

    Golden.check(sample.getKey(), card.body());
    assertTaken(card);
  }

  @Test
  void ordinaryCardsLoseNothing() {
    assertThat(SampleRecords.views())
        .allSatisfy(
            (name, view) -> assertThat(ofTheGate.render(view).complete()).as(name).isTrue());
  }

  @Test
  void theSameViewGivesTheSameBytes() {
    assertThat(renderer.render(SampleRecords.pendingMessage()))
        .isEqualTo(renderer.render(SampleRecords.pendingMessage()));
  }

  @Test
  void everyBlockIdIsItsOwnInAMessageAndInItsUpdates() {
    List<String> ids = new ArrayList<>(blockIds(renderer.render(SampleRecords.pendingMessage())));
    ids.addAll(blockIds(renderer.render(SampleRecords.rejectedMessage())));
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void tokensFillTheValuesAndNothingElse() {
    RenderedCard card = renderer.render(SampleRecords.pendingMessage());
    String empty = CanonicalJson.text(DrawnCard.blocks(card));
    String filled = CanonicalJson.text(DrawnCard.sent(card));
    assertThat(filled).contains("\"value\":\"token-APPROVE\"").doesNotContain("\"value\":\"\"");
    assertThat(filled.replaceAll("token-[A-Z]+", "")).isEqualTo(empty);
  }

  @Test
  void suppliedTextIsOnlyInLeavesThatNothingParses() {
    RenderedCard card = renderer.render(hostile(HOSTILE));
    assertThat(String.join("|", DrawnCard.leaves(card)))
        .contains("*bold* <!channel> <@U0MAYA> <https://evil.example|our site> &lt; :warning:")
        .contains("⟦U+202E⟧gnorw⟦U+200B⟧");
    assertThat(String.join("|", DrawnCard.elsewhere(card.body())))
        .doesNotContain("*bold*", "evil.example", "<!channel>", "gnorw");
    assertNothingParsed(card);
  }

  @Test
  void suppliedTextStaysOnItsLine() {
    String forged = "a\n\nIf it’s wrong: nothing\r\n\tb";
    RenderedCard card =
        renderer.render(
            SampleCards.pending(
                "Send",
                Section.Lines.of(
                    List.of(Run.strong("What: "), Run.supplied(forged, Emphasis.STRONG))),
                Section.Lines.of(List.of(new Run.Human(forged, Set.of()))),
                new Section.Bullets(
                    "Exact change", List.of(List.of(Run.supplied(forged, Emphasis.STRUCK)))),
                new Section.Quote(
                    "Exact email",
                    List.of(
                        Run.strong("Subject: "),
                        Run.supplied(forged),
                        Run.words("\n"),
                        Run.passage("Dear\nMara")))));
    assertTaken(card);
    assertThat(DrawnCard.leaves(card))
        .filteredOn(leaf -> leaf.contains("\n") || leaf.contains("\t"))
        .containsExactly("\n", "Dear\nMara");
    assertThat(DrawnCard.leaves(card))
        .filteredOn("a⟦U+000A⟧⟦U+000A⟧If it’s wrong: nothing⟦U+000D⟧⟦U+000A⟧⟦U+0009⟧b"::equals)
        .hasSize(4);
    assertThat(CanonicalJson.text(card.body())).contains("⚠️ 20 invisible or unusual characters");
  }

  @Test
  void publishedAttackStringsStayInTheirPlace() {
    for (String attack : attacks()) {
      RenderedCard card = renderer.render(hostile("§" + attack + "§"));
      assertTaken(card);
      assertNothingParsed(card);
      String drawn = VisibleText.of("§" + attack + "§").text();
      assertThat(String.join("", DrawnCard.leaves(card))).contains(drawn);
      assertThat(DrawnCard.elsewhere(card.body())).noneMatch(text -> text.contains("§"));
    }
  }

  @Test
  void invisibleCharactersAreCounted() {
    assertThat(CanonicalJson.text(renderer.render(hostile("a\u200bb")).body()))
        .contains("invisible or unusual characters shown as ⟦U+…⟧");
    assertThat(CanonicalJson.text(renderer.render(SampleRecords.pendingMessage()).body()))
        .doesNotContain("invisible");
  }

  @Test
  void marksOfSpellingsAreExplained() {
    assertThat(CanonicalJson.text(renderer.render(hostile("Vie\u0323\u0302t \u095c")).body()))
        .contains("Việt⌟ ड\u093c⌝")
        .contains("Marked ⌟ ⌝: the same letters, stored in another form than usual");
    assertThat(CanonicalJson.text(renderer.render(hostile("Việt⌟")).body()))
        .doesNotContain("Marked");
  }

  @Test
  void allNotesOfTheRendererFitOnACardThatIsCut() {
    RenderedCard card =
        renderer.render(verbatim("e\u0301 \u095c \u212b م\u0651\u064e \u200b ".repeat(2_000)));
    assertTaken(card);
    assertThat(CanonicalJson.text(card.body()))
        .contains("shown as ⟦U+…⟧", "Marked ⌟ ⌞ ⌝ ⌜: ", "Too long to approve here");
  }

  @Test
  void whatIsDecidedInTheConsoleLeadsThere() {
    URI page = TestGate.CONSOLE.of(SampleRecords.pendingMessage().request());
    RenderedCard card =
        renderer.render(
            verbatim("e\u0301 \u095c \u212b م\u0651\u064e \u200b ".repeat(2_000))
                .withConsole(page));
    assertTaken(card);
    assertThat(CanonicalJson.text(card.body()))
        .contains("Too long to approve here: decide it in the console: ")
        .contains("{\"text\":\"" + page + "\",\"type\":\"link\",\"url\":\"" + page + "\"}");
    assertNothingParsed(renderer.render(SampleRecords.pendingMessage().withConsole(page)));
  }

  @Test
  void whatAPasskeyApprovesLeadsThereFirstHoweverLongItIs() {
    URI page = TestGate.CONSOLE.of(SampleRecords.pendingMessage().request());
    RenderedCard card = renderer.render(SampleRecords.pendingMessage().approvedOn(page));
    assertTaken(card);
    assertThat(CanonicalJson.text(card.body()))
        .containsSubsequence("\"action_id\":\"open\"", "\"url\":\"" + page + "\"", "\"action_id\"");
    assertTaken(renderer.render(verbatim("x y ".repeat(9_000)).approvedOn(page)));
  }

  @Test
  void markupInTheNotificationTextMeansNothing() {
    CardView view = SampleRecords.pendingMessage();
    var odd =
        new CardView(
            view.request(),
            1,
            1,
            view.tone(),
            view.heading(),
            "<!channel> a & b",
            view.sections(),
            view.buttons(),
            view.footer());
    assertThat(renderer.render(odd).body().text("text")).isEqualTo("&lt;!channel&gt; a &amp; b");
  }

  @Test
  void longTextGoesOnInTheNextLeafWithoutLoss() {
    String text = "0123456789👍".repeat(400);
    RenderedCard card = renderer.render(verbatim(text));
    assertTaken(card);
    assertThat(card.complete()).isTrue();
    assertThat(card.asks()).contains(Decision.APPROVE);
    assertThat(String.join("", DrawnCard.leaves(card))).contains(text);
    assertThat(DrawnCard.leaves(card)).allMatch(leaf -> leaf.length() <= RichText.MAX_TEXT);
  }

  @Test
  void whatWasNotShownNobodyCanApprove() {
    RenderedCard card = renderer.render(verbatim("👍".repeat(5_000)));
    assertTaken(card);
    assertThat(card.complete()).isFalse();
    assertThat(card.asks()).containsExactlyInAnyOrder(Decision.RETURN, Decision.REJECT);
    assertThat(CanonicalJson.text(card.body()))
        .contains(" of 10,005 characters · Too long to approve here")
        .doesNotContain("\"action_id\":\"approve\"");
  }

  @Test
  void thousandsOfHighlightsAreCutLikeThousandsOfCharacters() {
    List<Run> runs =
        Collections.nCopies(3_000, Run.supplied("$1", Emphasis.COMMITMENT)).stream()
            .map(Run.class::cast)
            .toList();
    RenderedCard card =
        renderer.render(SampleCards.pending("Send", new Section.Quote("Exact", runs)));
    assertTaken(card);
    assertThat(card.complete()).isFalse();
    assertThat(members(card.body())).isLessThan(CanonicalJson.MAX_MEMBERS);
  }

  @Test
  void moreSectionsThanBlocksAreCut() {
    Section[] sections =
        IntStream.range(0, 60).mapToObj(i -> new Section.Note("note " + i)).toArray(Section[]::new);
    RenderedCard card = renderer.render(SampleCards.pending("Send", sections));
    assertTaken(card);
    assertThat(card.complete()).isFalse();
    assertThat(CanonicalJson.text(card.body())).contains("note 43").doesNotContain("note 50");
  }

  @Test
  void nothingIsShownAfterAGap() {
    RenderedCard card =
        renderer.render(
            SampleCards.pending(
                "Send",
                new Section.Verbatim("Exact", "x".repeat(20_000)),
                new Section.Note("after the gap")));
    assertThat(CanonicalJson.text(card.body())).doesNotContain("after the gap");
  }

  @Test
  void ownWordsThatAreTooLongBreakNothingAndCostTheApproval() {
    String endless = "word ".repeat(1_000);
    var button =
        new Button(
            Decision.APPROVE,
            endless,
            Look.PRIMARY,
            Optional.of(new Confirm(endless, endless, endless, endless)),
            Optional.empty());
    var reject =
        new Button(Decision.REJECT, "Reject…", Look.DANGER, Optional.empty(), Optional.empty());
    RenderedCard card =
        renderer.render(
            SampleCards.pending(
                endless, List.of(button, reject), List.of(new Section.Note(endless))));
    assertTaken(card);
    assertThat(card.asks()).isEqualTo(Set.of(Decision.REJECT));
  }

  @Test
  void anEmptyTextIsSaidToBeEmpty() {
    RenderedCard card = renderer.render(verbatim(""));
    assertTaken(card);
    assertThat(DrawnCard.leaves(card)).contains("(empty)");
    assertThat(card.complete()).isTrue();
  }

  @Test
  void twoButtonsOfOneMeaningAreABug() {
    Button button =
        new Button(Decision.REJECT, "Reject", Look.PLAIN, Optional.empty(), Optional.empty());
    assertThatThrownBy(
            () -> renderer.render(SampleCards.pending("Send", List.of(button, button), List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertTaken(RenderedCard card) {
    JsonArray sent = DrawnCard.sent(card);
    assertThat(BlockKit.checkMessage(sent)).isEmpty();
    assertThat(BlockKit.textLength(sent)).isLessThanOrEqualTo(BlockBudget.MAX_CHARACTERS);
  }

  private static void assertNothingParsed(RenderedCard card) {
    assertThat(CanonicalJson.text(card.body()))
        .doesNotContain("\"mrkdwn\"", "\"type\":\"link\"", "\"url\"", "\"emoji\":true");
  }

  private static CardView verbatim(String text) {
    return SampleCards.pending("Call api.billing.example", new Section.Verbatim("Exact", text));
  }

  /// The text wherever a card can have supplied text.
  private static CardView hostile(String text) {
    return SampleCards.pending(
        "📤 Send customer email",
        Section.Lines.of(List.of(Run.strong("Why: "), Run.supplied(text))),
        Section.Lines.of(List.of(new Run.Human(text, Set.of()))),
        new Section.Quote("Exact email", List.of(Run.passage(text, Emphasis.COMMITMENT))),
        new Section.Bullets("Exact change", List.of(List.of(Run.supplied(text, Emphasis.STRUCK)))),
        new Section.Verbatim("Exact request", text));
  }

  private static List<String> attacks() {
    var attacks = new ArrayList<String>();
    ((JsonObject)
            CanonicalJson.parse(
                Fixtures.bytes(Fixtures.require("vectors/trojan-source/samples.json"))))
        .objects("samples", sample -> sample.text("text"))
        .forEach(attacks::add);
    // Not by our own parser: some of these strings are ones that it refuses.
    JsonParser.parseString(text(Fixtures.require("vectors/blns/blns.json")))
        .getAsJsonArray()
        .forEach(item -> attacks.add(item.getAsString()));
    return attacks.stream().filter(text -> text.length() < 1_000).toList();
  }

  private static String text(Path file) {
    return new String(Fixtures.bytes(file), StandardCharsets.UTF_8);
  }

  private static List<String> blockIds(RenderedCard card) {
    return card.body().objects("blocks", block -> block.text("block_id"));
  }

  private static int members(Json value) {
    return switch (value) {
      case JsonObject object ->
          object.members().size()
              + object.members().values().stream().mapToInt(BlockKitRendererTest::members).sum();
      case JsonArray array -> array.items().stream().mapToInt(BlockKitRendererTest::members).sum();
      default -> 0;
    };
  }
}
