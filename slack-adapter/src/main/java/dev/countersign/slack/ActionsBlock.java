package dev.countersign.slack;

import dev.countersign.card.Button;
import dev.countersign.card.Button.Confirm;
import dev.countersign.card.CardView;
import dev.countersign.card.DetailsDesk;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.request.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A card's buttons. An `action_id` is the decision's wire name, a `value` the decision token,
/// empty until the card is sent.
final class ActionsBlock {
  /// Characters (docs.slack.dev/reference/block-kit/block-elements/button-element,
  /// …/composition-objects/confirmation-dialog-object).
  static final int LABEL = BlockBudget.BUTTON_LABEL;

  static final int VALUE = 2_000;
  static final int CONFIRM_TITLE = 100;
  static final int CONFIRM_TEXT = 300;
  static final int CONFIRM_BUTTON = 30;

  /// The `action_id` of the button that opens the text for editing; it decides nothing, and its
  /// value names the card.
  static final String EDIT = "edit";

  /// The `action_id` of the button that opens the whole of the action in pages; it decides nothing,
  /// and its value names the card.
  static final String DETAILS = "details";

  private static final String EDIT_LABEL = "Edit…";
  private static final String TYPE = "actions";

  private ActionsBlock() {}

  /// What the buttons cost of a card's characters.
  static int cost(CardView view) {
    return TicksBlock.cost(view.ticks())
        + view.buttons().stream().mapToInt(ActionsBlock::cost).sum()
        + (view.editable() ? EDIT_LABEL.length() + LABEL : 0)
        + view.interventions().stream()
            .mapToInt(intervention -> intervention.label().length() + LABEL)
            .sum()
        + (view.offersDetails() ? DetailsDesk.LABEL.length() + LABEL : 0)
        + view.way()
            .map(way -> way.label().length() + LABEL + way.page().toString().length())
            .orElse(0);
  }

  private static int cost(Button button) {
    int asked =
        button
            .confirm()
            .map(ask ->
                Math.min(ask.title().length(), CONFIRM_TITLE)
                    + Math.min(ask.text().length(), CONFIRM_TEXT)
                    + Math.min(ask.yes().length(), CONFIRM_BUTTON)
                    + Math.min(ask.no().length(), CONFIRM_BUTTON))
            .orElse(0);
    return Math.min(button.label().length(), LABEL) + LABEL + asked;
  }

  static JsonObject of(String blockId, List<JsonObject> buttons) {
    return JsonObject.builder()
        .put("type", TYPE)
        .put("block_id", blockId)
        .put("elements", new JsonArray(List.copyOf(buttons)))
        .build();
  }

  /// @param heading the card's, for people who hear the button and do not see what is above it
  static JsonObject button(Button button, String heading, BlockBudget budget) {
    return JsonObject.builder()
        .put("type", "button")
        .put("action_id", WireName.of(button.decision()))
        .put("text", PlainText.of(budget.fit(button.label(), LABEL)))
        .put("value", "")
        .put("style", style(button.look()))
        .put("confirm", button.confirm().map(ask -> confirm(ask, button, budget)).orElse(null))
        .put("accessibility_label", BlockBudget.clip(button.label() + ": " + heading, LABEL))
        .build();
  }

  /// The way to its page, where something is done there that no chat can do.
  static Optional<JsonObject> leading(CardView view) {
    return view.way().map(way -> AskButton.open(way.label(), way.page(), view.heading()));
  }

  /// The buttons that decide nothing; the value of each names the card.
  static List<JsonObject> beside(CardView view) {
    List<JsonObject> buttons = new ArrayList<>();
    if (view.editable()) {
      buttons.add(beside(EDIT, EDIT_LABEL, view));
    }
    view.interventions()
        .forEach(intervention ->
            buttons.add(beside(WireName.of(intervention), intervention.label(), view)));
    if (view.offersDetails()) {
      buttons.add(beside(DETAILS, DetailsDesk.LABEL, view));
    }
    return buttons;
  }

  private static JsonObject beside(String name, String label, CardView view) {
    return JsonObject.builder()
        .put("type", "button")
        .put("action_id", name)
        .put("text", PlainText.of(label))
        .put("value", view.reference())
        .put("accessibility_label", BlockBudget.clip(label + ": " + view.heading(), LABEL))
        .build();
  }

  /// The blocks with their buttons' values set; nothing else changes.
  ///
  /// @throws IllegalArgumentException when a token is longer than a value may be
  static JsonArray filled(JsonArray blocks, Map<Decision, String> tokens) {
    var filled = new ArrayList<Json>();
    for (Json block : blocks.items()) {
      filled.add(block instanceof JsonObject o && isActions(o) ? filled(o, tokens) : block);
    }
    return new JsonArray(filled);
  }

  private static JsonObject filled(JsonObject actions, Map<Decision, String> tokens) {
    List<JsonObject> buttons =
        actions.objects(
            "elements",
            button ->
                WireName.parse(Decision.class, button.text("action_id"))
                    .map(asked -> button.with("value", Json.of(token(asked, tokens))))
                    .orElse(button));
    return actions.with("elements", new JsonArray(List.copyOf(buttons)));
  }

  private static String token(Decision asked, Map<Decision, String> tokens) {
    String token = tokens.get(asked);
    if (token == null || token.isEmpty() || token.length() > VALUE) {
      throw new IllegalArgumentException("no token of 1 to " + VALUE + " characters for " + asked);
    }
    return token;
  }

  private static boolean isActions(JsonObject block) {
    return TYPE.equals(block.optionalText("type").orElse(""));
  }

  private static JsonObject confirm(Confirm ask, Button button, BlockBudget budget) {
    return JsonObject.builder()
        .put("title", PlainText.of(budget.fit(ask.title(), CONFIRM_TITLE)))
        .put("text", PlainText.of(budget.fit(ask.text(), CONFIRM_TEXT)))
        .put("confirm", PlainText.of(budget.fit(ask.yes(), CONFIRM_BUTTON)))
        .put("deny", PlainText.of(budget.fit(ask.no(), CONFIRM_BUTTON)))
        .put("style", style(button.look()))
        .build();
  }

  private static @Nullable String style(Button.Look look) {
    return switch (look) {
      case PRIMARY -> "primary";
      case DANGER -> "danger";
      case PLAIN -> null;
    };
  }
}
