package dev.countersign.app.manifest;

import java.net.URI;
import java.net.URISyntaxException;

/// How a gate is reached from outside, as Slack and Teams accept it: an https address of ASCII
/// characters, without user, query, fragment, dot segments or a slash at its end.
///
/// The text needs no escaping inside a JSON string or a plain YAML scalar.
public record GateAddress(String text) {
  private static final int LONGEST = 1_000;

  /// @throws IllegalArgumentException with a sentence for the operator
  public GateAddress {
    text = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (!isPublic(text)) {
      throw new IllegalArgumentException(
          "an https address such as https://gate.example.com, without user, query or fragment");
    }
  }

  private static boolean isPublic(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException _) {
      return false;
    }
    return text.length() <= LONGEST
        && uri.toASCIIString().equals(text)
        && "https".equals(uri.getScheme())
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null
        && uri.normalize().toString().equals(text)
        && !text.endsWith("/");
  }

  @Override
  public String toString() {
    return text;
  }
}
