package dev.countersign.executors.connection;

import dev.countersign.catalogue.Decoding;
import dev.countersign.catalogue.Field;
import dev.countersign.catalogue.Headline;
import dev.countersign.catalogue.MoneyDecoding;
import dev.countersign.catalogue.Operation;
import dev.countersign.catalogue.PlainWords;
import dev.countersign.catalogue.TimeDecoding;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonForm.Item;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.json.WireName;
import dev.countersign.proposal.RecordChange;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the `operations` of a connection: names to entries, of which the first that is about an
/// action tells how it reads.
///
/// ```yaml
/// operations:
///   refund:
///     of: {method: POST, path: /v1/refunds}
///     headline: 'Refund {amount}'
///     object: charge
///     fields:
///       amount: {at: /body/json/amount, reads_as: money, currency_at: /body/json/currency}
///       charge: {at: /body/json/charge}
///     reversible: false
/// ```
final class CatalogueReader {
  static final int MOST_OPERATIONS = 100;
  static final int MOST_FIELDS = 20;
  static final int MOST_WORDS = 100;
  static final int MOST_PLACE = 200;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");
  private static final String PLAIN =
      "These must be plain words: letters, digits, blanks and ,'()+%-, at most "
          + PlainWords.MOST
          + ", beginning with a letter or digit.";
  private static final String NAMED = "A name has lower-case letters, digits and _, at most 32.";

  private CatalogueReader() {}

  /// What was understood; the mistakes are with `connection`.
  static List<CatalogueEntry> read(JsonForm connection) {
    return connection.entries("operations", JsonObject.class, "an object", MOST_OPERATIONS).stream()
        .flatMap(item -> entry(connection, item).stream())
        .toList();
  }

  private static Optional<CatalogueEntry> entry(JsonForm around, Item<JsonObject> item) {
    named(around, item);
    JsonForm form = around.form(item);
    List.of("of", "headline").forEach(form::require);
    Optional<ActionMatch> match = form.object("of").flatMap(CatalogueReader::match);
    Optional<Headline> headline =
        form.parsed(
            "headline",
            Headline::parse,
            "bad_headline",
            "This must be plain words, beginning with a verb, and names of fields in braces, such"
                + " as Refund {amount}.");
    List<Field> fields =
        form.entries("fields", JsonObject.class, "an object", MOST_FIELDS).stream()
            .flatMap(each -> field(form, each).stream())
            .toList();
    headline.ifPresent(words -> checkHeadline(form, words, fields));
    Optional<String> object = form.text("object");
    object
        .filter(name -> fields.stream().noneMatch(field -> field.name().equals(name)))
        .ifPresent(_ -> form.problem("object", "unknown_field", "This must be one of the fields."));
    Optional<Boolean> reversible = form.bool("reversible");
    Optional<String> undo = words(form, "undo");
    undo.filter(_ -> !reversible.orElse(false))
        .ifPresent(_ ->
            form.problem("undo", "contradiction", "Say reversible: true where it can be undone."));
    form.close();
    return match.flatMap(of ->
        headline.map(words ->
            new CatalogueEntry(
                of, new Operation(item.name(), words, object, fields, reversible, undo))));
  }

  private static void named(JsonForm around, Item<?> item) {
    if (!NAME.matcher(item.name()).matches()) {
      around.problemAt(item.pointer(), "bad_name", NAMED);
    }
  }

  /// Supplied text in a headline would stand there as the service's own.
  private static void checkHeadline(JsonForm form, Headline headline, List<Field> fields) {
    Set<String> inWords =
        fields.stream()
            .filter(field -> field.decoding().isInWords())
            .map(Field::name)
            .collect(Collectors.toSet());
    headline.fields().stream()
        .filter(name -> !inWords.contains(name))
        .sorted()
        .forEach(name ->
            form.problem(
                "headline",
                "unknown_field",
                "A headline names fields that read as money, time or words; \""
                    + name
                    + "\" is none of these."));
  }

  private static Optional<ActionMatch> match(JsonForm form) {
    Optional<ActionMatch> match =
        form.has("tool") ? tool(form) : form.has("record_type") ? change(form) : call(form);
    form.close();
    return match;
  }

  private static Optional<ActionMatch> call(JsonForm form) {
    return AllowedCallReader.read(form)
        .map(call -> new ActionMatch.Call(call.method(), call.path()));
  }

  private static Optional<ActionMatch> tool(JsonForm form) {
    form.require("server");
    return form.text("server")
        .flatMap(server -> form.text("tool").map(name -> new ActionMatch.Tool(server, name)));
  }

  private static Optional<ActionMatch> change(JsonForm form) {
    List.of("operation", "fields").forEach(form::require);
    Optional<RecordChange.Operation> operation =
        form.parsed(
            "operation",
            text -> WireName.require(RecordChange.Operation.class, text),
            "unknown_operation",
            "This must be create, update, archive or delete.");
    Set<String> fields =
        form.parsedTexts("fields", MOST_FIELDS, CatalogueReader::place, "bad_place", PLACE).stream()
            .map(Item::value)
            .collect(Collectors.toSet());
    return operation.flatMap(
        kind -> form.text("record_type").map(type -> new ActionMatch.Change(kind, type, fields)));
  }

  private static final String PLACE =
      "This must be a JSON pointer, such as /body/json/amount, at most " + MOST_PLACE + ".";

  private static String place(String text) {
    if (!text.startsWith("/") || text.length() > MOST_PLACE) {
      throw new IllegalArgumentException("no place in an action");
    }
    return text;
  }

  private static Optional<Field> field(JsonForm around, Item<JsonObject> item) {
    named(around, item);
    JsonForm form = around.form(item);
    form.require("at");
    Optional<String> at = form.parsed("at", CatalogueReader::place, "bad_place", PLACE);
    String label = words(form, "label").orElse(item.name().replace('_', ' '));
    Optional<Decoding> decoding = decoding(form);
    Optional<String> absent = words(form, "absent");
    boolean critical = form.bool("critical").orElse(false);
    form.close();
    return at.flatMap(place ->
        decoding.map(reads -> new Field(item.name(), label, place, reads, absent, critical)));
  }

  private static Optional<Decoding> decoding(JsonForm form) {
    return switch (form.text("reads_as").orElse("text")) {
      case "text" -> Optional.of(new Decoding.Text());
      case "money" -> money(form);
      case "time" ->
          unit(form, TimeDecoding.Unit.class, TimeDecoding.Unit.ISO).map(TimeDecoding::new);
      case "words" -> Optional.of(new Decoding.Coded(coded(form)));
      default -> {
        form.problem("reads_as", "unknown_reading", "This must be text, money, time or words.");
        yield Optional.empty();
      }
    };
  }

  private static Optional<Decoding> money(JsonForm form) {
    if (form.has("currency") == form.has("currency_at")) {
      form.problem("currency", "contradiction", "Money has one of currency and currency_at.");
    }
    Optional<Currency> fixed =
        form.parsed(
            "currency",
            code -> MoneyDecoding.parse(code).orElseThrow(IllegalArgumentException::new),
            "unknown_currency",
            "This must be a code of ISO 4217, such as EUR.");
    Optional<String> named = form.parsed("currency_at", CatalogueReader::place, "bad_place", PLACE);
    return unit(form, MoneyDecoding.Unit.class, MoneyDecoding.Unit.MINOR)
        .map(unit -> new MoneyDecoding(unit, fixed, named));
  }

  private static <E extends Enum<E>> Optional<E> unit(JsonForm form, Class<E> units, E usual) {
    return form.has("unit")
        ? form.parsed(
            "unit",
            text -> WireName.require(units, text),
            "unknown_unit",
            "Money counts minor or major units, time is written as iso, seconds or milliseconds.")
        : Optional.of(usual);
  }

  private static Map<String, String> coded(JsonForm form) {
    form.require("words");
    List<Item<JsonString>> entries =
        form.entries("words", JsonString.class, "a string", MOST_WORDS);
    entries.stream()
        .filter(entry -> !PlainWords.are(entry.value().value()))
        .forEach(entry -> form.problemAt(entry.pointer(), "bad_words", PLAIN));
    return entries.stream().collect(Collectors.toMap(Item::name, entry -> entry.value().value()));
  }

  private static Optional<String> words(JsonForm form, String name) {
    return form.parsed(name, PlainWords::require, "bad_words", PLAIN);
  }
}
