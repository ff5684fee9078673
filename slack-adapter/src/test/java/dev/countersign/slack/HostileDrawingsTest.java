package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.countersign.TestGate;
import dev.countersign.card.CardView;
import dev.countersign.card.EditDesk;
import dev.countersign.card.FormTopic;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Reply;
import dev.countersign.card.Run;
import dev.countersign.drawing.HostileDrawings;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ActionClass;
import dev.countersign.sandbox.slack.BlockKit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever an agent, a target or a reviewer wrote is shown on every surface of Slack, and parsed
/// on none: cards, pages, replies and forms, as the gate itself composes them.
class HostileDrawingsTest {
  private static final String MARK = "§";
  private static final List<ActionClass> CLASSES = List.of(ActionClass.values());

  private final BlockKitRenderer renderer = new BlockKitRenderer(TestGate.TEAM);
  private final ReplyBlocks replies = new ReplyBlocks(TestGate.TEAM);

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
    // Each of them in some place is drawn by BlockKitRendererTest; here every fifth in all places.
    for (int i = 0; i < attacks.size(); i += 5) {
      drawn += assertHarmless(CLASSES.get(i % CLASSES.size()), attacks.get(i));
    }
    assertThat(drawn).isGreaterThan(700);
  }

  /// @return how much was drawn
  private int assertHarmless(ActionClass actionClass, String attack) {
    String supplied = MARK + attack + MARK;
    Map<String, CardView> cards = HostileDrawings.cards(actionClass, supplied);
    cards.forEach((name, view) -> {
      RenderedCard card = renderer.render(view);
      assertThat(BlockKit.checkMessage(DrawnCard.sent(card))).as(name).isEmpty();
      assertNowhereElse(name, card.body());
      if (card.complete() && !name.contains("page")) {
        assertThat(String.join("", DrawnCard.leaves(card)))
            .as(name)
            .matches(drawn -> HostileDrawings.shows(drawn, supplied));
      }
    });
    Map<String, Reply> asked = HostileDrawings.replies(actionClass, supplied);
    asked.forEach((name, reply) -> {
      JsonObject drawn = replies.message(reply, Optional.empty()).answer().build();
      assertThat(BlockKit.checkView(replies.modal(reply, Optional.empty()))).as(name).isEmpty();
      assertNowhereElse(name, drawn);
    });
    assertFormHoldsIt(supplied);
    return cards.size() + asked.size();
  }

  /// In a form it stands in the inputs, as it is, for the person to change; and above them as on a
  /// card.
  private static void assertFormHoldsIt(String supplied) {
    var about = new FormTopic(List.of("Send an email"), List.of(Run.supplied(supplied)));
    JsonObject form =
        EditModal.of(
            new EditDesk.Opened.Text(about, Optional.of(supplied), supplied),
            new ModalOrigin("C01", "", EditDeskDouble.SEAL));
    assertThat(DrawnCard.elsewhere(form))
        .filteredOn(text -> text.contains(MARK))
        .containsExactly(supplied, supplied);
    assertThat(form.objects("blocks", block -> block))
        .filteredOn(block -> block.text("type").equals("input"))
        .hasSize(2)
        .allSatisfy(block ->
            assertThat(block.object("element").text("type")).isEqualTo("plain_text_input"));
  }

  private static void assertNowhereElse(String name, Json drawn) {
    assertThat(DrawnCard.elsewhere(drawn)).as(name).noneMatch(text -> text.contains(MARK));
    assertThat(CanonicalJson.text(drawn))
        .as(name)
        .doesNotContain("\"mrkdwn\"", "\"type\":\"link\"", "\"url\"", "\"emoji\":true");
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
