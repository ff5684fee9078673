package dev.countersign.proposal;

import dev.countersign.json.Json;
import dev.countersign.json.JsonString;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Headers that an agent may ask for: never those that frame the request, never credentials, which
/// only the gate's connections hold.
final class HeaderRules {
  private static final int MAX_HEADERS = 30;
  private static final int MAX_VALUE_LENGTH = 4096;
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");
  private static final Set<String> FRAMING =
      Set.of("host", "content-length", "transfer-encoding", "connection");
  // Parts of names, so that x-authorization or my-api-key do not slip past a list of exact names.
  private static final List<String> CREDENTIALS =
      List.of(
          "authorization",
          "authentication",
          "authenticate",
          "cookie",
          "api-key",
          "apikey",
          "auth-token",
          "access-token");

  private HeaderRules() {}

  static Shape headers() {
    return Shapes.mapOf(
        MAX_HEADERS,
        HeaderRules::checkName,
        Shapes.text(MAX_VALUE_LENGTH).and(HeaderRules::checkValue));
  }

  private static void checkName(Json value, Place at) {
    if (!(value instanceof JsonString(String name)) || !NAME.matcher(name).matches()) {
      at.refuse("bad_header_name", "a header name has only a-z, 0-9 and hyphens");
    } else if (FRAMING.contains(name)) {
      at.refuse("header_not_allowed", "the gate sets this header itself");
    } else if (CREDENTIALS.stream().anyMatch(name::contains)) {
      at.refuse("credential_header_not_allowed", "credentials belong to the connection");
    }
  }

  /// A line break in a value would end the header and start another, or the body.
  private static void checkValue(Json value, Place at) {
    if (value instanceof JsonString(String text)
        && text.chars().anyMatch(Character::isISOControl)) {
      at.refuse("bad_header_value", "a header value has no control characters");
    }
  }
}
