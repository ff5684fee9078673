package dev.countersign.executors.connection;

import dev.countersign.json.Json;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonString;
import dev.countersign.json.WireName;
import java.util.List;
import java.util.Optional;

/// Reads how a service archives a record.
///
/// ```yaml
/// archive: {at: /archived, value: true, otherwise: false}
/// archive: {by: delete}
/// ```
final class ArchivingReader {
  private static final List<String> OF_A_MEMBER = List.of("at", "value", "otherwise");

  private ArchivingReader() {}

  private enum By {
    CHANGE,
    DELETE
  }

  /// Empty when something was refused; the mistakes are with `form` then.
  static Optional<Archiving> read(JsonForm form) {
    By by =
        form.parsed(
                "by",
                text -> WireName.require(By.class, text),
                "unknown_way",
                "This must be change or delete.")
            .orElse(By.CHANGE);
    if (by == By.DELETE) {
      OF_A_MEMBER.stream()
          .filter(form::has)
          .forEach(name -> form.problem(name, "contradiction", "A DELETE writes no member."));
      form.close();
      return Optional.of(new Archiving.ByDelete());
    }
    form.require("at");
    Optional<String> at = MemberPlaceReader.read(form, "at");
    Json archived = form.value("value").orElse(JsonBoolean.TRUE);
    Json otherwise = form.value("otherwise").orElse(JsonNull.NULL);
    if (!isWord(archived)) {
      form.problem("value", "wrong_type", "A text, true or false is expected.");
    }
    if (!isWord(otherwise) && !(otherwise instanceof JsonNull)) {
      form.problem("otherwise", "wrong_type", "A text, true, false or null is expected.");
    }
    if (archived.equals(otherwise)) {
      form.problem("otherwise", "contradiction", "It says whether a record is archived: not so.");
    }
    form.close();
    return at.map(place -> new Archiving.ByMember(place, archived, otherwise));
  }

  private static boolean isWord(Json value) {
    return value instanceof JsonString || value instanceof JsonBoolean;
  }
}
