package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.drawing.ActionVariants;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ActionClass;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What people read in Slack is different for different actions, styles apart.
class DifferentActionsTest {
  private final BlockKitRenderer renderer = new BlockKitRenderer(SampleCards.TEAM);

  @ParameterizedTest
  @EnumSource(ActionClass.class)
  void differentActionsNeverReadAlike(ActionClass actionClass) {
    Map<String, CardView> cards = ActionVariants.of(actionClass);
    assertThat(cards).hasSizeGreaterThan(100);
    var actions = new HashMap<String, String>();
    cards.forEach((action, view) -> {
      RenderedCard card = renderer.render(view);
      assertThat(card.complete()).isTrue();
      String before = actions.put(ActionVariants.anonymous(read(card)), action);
      assertThat(before).as("reads as another action: %s", action).isNull();
    });
  }

  private static String read(RenderedCard card) {
    var text = new StringBuilder();
    for (Json block : DrawnCard.blocks(card).items()) {
      read((JsonObject) block, text);
    }
    return text.toString();
  }

  /// Leaves run together as people read them; a list, a quote or a block begins a line.
  private static void read(JsonObject element, StringBuilder text) {
    if (element.text("type").equals("text")) {
      text.append(element.text("text"));
    } else if (element.has("elements")) {
      element.items("elements").forEach(inner -> read((JsonObject) inner, text));
      text.append('\n');
    }
  }
}
