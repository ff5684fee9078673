package dev.countersign.trial.page;

import dev.countersign.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// One value of a proposal that a visitor may choose in the form.
///
/// @param name of one word
/// @param at where it goes, each a JSON Pointer into the proposal
/// @param value what it is at first; for a choice the first one
/// @param choices what there is at that moment; empty for what is typed
public record FormField(
    String name,
    String label,
    Kind kind,
    List<String> at,
    String value,
    Supplier<List<Choice>> choices) {
  private static final int CENTS = 2;
  private static final Pattern MONEY = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,2})?");

  public FormField {
    at = List.copyOf(at);
  }

  /// What a value is, and how it is typed.
  public enum Kind {
    TEXT,
    /// Of several lines.
    LINES,
    /// Such as `42.50`, which goes over the wire in the smallest unit.
    MONEY,
    /// A whole number.
    NUMBER,
    /// One of the choices.
    CHOICE,
    /// One of the choices, a number of seconds from now, or nothing.
    SECONDS
  }

  /// @param label as people read it
  public record Choice(String value, String label) {}

  public static FormField typed(String name, String label, Kind kind, String at, String value) {
    return new FormField(name, label, kind, List.of(at), value, () -> List.of());
  }

  public static FormField chosen(
      String name, String label, Kind kind, List<String> at, Supplier<List<Choice>> choices) {
    return new FormField(name, label, kind, at, "", choices);
  }

  /// @return what the proposal gets; empty where it is to have no such member
  /// @throws RefusedException for what is no such value
  Optional<Json> read(String given, Instant now) {
    try {
      return switch (kind) {
        case TEXT, LINES -> Optional.of(Json.of(given));
        case CHOICE -> Optional.of(Json.of(one(given)));
        case MONEY -> Optional.of(Json.of(money(given)));
        case NUMBER -> Optional.of(Json.of(Long.parseLong(given)));
        case SECONDS ->
            one(given).isEmpty()
                ? Optional.empty()
                : Optional.of(
                    Json.of(now.plus(Duration.ofSeconds(Long.parseLong(given))).toString()));
      };
    } catch (NumberFormatException _) {
      throw new RefusedException(label + ": that is no number for it.");
    }
  }

  private static long money(String given) {
    if (!MONEY.matcher(given).matches()) {
      throw new NumberFormatException("no amount");
    }
    return new BigDecimal(given).movePointRight(CENTS).longValueExact();
  }

  private String one(String given) {
    if (choices.get().stream().noneMatch(choice -> choice.value().equals(given))) {
      throw new RefusedException(label + ": there is no such choice.");
    }
    return given;
  }
}
