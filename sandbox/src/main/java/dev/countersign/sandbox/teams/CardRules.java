package dev.countersign.sandbox.teams;

import dev.countersign.json.Json;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.wire.JsonRule;
import dev.countersign.sandbox.wire.MemberRules;
import dev.countersign.sandbox.wire.Violation;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// What the members of card elements may be.
final class CardRules {
  /// A length that nobody reaches within a message of 100 KB.
  static final int ANY_LENGTH = 100_000;

  static final JsonRule TEXT = JsonRule.text(0, ANY_LENGTH);
  static final JsonRule ID = JsonRule.text(1, ANY_LENGTH);
  static final JsonRule COLOUR =
      word("default", "dark", "light", "accent", "good", "warning", "attention");
  static final JsonRule STYLE =
      word("default", "emphasis", "good", "attention", "warning", "accent");
  static final JsonRule SPACING =
      word("default", "none", "small", "medium", "large", "extraLarge", "padding");
  static final JsonRule SIZE = word("default", "small", "medium", "large", "extraLarge");
  static final JsonRule WEIGHT = word("default", "lighter", "bolder");
  static final JsonRule FONT = word("default", "monospace");
  static final JsonRule HORIZONTAL = word("left", "center", "right");
  static final JsonRule VERTICAL = word("top", "center", "bottom");
  static final JsonRule HEIGHT = word("auto", "stretch");

  private static final Set<String> SCHEMES = Set.of("http", "https", "mailto", "tel", "msteams");

  private CardRules() {}

  /// One of these words, in any case.
  static JsonRule word(String... allowed) {
    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(Set.of(allowed));
    return (value, pointer, found) -> {
      if (!(value instanceof JsonString(String text)) || !names.contains(text)) {
        found.add(new Violation("must be one of: " + String.join(", ", names), pointer));
      }
    };
  }

  /// A rule that is looked up when it is needed: elements stand in elements.
  static JsonRule later(Supplier<JsonRule> rule) {
    return (value, pointer, found) -> rule.get().check(value, pointer, found);
  }

  static JsonRule either(JsonRule whenObject, JsonRule otherwise) {
    return (value, pointer, found) ->
        (value instanceof JsonObject ? whenObject : otherwise).check(value, pointer, found);
  }

  static JsonRule number() {
    return (value, pointer, found) -> {
      if (!(value instanceof JsonNumber)) {
        found.add(new Violation("must provide a number", pointer));
      }
    };
  }

  static JsonRule textOrNumber() {
    return (value, pointer, found) -> {
      if (!(value instanceof JsonString) && !(value instanceof JsonNumber)) {
        found.add(new Violation("must provide a string or a number", pointer));
      }
    };
  }

  /// An absolute address with a scheme that Teams opens.
  static JsonRule url() {
    return ID.then((value, pointer, found) -> {
      if (!opens(((JsonString) value).value())) {
        found.add(new Violation("must be an absolute URL", pointer));
      }
    });
  }

  /// A picture may also be carried in the card.
  static JsonRule imageUrl() {
    return ID.then((value, pointer, found) -> {
      String text = ((JsonString) value).value();
      if (!text.startsWith("data:image/") && !opens(text)) {
        found.add(new Violation("must be an absolute URL", pointer));
      }
    });
  }

  static JsonRule list(JsonRule item) {
    return JsonRule.list(0, ANY_LENGTH, item);
  }

  /// Data of an action: an object, or text.
  static JsonRule data() {
    return either(JsonRule.anyObject(), TEXT);
  }

  /// What every element may have beside its own.
  static MemberRules element(String type) {
    return placed(MemberRules.typed(type))
        .optional("fallback", either(later(() -> CardGrammar.ELEMENT), word("drop")))
        .optional("height", HEIGHT);
  }

  /// A part of an element, whose type goes without saying.
  static MemberRules part(String type) {
    return MemberRules.plain().optional("type", JsonRule.oneOf(type));
  }

  static MemberRules placed(MemberRules shape) {
    return shape
        .optional("id", ID)
        .optional("isVisible", JsonRule.bool())
        .optional("requires", JsonRule.anyObject())
        .optional("separator", JsonRule.bool())
        .optional("spacing", SPACING);
  }

  /// What a container of other elements may have.
  static MemberRules box(MemberRules shape) {
    return shape
        .optional("style", STYLE)
        .optional("bleed", JsonRule.bool())
        .optional("minHeight", TEXT)
        .optional("rtl", JsonRule.bool())
        .optional("backgroundImage", either(JsonRule.anyObject(), imageUrl()))
        .optional("verticalContentAlignment", VERTICAL)
        .optional("selectAction", later(() -> ActionGrammar.ON_SELECT));
  }

  static String text(Json value) {
    return value instanceof JsonString(String text) ? text : "";
  }

  private static boolean opens(String text) {
    try {
      String scheme = URI.create(text).getScheme();
      return scheme != null && SCHEMES.contains(scheme.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
