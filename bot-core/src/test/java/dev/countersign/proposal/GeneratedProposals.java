package dev.countersign.proposal;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.json.WireName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Proposals made from the published schema, member by member: what is added to it is in them from
/// then on. Each text and each number in one is there once, so that whoever looks for one finds no
/// other.
public final class GeneratedProposals {
  /// Of the members of a body: those that become the frozen action.
  private static final Set<String> ACTION =
      Set.of("action_type", "target_system", "target_id", "proposed_changes", "preconditions");

  /// Members whose values name something else that is there, or a moment to come.
  private static final Set<String> ABOUT_SOMETHING_ELSE =
      Set.of("supersedes", "callback_endpoint", "expires_at", "environment");

  private static final int MOST_ITEMS = 3;
  private static final int ROUND_THE_TABLE = 3;

  private final JsonObject schema;
  private final Random random;
  private final ActionClass actionClass;
  private final boolean everything;
  private int words;

  private GeneratedProposals(Random random, ActionClass actionClass, boolean everything) {
    this.schema = (JsonObject) CanonicalJson.parse(ProposalSchema.bytes());
    this.random = random;
    this.actionClass = actionClass;
    this.everything = everything;
  }

  /// With every optional member there is.
  public static JsonObject whole(ActionClass actionClass, long seed) {
    return new GeneratedProposals(new Random(seed), actionClass, true).body(false);
  }

  /// With some of the optional members.
  public static JsonObject some(ActionClass actionClass, long seed) {
    return new GeneratedProposals(new Random(seed), actionClass, false).body(false);
  }

  /// The action alone, for a connection of the tests.
  public static JsonObject action(ActionClass actionClass, long seed, boolean everything) {
    return new GeneratedProposals(new Random(seed), actionClass, everything).body(true);
  }

  private JsonObject body(boolean actionAlone) {
    var members = new LinkedHashMap<String, Json>();
    schema
        .object("properties")
        .members()
        .forEach((name, shape) -> {
          boolean wanted =
              actionAlone ? ACTION.contains(name) : !ABOUT_SOMETHING_ELSE.contains(name);
          if (wanted && (isRequired(schema, name) || picked())) {
            members.put(name, value(name, (JsonObject) shape));
          }
        });
    return new JsonObject(members);
  }

  private Json value(String name, JsonObject given) {
    JsonObject shape = resolved(given);
    if (shape.has("const")) {
      return required(shape, "const");
    }
    if (shape.has("enum")) {
      return pick(shape.items("enum"));
    }
    if (name.equals("proposed_changes")) {
      return object(definition(WireName.of(actionClass)));
    }
    return switch (type(shape)) {
      case "object" -> object(shape);
      case "array" -> array(name, shape);
      case "string" -> Json.of(text(name, shape));
      case "boolean" -> Json.of(random.nextBoolean());
      case "integer" -> Json.of(7_000 + words++);
      case "number" -> new JsonNumber("0.25");
      case "" -> anything();
      default -> throw new AssertionError("no values of this type are made: " + shape);
    };
  }

  private JsonObject object(JsonObject shape) {
    var members = new LinkedHashMap<String, Json>();
    JsonObject properties = shape.optionalObject("properties").orElse(JsonObject.EMPTY);
    List<String> oneOf = alternatives(shape);
    String chosen = oneOf.isEmpty() ? "" : pick(oneOf);
    properties
        .members()
        .forEach((name, member) -> {
          boolean wanted =
              oneOf.contains(name)
                  ? name.equals(chosen)
                  : isRequired(shape, name) || isNeeded(name) || picked();
          if (wanted) {
            members.put(name, value(name, (JsonObject) member));
          }
        });
    if (properties.members().isEmpty()) {
      JsonObject member = shape.optionalObject("additionalProperties").orElse(JsonObject.EMPTY);
      for (int i = random.nextInt(MOST_ITEMS) + 1; i > 0; i--) {
        members.put("x-" + word(), value("", member));
      }
    }
    return new JsonObject(members);
  }

  /// What the schema asks for by `if` and `then`: every change of a record that has fields.
  private static boolean isNeeded(String name) {
    return name.equals("changes");
  }

  /// Members of which there is exactly one.
  private static List<String> alternatives(JsonObject shape) {
    return shape.has("oneOf")
        ? shape.objects("oneOf", one -> one.texts("required").getFirst())
        : List.of();
  }

  private JsonArray array(String name, JsonObject shape) {
    var items = new ArrayList<Json>();
    for (int i = random.nextInt(MOST_ITEMS) + 1; i > 0; i--) {
      items.add(value(name, shape.object("items")));
    }
    return new JsonArray(items);
  }

  private String text(String name, JsonObject shape) {
    String word = word();
    if (name.equals("address")) {
      return word + "@b.example";
    }
    if (shape.optionalText("format").filter("date-time"::equals).isPresent()) {
      return "2026-11-24T09:30:00." + "%03d".formatted(words++) + "Z";
    }
    if (shape.optionalText("format").filter("uri"::equals).isPresent()) {
      return "https://a.example/" + word;
    }
    return switch (shape.optionalText("pattern").orElse("")) {
      case "", "^(?![\\s\\S]*[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029])" -> word;
      case "^/(?![\\s\\S]*[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029])" -> "/" + word;
      case "^https?://[!-~]+$" -> "https://a.example/" + word + "?a=" + word();
      case "^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*){0,4}$" -> word + "." + word();
      case "^[a-z0-9][a-z0-9_-]{0,63}$" -> "billing";
      case "^[0-9a-f]{64}$" -> "%064x".formatted(words++);
      case "^sha-256:[A-Za-z0-9_-]{43}$" -> "sha-256:" + "%043d".formatted(words++);
      case "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$" -> {
        int trace = words++;
        int span = words++;
        yield "00-%032x-%016x-01".formatted(trace, span);
      }
      case String other -> throw new AssertionError("no text is made for the pattern " + other);
    };
  }

  /// What a field or an argument may hold.
  private Json anything() {
    return switch (random.nextInt(ROUND_THE_TABLE)) {
      case 0 -> Json.of(word());
      case 1 -> Json.of(7_000 + words++);
      default ->
          JsonObject.builder()
              .put(word(), JsonArray.ofStrings(List.of(word(), word() + "\n" + word())))
              .build();
    };
  }

  private String word() {
    return "w" + words++ + "x";
  }

  private boolean picked() {
    return everything || random.nextBoolean();
  }

  private static boolean isRequired(JsonObject shape, String name) {
    return shape.optionalTexts("required").contains(name);
  }

  private JsonObject resolved(JsonObject shape) {
    return shape
        .optionalText("$ref")
        .map(reference -> definition(reference.substring(reference.lastIndexOf('/') + 1)))
        .orElse(shape);
  }

  private JsonObject definition(String name) {
    return schema.object("$defs").object(name);
  }

  private static String type(JsonObject shape) {
    return switch (shape.get("type")) {
      case null -> "";
      case JsonString(var one) -> one;
      case JsonArray(var several) when several.getFirst() instanceof JsonString(var first) -> first;
      case Json other -> throw new AssertionError("no type: " + other);
    };
  }

  private static Json required(JsonObject shape, String name) {
    Json value = shape.get(name);
    if (value == null) {
      throw new AssertionError("looked for a member that is not there: " + name);
    }
    return value;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
