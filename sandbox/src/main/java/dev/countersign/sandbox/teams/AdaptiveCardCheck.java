package dev.countersign.sandbox.teams;

import static dev.countersign.sandbox.teams.CardRules.TEXT;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.JsonRule;
import dev.countersign.sandbox.wire.MemberRules;
import dev.countersign.sandbox.wire.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Says what Teams would refuse about an adaptive card, or show broken: version, types, required
/// and unknown members, ids of inputs, and how many there may be. An empty answer means that Teams
/// takes it.
///
/// Teams supports version 1.5 (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/
/// cards/cards-reference); types that its clients do not show are refused.
public final class AdaptiveCardCheck {
  /// People for whom a card refreshes itself
  /// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/
  /// universal-actions-for-adaptive-cards/user-specific-views).
  public static final int REFRESH_USERS = 60;

  private static final Pattern VERSION = Pattern.compile("1\\.[0-5]");
  private static final Pattern MRI = Pattern.compile("29:.+");

  private static final int REFRESH_SINCE = 4;

  /// Since which minor version of 1 there is the type.
  private static final Map<String, Integer> SINCE =
      Map.of(
          "Action.ToggleVisibility", 2,
          "ActionSet", 2,
          "RichTextBlock", 2,
          "Action.Execute", REFRESH_SINCE,
          "Table", 5);

  /// A card that an action opens.
  static final JsonRule INNER = card();

  private static final JsonRule REFRESH =
      MemberRules.plain()
          .optional("type", JsonRule.oneOf("Refresh"))
          .required("action", ActionGrammar.REFRESH_ACTION)
          .optional("expires", TEXT)
          .optional(
              "userIds",
              JsonRule.list(
                  0,
                  REFRESH_USERS,
                  JsonRule.matching(CardRules.ANY_LENGTH, MRI, "must be an MRI")));

  private static final Pattern MENTIONED = Pattern.compile("<at>[^<>]+</at>");

  private static final JsonRule MENTION =
      MemberRules.typed("mention")
          .required("text", TEXT)
          .required(
              "mentioned",
              MemberRules.plain()
                  .required("id", TEXT)
                  .required("name", TEXT)
                  // A tag of a team; without it a person.
                  .optional("type", CardRules.word("tag")));

  private static final JsonRule FOR_TEAMS =
      MemberRules.plain()
          .optional("width", CardRules.word("full"))
          .optional("entities", CardRules.list(MENTION));

  private static final JsonRule OUTER =
      card()
          .required("version", JsonRule.matching(3, VERSION, "must be a version from 1.0 to 1.5"))
          .optional("refresh", REFRESH)
          .optional("authentication", JsonRule.anyObject())
          .optional("msteams", FOR_TEAMS);

  private AdaptiveCardCheck() {}

  /// Everything wrong with the card of a message or of an invoke's answer; pointers start at its
  /// root.
  public static List<Violation> check(JsonObject card) {
    var found = new ArrayList<Violation>();
    OUTER.check(card, "", found);
    if (found.isEmpty()) {
      checkInputs(card, "", new HashSet<>(), found);
      checkMentions(card, found);
      int minor = Integer.parseInt(card.text("version").substring(2));
      checkVersion(card, "", minor, found);
      if (card.has("refresh") && minor < REFRESH_SINCE) {
        found.add(new Violation("refresh needs version 1.4", "/refresh"));
      }
    }
    return List.copyOf(found);
  }

  private static MemberRules card() {
    return MemberRules.typed("AdaptiveCard")
        .optional("version", JsonRule.matching(3, VERSION, "must be a version from 1.0 to 1.5"))
        .optional("$schema", TEXT)
        .optional("body", CardRules.list(CardRules.later(() -> CardGrammar.ELEMENT)))
        .optional("actions", CardRules.later(() -> ActionGrammar.ACTIONS))
        .optional("selectAction", CardRules.later(() -> ActionGrammar.ON_SELECT))
        .optional("fallbackText", TEXT)
        .optional("speak", TEXT)
        .optional("lang", TEXT)
        .optional("minHeight", TEXT)
        .optional("rtl", JsonRule.bool())
        .optional("style", CardRules.STYLE)
        .optional("verticalContentAlignment", CardRules.VERTICAL)
        .optional("backgroundImage", CardRules.either(JsonRule.anyObject(), CardRules.imageUrl()));
  }

  /// A mention is drawn in the place of its text, which has to stand in the card exactly so
  /// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format).
  private static void checkMentions(JsonObject card, List<Violation> found) {
    if (!card.has("msteams") || !card.object("msteams").has("entities")) {
      return;
    }
    Set<String> blocks = new HashSet<>();
    textBlocks(card, blocks);
    List<String> texts = card.object("msteams").objects("entities", one -> one.text("text"));
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      if (!MENTIONED.matcher(text).matches()
          || blocks.stream().noneMatch(block -> block.contains(text))) {
        found.add(
            new Violation(
                "a mention stands as <at>name</at> in a TextBlock", "/msteams/entities/" + i));
      }
    }
  }

  private static void textBlocks(Json value, Set<String> texts) {
    switch (value) {
      case JsonObject object -> {
        if (typeOf(object).equals("TextBlock")) {
          texts.add(object.text("text"));
        }
        object.members().values().forEach(member -> textBlocks(member, texts));
      }
      case JsonArray array -> array.items().forEach(item -> textBlocks(item, texts));
      default -> {}
    }
  }

  /// Ids of inputs are unique in the whole card, cards in it included; what stands in for an
  /// element is not there at the same time.
  private static void checkInputs(
      Json value, String pointer, Set<String> seen, List<Violation> found) {
    switch (value) {
      case JsonObject object -> {
        if (typeOf(object).startsWith("Input.")
            && object.has("id")
            && !seen.add(object.text("id"))) {
          found.add(new Violation("duplicate input id: " + object.text("id"), pointer + "/id"));
        }
        object
            .members()
            .forEach((name, member) -> {
              if (isStructure(name)) {
                checkInputs(member, pointer + "/" + name, seen, found);
              }
            });
      }
      case JsonArray array -> {
        for (int i = 0; i < array.items().size(); i++) {
          checkInputs(array.items().get(i), pointer + "/" + i, seen, found);
        }
      }
      default -> {}
    }
  }

  private static void checkVersion(Json value, String pointer, int minor, List<Violation> found) {
    switch (value) {
      case JsonObject object -> {
        int since = SINCE.getOrDefault(typeOf(object), 0);
        if (since > minor) {
          found.add(new Violation(typeOf(object) + " needs version 1." + since, pointer));
        }
        object
            .members()
            .forEach((name, member) -> {
              if (isStructure(name)) {
                checkVersion(member, pointer + "/" + name, minor, found);
              }
            });
      }
      case JsonArray array -> {
        for (int i = 0; i < array.items().size(); i++) {
          checkVersion(array.items().get(i), pointer + "/" + i, minor, found);
        }
      }
      default -> {}
    }
  }

  private static String typeOf(JsonObject object) {
    return object.get("type") instanceof Json type ? CardRules.text(type) : "";
  }

  /// Data, requirements and what is for Teams alone hold no elements.
  private static boolean isStructure(String name) {
    return !name.equals("data")
        && !name.equals("fallback")
        && !name.equals("requires")
        && !name.equals("msteams");
  }
}
