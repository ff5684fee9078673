package dev.countersign.proposal;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Headers that an agent may ask for: never those that frame the request, never credentials, which
/// only the gate's connections hold. Which of the others a connection takes is its operator's word.
///
/// A header's name means the same in any letter case; it is frozen in lower case, so that a
/// condition, a card and a target read one spelling.
public final class HeaderRules {
  private static final int MAX_HEADERS = 30;
  private static final int MAX_VALUE_LENGTH = 4096;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");
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
          "auth-key",
          "auth-token",
          "access-token",
          "private-token",
          "security-token",
          "session-token",
          "vault-token",
          "bearer",
          "password",
          "secret");

  private HeaderRules() {}

  /// Whether a header of this name carries a credential, whoever would allow it.
  public static boolean isCredential(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return CREDENTIALS.stream().anyMatch(lower::contains);
  }

  static Shape headers() {
    return Shapes.mapOf(
            MAX_HEADERS,
            HeaderRules::checkName,
            Shapes.text(MAX_VALUE_LENGTH).and(HeaderRules::checkValue))
        .and(HeaderRules::checkOnceEach);
  }

  /// The same headers under the names that are frozen.
  static JsonObject frozen(JsonObject headers) {
    var lower = JsonObject.builder();
    headers.members().forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return lower.build();
  }

  private static void checkName(Json value, Place at) {
    if (!(value instanceof JsonString(String name)) || !NAME.matcher(name).matches()) {
      at.refuse("bad_header_name", "a header name has only letters, digits and hyphens");
    } else if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
      at.refuse("header_not_allowed", "the gate sets this header itself: leave it out");
    } else if (isCredential(name)) {
      at.refuse(
          "credential_header_not_allowed",
          "a credential is never the agent's: leave it out, the connection has its own");
    }
  }

  private static void checkOnceEach(Json value, Place at) {
    if (value instanceof JsonObject(Map<String, Json> headers)) {
      Set<String> seen = new HashSet<>();
      for (String name : headers.keySet()) {
        if (!seen.add(name.toLowerCase(Locale.ROOT))) {
          at.member(name)
              .refuse("repeated_header", "this header is there twice, in other letter case");
        }
      }
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
