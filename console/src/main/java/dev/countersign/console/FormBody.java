package dev.countersign.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a form or an address brought. One that names a field twice is none: nobody should have to
/// guess which one counted.
record FormBody(Map<String, String> fields) {
  /// Bytes of a form; the longest note takes a fraction of it.
  static final int MOST_BYTES = 64 * 1024;

  private static final int MOST_FIELDS = 50;

  FormBody {
    fields = Map.copyOf(fields);
  }

  /// `application/x-www-form-urlencoded` in UTF-8; empty when it is none.
  static Optional<FormBody> of(String encoded) {
    Map<String, String> fields = new LinkedHashMap<>();
    String[] pairs = encoded.isEmpty() ? new String[0] : encoded.split("&", -1);
    if (pairs.length > MOST_FIELDS) {
      return Optional.empty();
    }
    try {
      for (String pair : pairs) {
        int end = pair.indexOf('=');
        String name = decoded(end < 0 ? pair : pair.substring(0, end));
        if (fields.put(name, end < 0 ? "" : decoded(pair.substring(end + 1))) != null) {
          return Optional.empty();
        }
      }
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // a stray percent sign
    }
    return Optional.of(new FormBody(fields));
  }

  /// Empty when it is missing.
  String text(String name) {
    return fields.getOrDefault(name, "");
  }

  Optional<String> filled(String name) {
    return Optional.of(text(name)).filter(text -> !text.isBlank());
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /// Without what was filled in.
  @Override
  public String toString() {
    return "FormBody" + fields.keySet();
  }
}
