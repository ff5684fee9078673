package dev.countersign.executors.connection;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.countersign.json.Json;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonNumber;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads what one field of a record may hold, and where that is: a column, or a member of a
/// document.
///
/// ```yaml
/// status: {enum: [active, paused]}
/// billing_terms: {column: terms, pattern: 'NET[0-9]{2}', longest: 5}
/// credit_limit: {type: number, least: 0, most: 100000, digits: 2}
/// vip: {type: boolean}
/// renewal: {type: date, nullable: true}
/// called_at: {type: time}
/// ```
final class FieldRuleReader {
  static final int MAX_ENUM = 200;
  static final int MAX_PATTERN_CHARS = 500;

  private FieldRuleReader() {}

  /// Empty when something was refused; the mistakes are with `form` then.
  static Optional<FieldRule> read(String name, JsonForm form) {
    Optional<String> column =
        form.has("column")
            ? ColumnReader.read(form, "column")
            : Optional.of(name).filter(ColumnReader::isColumn);
    if (column.isEmpty() && !form.has("column")) {
      form.require("column");
    }
    boolean nullable = form.bool("nullable").orElse(false);
    Optional<ValueRule> value = value(form);
    return column.flatMap(at -> value.map(rule -> new FieldRule(at, rule, nullable)));
  }

  /// The same of a field of a document, `at` instead of `column`.
  static Optional<MemberRule> readMember(String name, JsonForm form) {
    Optional<String> at =
        form.has("at") ? MemberPlaceReader.read(form, "at") : Optional.of("/" + name);
    boolean nullable = form.bool("nullable").orElse(false);
    Optional<ValueRule> value = value(form);
    return at.flatMap(place -> value.map(rule -> new MemberRule(place, rule, nullable)));
  }

  /// The key of a document, which is a text or a number, and never null.
  static Optional<MemberRule> readKey(JsonForm form) {
    form.require("at");
    Optional<String> at = MemberPlaceReader.read(form, "at");
    Optional<ValueRule> value = value(form);
    if (value.filter(FieldRuleReader::isNoKey).isPresent()) {
      form.problem("type", "unknown_type", "A key is a text or a number.");
    }
    return at.flatMap(place -> value.map(rule -> new MemberRule(place, rule, false)));
  }

  private static boolean isNoKey(ValueRule rule) {
    return !(rule instanceof ValueRule.Text) && !(rule instanceof ValueRule.Numeric);
  }

  /// Closes the form, whose members of this are all that is left.
  static Optional<ValueRule> value(JsonForm form) {
    Optional<ValueRule> value =
        switch (form.has("type") ? form.text("type").orElse("") : "text") {
          case "text" -> Optional.of(text(form));
          case "number" -> Optional.of(number(form));
          case "boolean" -> Optional.of(new ValueRule.Truth());
          case "date" -> Optional.of(new ValueRule.Day());
          case "time" -> Optional.of(new ValueRule.Moment());
          default -> {
            form.problem(
                "type", "unknown_type", "This must be text, number, boolean, date or time.");
            yield Optional.empty();
          }
        };
    if (value.isPresent()) {
      form.close();
    }
    return value;
  }

  private static ValueRule text(JsonForm form) {
    Set<String> oneOf =
        form.texts("enum", MAX_ENUM).stream().map(JsonForm.Item::value).collect(Collectors.toSet());
    if (form.isEmptyArray("enum")) {
      form.problem("enum", "bad_pattern", "Nothing could be written: list a value.");
    }
    Optional<Pattern> pattern =
        form.parsed(
            "pattern",
            FieldRuleReader::pattern,
            "bad_pattern",
            "This must be a regular expression of RE2, of at most "
                + MAX_PATTERN_CHARS
                + " characters.");
    var rule =
        new ValueRule.Text(
            oneOf,
            pattern,
            form.integer("longest", 0, ValueRule.Text.MAX_CHARS)
                .orElse(ValueRule.Text.USUAL_CHARS));
    if (!oneOf.stream().allMatch(rule::allows)) {
      form.problem("enum", "contradiction", "A value is too long, or not of the pattern.");
    }
    return rule;
  }

  private static Pattern pattern(String text) {
    if (text.length() > MAX_PATTERN_CHARS) {
      throw new IllegalArgumentException("too long");
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a pattern", e);
    }
  }

  private static ValueRule number(JsonForm form) {
    Optional<BigDecimal> least = bound(form, "least");
    Optional<BigDecimal> most = bound(form, "most");
    if (least.isPresent() && most.filter(bound -> bound.compareTo(least.get()) < 0).isPresent()) {
      form.problem("least", "contradiction", "No number is at least this and at most the other.");
    }
    return new ValueRule.Numeric(
        least, most, form.integer("digits", 0, ValueRule.Numeric.MAX_DIGITS).orElse(0));
  }

  private static Optional<BigDecimal> bound(JsonForm form, String member) {
    Optional<Json> written = form.value(member);
    if (written.isPresent() && !(written.get() instanceof JsonNumber)) {
      form.problem(member, "wrong_type", "A number is expected.");
    }
    return written
        .filter(JsonNumber.class::isInstance)
        .map(number -> new BigDecimal(((JsonNumber) number).token()));
  }
}
