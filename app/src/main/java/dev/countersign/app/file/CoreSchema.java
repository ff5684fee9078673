package dev.countersign.app.file;

import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonNumber;
import java.util.regex.Pattern;

/// What a plain scalar means (YAML 1.2.2 section 10.3.2). Numbers are the decimal ones that JSON
/// can spell as well: `010`, `0x10`, `.5` or `.inf` mean different things to different readers.
final class CoreSchema {
  private static final Pattern LIKE_A_NUMBER =
      Pattern.compile(
          "[-+]?+(?:[0-9]++|(?:\\.[0-9]++|[0-9]++(?:\\.[0-9]*+)?+)(?:[eE][-+]?+[0-9]++)?+|\\.(?:inf|Inf|INF))"
              + "|0o[0-7]++|0x[0-9a-fA-F]++|\\.(?:nan|NaN|NAN)");

  private CoreSchema() {}

  /// @throws dev.countersign.json.JsonRefusedException for a number in another spelling
  static Json value(String plain) {
    return switch (plain) {
      case "", "~", "null", "Null", "NULL" -> JsonNull.NULL;
      case "true", "True", "TRUE" -> Json.of(true);
      case "false", "False", "FALSE" -> Json.of(false);
      default -> LIKE_A_NUMBER.matcher(plain).matches() ? new JsonNumber(plain) : Json.of(plain);
    };
  }
}
