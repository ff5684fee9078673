package dev.countersign.slack;

import dev.countersign.card.Reply.Ask;
import dev.countersign.json.JsonObject;
import java.net.URI;

/// Buttons that decide nothing: one asks a question, whose words are its value, the other opens a
/// message of this workspace or a page of this deployment.
final class AskButton {
  private static final String ASK = "ask.";
  private static final String OPEN = "open";
  private static final String OPEN_LABEL = "Open its card";

  private AskButton() {}

  /// @param number unique in the message
  /// @param about the service's own words, for people who hear the button and do not see what is
  ///   beside it
  static JsonObject of(Ask ask, int number, String about) {
    return button(ASK + number, ask.label())
        .put("value", ask.question())
        .put(
            "accessibility_label",
            BlockBudget.clip(ask.label() + ": " + about, BlockBudget.BUTTON_LABEL))
        .build();
  }

  /// @param link that Slack itself gave
  static JsonObject open(String link) {
    return button(OPEN, OPEN_LABEL).put("url", link).build();
  }

  /// Leads to a page of this deployment.
  ///
  /// @param about the card's heading, for people who do not see what is above it
  static JsonObject open(String label, URI page, String about) {
    return button(OPEN, label)
        .put("url", page.toString())
        .put("style", "primary")
        .put(
            "accessibility_label", BlockBudget.clip(label + ": " + about, BlockBudget.BUTTON_LABEL))
        .build();
  }

  /// Whether a pressed button is called so.
  static boolean isAsk(String actionId) {
    return actionId.startsWith(ASK);
  }

  /// Slack tells of such a press, too; the person is there already.
  static boolean isOpen(String actionId) {
    return actionId.equals(OPEN);
  }

  private static JsonObject.Builder button(String actionId, String label) {
    return JsonObject.builder()
        .put("type", "button")
        .put("action_id", actionId)
        .put("text", PlainText.of(BlockBudget.clip(label, BlockBudget.BUTTON_LABEL)));
  }
}
