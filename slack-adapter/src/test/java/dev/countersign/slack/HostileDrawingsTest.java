package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.countersign.TestGate;
import dev.countersign.card.RenderedCard;
import dev.countersign.drawing.HostileDrawings;
import dev.countersign.drawing.WaysToDraw;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ActionClass;
import dev.countersign.sandbox.slack.BlockKit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever an agent, a target or a reviewer wrote is shown on every surface of Slack, and parsed
/// on none: cards, pages, replies and forms, as the gate itself composes them.
class HostileDrawingsTest {
  private static final String MARK = "§";
  private static final List<ActionClass> CLASSES = List.of(ActionClass.values());

  private final BlockKitRenderer renderer = new BlockKitRenderer(TestGate.TEAM);

  @Test
  void attacksOfOurOwnAreShownAndNeverParsed() {
    for (String attack :
        List.of(
            "*bold* _it_ ~no~ `code` <!channel> <@U0MAYA> <#C01> :warning:",
            "<https://evil.example|https://bank.example> &lt;&amp;",
            "\"},{\"type\":\"actions\",\"elements\":[]}",
            "a\n\n• Approved by Lena\r\n\tb",
            "\u202egnorw\u2066\u2069\u200b\u3164\ufeff",
            "раураl \u0430dmin \uff41\uff42",
            "{{DATE(2026-01-01)}} ${jndi:ldap://x}",
            "👍🏽".repeat(20),
            "e\u0301 \u095c \u212b")) {
      for (ActionClass actionClass : CLASSES) {
        assertThat(assertHarmless(actionClass, attack)).as(attack).isGreaterThan(6);
      }
    }
  }

  @Test
  void publishedAttackStringsAreShownAndNeverParsed() {
    int drawn = 0;
    List<String> attacks = published();
    // Each of them in some place is drawn by BlockKitRendererTest; here every twentieth in all
    // places.
    for (int i = 0; i < attacks.size(); i += 30) {
      drawn += assertHarmless(CLASSES.get(i % CLASSES.size()), attacks.get(i));
    }
    assertThat(drawn).isGreaterThan(700);
  }

  /// Parts of what is drawn, and what hands over to a way that is.
  private static final Set<String> PARTS =
      Set.of(
          "ActionsBlock.beside",
          "ActionsBlock.button",
          "ActionsBlock.leading",
          "ActionsBlock.filled",
          "ActionsBlock.of",
          "AskButton.of",
          "AskButton.open",
          "BlockKitRenderer$Drawing.finish",
          "Called.line",
          "CommandHandler.handle",
          "FormModal.about",
          "FormModal.input",
          "FormModal.modal",
          "FormModal.radio",
          "FormModal.words",
          "FormReaction.clear",
          "FormReaction.errors",
          "PlainText.of",
          "PlainText.sections",
          "PrivateMessage.answer",
          "ReplyBlocks$Drawing.asks",
          "ReplyBlocks$Drawing.listing",
          "RichText.aside",
          "RichText.container",
          "RichText.leaf",
          "RichText.leaves",
          "RichText.passage",
          "RichText.title",
          "SectionBlocks.context",
          "SectionBlocks.draw",
          "SectionBlocks.leading",
          "SlackChannel.render",
          "SubmissionHandler.handle",
          "TicksBlock.of");

  /// A new one belongs into [HostileSurfaces], unless it is a part of one that is there.
  @Test
  void noWayToDrawIsLeftOut() {
    Set<String> drawn =
        HostileSurfaces.of(HostileDrawings.of(ActionClass.MESSAGE, MARK), MARK).stream()
            .map(HostileSurfaces.Drawn::way)
            .collect(Collectors.toSet());
    assertThat(WaysToDraw.of(BlockKitRenderer.class, PrivateMessage.class, ReminderMessage.class))
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
            assertThat(String.join("", DrawnCard.leaves(card)))
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
    assertThat(
            switch (drawn.kind()) {
              case MESSAGE -> BlockKit.checkMessage(new JsonArray(drawn.json().items("blocks")));
              case VIEW -> BlockKit.checkView(drawn.json());
            })
        .as(name)
        .isEmpty();
    assertThat(DrawnCard.elsewhere(drawn.json()))
        .filteredOn(text -> text.contains(MARK))
        .as(name)
        .hasSize(drawn.typed())
        .allMatch(supplied::equals);
    assertThat(inputs(drawn.json())).as(name).hasSize(drawn.typed());
    assertThat(CanonicalJson.text(drawn.json()))
        .as(name)
        .doesNotContain("\"mrkdwn\"", "\"type\":\"link\"", "\"url\":", "\"emoji\":true");
  }

  /// Where text that somebody wrote stands as it is, for a person to change.
  private static List<JsonObject> inputs(JsonObject json) {
    return json.objects("blocks", block -> block).stream()
        .filter(block -> block.text("type").equals("input"))
        .map(block -> block.object("element"))
        .filter(element -> element.text("type").equals("plain_text_input"))
        .filter(element -> element.has("initial_value"))
        .toList();
  }

  private static List<String> published() {
    var attacks = new ArrayList<String>();
    ((JsonObject)
            CanonicalJson.parse(
                Fixtures.bytes(Fixtures.require("vectors/trojan-source/samples.json"))))
        .objects("samples", sample -> sample.text("text"))
        .forEach(attacks::add);
    JsonParser.parseString(
            new String(
                Fixtures.bytes(Fixtures.require("vectors/blns/blns.json")), StandardCharsets.UTF_8))
        .getAsJsonArray()
        .forEach(item -> attacks.add(item.getAsString()));
    Stream<String> confusable =
        new String(
                Fixtures.bytes(Fixtures.require("vectors/unicode/confusables-min.txt")),
                StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains(";") && !line.startsWith("#"))
            .map(line -> Character.toString(Integer.parseInt(line.split(";", 2)[0], 16)))
            .limit(100);
    return Stream.concat(attacks.stream(), confusable).filter(text -> text.length() < 400).toList();
  }
}
