package dev.countersign.sandbox.slack;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.wire.FormEncoding;
import dev.countersign.sandbox.wire.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The arguments of a Web API call, whether they came as a form, in the query or as JSON. In a
/// form, structures such as `blocks` are JSON text; in JSON they may be either.
final class Arguments {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,100}");
  private static final Pattern FOREIGN_CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?(?!utf-8|iso-8859-1)[^;\\s\"]+");

  private final Map<String, Json> values;

  private Arguments(Map<String, Json> values) {
    this.values = values;
  }

  static Arguments of(HttpCall call) {
    requireKnownCharset(call);
    Map<String, Json> values = call.body().isEmpty() ? form(call.query()) : fromBody(call);
    if (!values.keySet().stream().allMatch(name -> NAME.matcher(name).matches())) {
      throw new ApiError("invalid_arg_name");
    }
    return new Arguments(values);
  }

  static Arguments of(JsonObject object) {
    return new Arguments(object.members());
  }

  Optional<String> text(String name) {
    return switch (values.get(name)) {
      case JsonString(String text) when !text.isEmpty() -> Optional.of(text);
      case JsonArray _ -> throw new ApiError("invalid_array_arg");
      case null, default -> Optional.empty();
    };
  }

  String required(String name) {
    return text(name).orElseThrow(() -> ApiError.missing(name));
  }

  /// A yes in JSON or in a form.
  boolean flag(String name) {
    return switch (values.get(name)) {
      case JsonBoolean given -> given.value();
      case JsonString(String text) -> text.equals("true") || text.equals("1");
      case null, default -> false;
    };
  }

  Set<String> names() {
    return values.keySet();
  }

  /// A structure, or empty when absent.
  ///
  /// @param unreadable the error for text that is not JSON
  Optional<Json> structure(String name, String unreadable) {
    return switch (values.get(name)) {
      case null -> Optional.empty();
      case JsonNull _ -> Optional.empty();
      case JsonString(String text) when text.isEmpty() -> Optional.empty();
      case JsonString(String text) -> Optional.of(parse(text, unreadable));
      case Json structure -> Optional.of(structure);
    };
  }

  private static Map<String, Json> fromBody(HttpCall call) {
    return switch (call.mediaType().orElse("")) {
      case "application/x-www-form-urlencoded" -> form(call.body());
      case "application/json" -> json(call.body());
      case "" -> throw new ApiError("missing_post_type");
      default -> throw new ApiError("invalid_post_type");
    };
  }

  private static Map<String, Json> form(String encoded) {
    try {
      var values = new LinkedHashMap<String, Json>();
      FormEncoding.decode(encoded).forEach((name, value) -> values.put(name, Json.of(value)));
      return values;
    } catch (IllegalArgumentException _) {
      throw new ApiError("invalid_form_data");
    }
  }

  private static Map<String, Json> json(String body) {
    if (parse(body, "invalid_json") instanceof JsonObject object) {
      return object.members();
    }
    throw new ApiError("json_not_object");
  }

  private static Json parse(String text, String unreadable) {
    try {
      return CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonRefusedException refused) {
      throw new ApiError(unreadable, String.valueOf(refused.getMessage()));
    }
  }

  private static void requireKnownCharset(HttpCall call) {
    String type = call.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (FOREIGN_CHARSET.matcher(type).find()) {
      throw new ApiError("invalid_charset");
    }
  }
}
