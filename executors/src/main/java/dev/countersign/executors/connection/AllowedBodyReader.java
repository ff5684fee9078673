package dev.countersign.executors.connection;

import dev.countersign.executors.connection.BodyRule.Field;
import dev.countersign.executors.connection.BodyRule.Items;
import dev.countersign.executors.connection.BodyRule.Members;
import dev.countersign.json.Json;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads what may be the body of an allowed call. How deep it goes is bounded by that of the file.
///
/// ```yaml
/// body: any                               # or none
/// body:
///   as: json                              # optional: or form
///   fields:
///     charge: {required: true, pattern: 'ch_[A-Za-z0-9]+'}   # see FieldRuleReader
///     metadata: {type: object, others: true, fields: {case: {longest: 20}}}
///     lines: {type: list, most: 10, of: {type: number}}
/// ```
final class AllowedBodyReader {
  static final int MAX_FIELDS = 200;

  private static final Pattern NAME = Pattern.compile("[!-~]{1,100}");
  private static final String SEVERAL = "[]";

  private AllowedBodyReader() {}

  /// What is not read is with `entry`, and takes nothing.
  static AllowedBody read(JsonForm entry) {
    Optional<Json> written = entry.value("body");
    if (written.isEmpty()) {
      return new AllowedBody.Any(false);
    }
    return written.get() instanceof JsonString
        ? word(entry)
        : entry
            .object("body")
            .<AllowedBody>map(AllowedBodyReader::shape)
            .orElse(new AllowedBody.Nothing());
  }

  private static AllowedBody word(JsonForm entry) {
    return entry
        .parsed(
            "body",
            text ->
                switch (text) {
                  case "any" -> new AllowedBody.Any(true);
                  case "none" -> new AllowedBody.Nothing();
                  default -> throw new IllegalArgumentException("neither");
                },
            "unknown_body",
            "This must be any, none, or an object that says the fields.")
        .orElse(new AllowedBody.Nothing());
  }

  private static AllowedBody shape(JsonForm form) {
    String as = form.has("as") ? form.text("as").orElse("") : "json";
    return switch (as) {
      case "json" -> {
        BodyRule shape =
            structure(form, form.has("type") ? form.text("type").orElse("") : "object");
        form.close();
        yield new AllowedBody.OfJson(shape);
      }
      case "form" -> {
        form.require("fields");
        Members fields = members(form, true);
        form.close();
        yield new AllowedBody.OfForm(fields);
      }
      default -> {
        form.problem("as", "unknown_body", "This must be json or form.");
        yield new AllowedBody.Nothing();
      }
    };
  }

  private static BodyRule structure(JsonForm form, String type) {
    return switch (type) {
      case "object" -> {
        form.require("fields");
        yield members(form, false);
      }
      case "list" -> items(form);
      default -> {
        form.problem("type", "unknown_type", "A whole body is an object or a list.");
        yield new Items(NOTHING, 0, 0);
      }
    };
  }

  private static final Field NOTHING = new Field(new Members(new TreeMap<>(), false), false, false);

  private static Members members(JsonForm form, boolean ofForm) {
    var fields = new TreeMap<String, Field>();
    var folded = new TreeMap<String, String>();
    for (JsonForm.Item<JsonObject> entry :
        form.entries("fields", JsonObject.class, "an object", MAX_FIELDS)) {
      String name = entry.name();
      if (!NAME.matcher(name).matches() || AllowedNames.overridesMethod(name)) {
        form.problemAt(
            entry.pointer(),
            "bad_name",
            "A field is named in at most 100 printable signs of ASCII without blanks, and none"
                + " replaces the method.");
      }
      if (folded.put(name.toLowerCase(Locale.ROOT), name) != null) {
        form.problemAt(
            entry.pointer(),
            "contradiction",
            "Another field differs from it in letter case alone.");
      }
      Optional<Field> field = field(form.form(entry), true);
      if (ofForm && field.isPresent()) {
        checkOfForm(form, entry, field.get());
      }
      field.ifPresent(rule -> fields.put(name, rule));
    }
    return new Members(fields, !ofForm && form.bool("others").orElse(false));
  }

  /// A form has texts alone: no objects, and no null.
  private static void checkOfForm(JsonForm form, JsonForm.Item<JsonObject> entry, Field field) {
    boolean isValue = field.rule() instanceof BodyRule.Value && !field.nullable();
    boolean isValues =
        field.rule() instanceof Items(Field(BodyRule.Value _, _, boolean nullable), _, _)
            && !nullable
            && !field.nullable();
    if (entry.name().endsWith(SEVERAL) ? !isValues : !isValue) {
      form.problemAt(
          entry.pointer(),
          "contradiction",
          "A field of a form is a value, never null; one whose name ends in [] is a list of such.");
    }
  }

  private static Items items(JsonForm form) {
    form.require("of");
    int least = form.integer("least", 0, Items.MAX_ITEMS).orElse(0);
    int most = form.integer("most", 1, Items.MAX_ITEMS).orElse(Math.max(least, Items.USUAL_ITEMS));
    if (least > most) {
      form.problem("least", "contradiction", "No list has at least this and at most the other.");
    }
    Field of = form.object("of").flatMap(each -> field(each, false)).orElse(NOTHING);
    return new Items(of, least, most);
  }

  /// Closes the form.
  ///
  /// @param named whether it may be left out where nothing requires it
  private static Optional<Field> field(JsonForm form, boolean named) {
    boolean required = named && form.bool("required").orElse(false);
    boolean nullable = form.bool("nullable").orElse(false);
    Optional<BodyRule> rule =
        switch (form.has("type") ? form.text("type").orElse("") : "text") {
          case "object" -> {
            form.require("fields");
            yield closed(form, members(form, false));
          }
          case "list" -> closed(form, items(form));
          default -> FieldRuleReader.value(form).map(BodyRule.Value::new);
        };
    return rule.map(each -> new Field(each, required, nullable));
  }

  private static Optional<BodyRule> closed(JsonForm form, BodyRule rule) {
    form.close();
    return Optional.of(rule);
  }
}
