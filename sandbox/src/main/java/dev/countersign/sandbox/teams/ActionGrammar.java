package dev.countersign.sandbox.teams;

import static dev.countersign.sandbox.teams.CardRules.TEXT;
import static dev.countersign.sandbox.teams.CardRules.either;
import static dev.countersign.sandbox.teams.CardRules.later;
import static dev.countersign.sandbox.teams.CardRules.word;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.JsonRule;
import dev.countersign.sandbox.wire.MemberRules;
import dev.countersign.sandbox.wire.Violation;
import java.util.List;
import java.util.Map;

/// What a person can press. `Action.Http` is not for Teams.
final class ActionGrammar {
  /// Primary actions in one row
  /// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions).
  static final int PRIMARY_ACTIONS = 6;

  private static final MemberRules EXECUTE =
      action("Action.Execute")
          .optional("verb", TEXT)
          .optional("data", CardRules.data())
          .optional("associatedInputs", word("auto", "none"));

  private static final MemberRules SUBMIT =
      action("Action.Submit")
          .optional("data", CardRules.data())
          .optional("associatedInputs", word("auto", "none"));

  private static final MemberRules OPEN_URL =
      action("Action.OpenUrl").required("url", CardRules.url());

  private static final MemberRules TOGGLE_VISIBILITY =
      action("Action.ToggleVisibility")
          .required("targetElements", CardRules.list(either(JsonRule.anyObject(), TEXT)));

  private static final MemberRules SHOW_CARD =
      action("Action.ShowCard").required("card", later(() -> AdaptiveCardCheck.INNER));

  private static final JsonRule ACTION =
      JsonRule.byType(
          Map.of(
              "Action.Execute", EXECUTE,
              "Action.Submit", SUBMIT,
              "Action.OpenUrl", OPEN_URL,
              "Action.ToggleVisibility", TOGGLE_VISIBILITY,
              "Action.ShowCard", SHOW_CARD));

  /// What happens when an element is pressed: no card is opened there.
  static final JsonRule ON_SELECT =
      JsonRule.byType(
          Map.of(
              "Action.Execute", EXECUTE,
              "Action.Submit", SUBMIT,
              "Action.OpenUrl", OPEN_URL,
              "Action.ToggleVisibility", TOGGLE_VISIBILITY));

  static final JsonRule ACTIONS = CardRules.list(ACTION).then(ActionGrammar::fewPrimary);

  /// Of `refresh`: nothing but `Action.Execute`.
  static final JsonRule REFRESH_ACTION = JsonRule.byType(Map.of("Action.Execute", EXECUTE));

  private ActionGrammar() {}

  private static MemberRules action(String type) {
    return MemberRules.typed(type)
        .optional("title", TEXT)
        .optional("iconUrl", CardRules.imageUrl())
        .optional("id", CardRules.ID)
        .optional("style", word("default", "positive", "destructive"))
        .optional("fallback", either(later(() -> ActionGrammar.ACTION), word("drop")))
        .optional("tooltip", TEXT)
        .optional("isEnabled", JsonRule.bool())
        .optional("mode", word("primary", "secondary"))
        .optional("requires", JsonRule.anyObject());
  }

  private static void fewPrimary(Json value, String pointer, List<Violation> found) {
    long primary =
        ((JsonArray) value)
            .items().stream()
                .map(JsonObject.class::cast)
                .filter(one -> !one.optionalText("mode").orElse("").equalsIgnoreCase("secondary"))
                .count();
    if (primary > PRIMARY_ACTIONS) {
      found.add(new Violation("no more than 6 primary actions allowed", pointer));
    }
  }
}
