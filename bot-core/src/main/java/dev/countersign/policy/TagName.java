package dev.countersign.policy;

import dev.countersign.json.WireName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A tag as a policy spells it: `domain/billing`, `severity/high`, `source/helpdesk`, or
/// `blocks_customer`.
///
/// @param value lower-case letters, digits, `-` and `_`, 1 to 32; empty for `blocks_customer`
public record TagName(TagKind kind, String value) {
  private static final Pattern VALUE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");
  private static final Pattern SPELLED = Pattern.compile("([a-z_]{1,32})(?:/(.{1,32}))?");

  public TagName {
    if (kind.hasValue() ? !VALUE.matcher(value).matches() : !value.isEmpty()) {
      throw new IllegalArgumentException("not the value of a tag of this kind");
    }
  }

  /// @throws IllegalArgumentException when no tag is spelled so
  static TagName of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("no tag is spelled so"));
  }

  public static Optional<TagName> parse(String text) {
    Matcher spelled = SPELLED.matcher(text);
    if (!spelled.matches()) {
      return Optional.empty();
    }
    String value = Optional.ofNullable(spelled.group(2)).orElse("");
    return WireName.parse(TagKind.class, spelled.group(1))
        .filter(kind -> kind.hasValue() ? VALUE.matcher(value).matches() : text.indexOf('/') < 0)
        .map(kind -> new TagName(kind, value));
  }

  /// As it is spelled.
  @Override
  public String toString() {
    return kind.hasValue() ? WireName.of(kind) + "/" + value : WireName.of(kind);
  }
}
