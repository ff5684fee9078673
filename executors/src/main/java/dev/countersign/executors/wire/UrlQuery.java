package dev.countersign.executors.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The parameters of a query by their names, as every server reads them: pairs between `&`, names
/// percent-decoded.
///
/// @param names in their order, decoded; a name that was sent twice stands here twice
public record UrlQuery(List<String> names) {
  /// How much of a name that an agent chose is repeated in a refusal.
  private static final int SHOWN_CHARS = 80;

  public UrlQuery {
    names = List.copyOf(names);
  }

  /// @param raw what stands behind the question mark; empty for a query without parameters, and
  ///   none where servers differ: at a raw `;`, which some split at, and at bytes that are no UTF-8
  public static Optional<UrlQuery> parse(String raw) {
    if (raw.isEmpty()) {
      return Optional.of(new UrlQuery(List.of()));
    }
    if (raw.indexOf(';') >= 0) {
      return Optional.empty();
    }
    var names = new ArrayList<String>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      Optional<String> name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      if (name.isEmpty()) {
        return Optional.empty();
      }
      names.add(name.get());
    }
    return Optional.of(new UrlQuery(names));
  }

  /// The first name that is not on the list.
  public Optional<String> notIn(Set<String> allowed) {
    return names.stream().filter(name -> !allowed.contains(name)).findFirst();
  }

  /// The first parameter that stands there twice, in any letter case, or both as one value and with
  /// brackets: of two, some servers take the first, others the last. `[]` says itself that there
  /// may be several.
  public Optional<String> repeated() {
    Set<String> seen = new HashSet<>();
    Map<String, Boolean> bracketed = new HashMap<>();
    for (String name : names) {
      String lower = name.toLowerCase(Locale.ROOT);
      int bracket = lower.indexOf('[');
      boolean brackets = bracket >= 0;
      Boolean before = bracketed.put(brackets ? lower.substring(0, bracket) : lower, brackets);
      boolean bothWays = before != null && before != brackets;
      boolean again = !seen.add(lower) && !lower.endsWith("[]");
      if (bothWays || again) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /// A name as a refusal may repeat it.
  public static String shown(String name) {
    String start = name.length() > SHOWN_CHARS ? name.substring(0, SHOWN_CHARS) + "…" : name;
    return "\"" + start.replaceAll("[^ -~…]", "?") + "\"";
  }

  static Optional<String> decoded(String name) {
    var bytes = new ByteArrayOutputStream(name.length());
    for (int i = 0; i < name.length(); i++) {
      int value = PercentTriplet.at(name, i);
      if (value >= 0) {
        bytes.write(value);
        i += 2;
      } else {
        bytes.write(name.charAt(i) == '+' ? ' ' : name.charAt(i)); // ASCII, as StrictUrl saw to
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
