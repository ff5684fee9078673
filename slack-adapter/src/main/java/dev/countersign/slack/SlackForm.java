package dev.countersign.slack;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A form that Slack sent, field by field. A name or value with a stray percent sign is empty.
final class SlackForm {
  private final Map<String, List<String>> fields = new HashMap<>();

  private SlackForm() {}

  static SlackForm parse(String body) {
    var form = new SlackForm();
    for (String field : body.split("&", -1)) {
      int equals = field.indexOf('=');
      String name = equals < 0 ? field : field.substring(0, equals);
      String value = equals < 0 ? "" : field.substring(equals + 1);
      form.fields.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
    }
    return form;
  }

  /// The same fields as members of an object, as a socket brings them: texts as they are, `true`
  /// and `false` by their words; anything else is a field without a value.
  static SlackForm of(Payload payload) {
    var form = new SlackForm();
    payload
        .names()
        .forEach(name ->
            form.fields.put(name, List.of(payload.text(name).orElseGet(() -> payload.word(name)))));
    return form;
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /// Empty for a field that is absent, or there more than once.
  Optional<String> only(String name) {
    List<String> values = fields.getOrDefault(name, List.of());
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  /// Says nothing of what is in it.
  @Override
  public String toString() {
    return "SlackForm[]";
  }
}
