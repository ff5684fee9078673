package dev.countersign.sandbox.oidc;

import dev.countersign.sandbox.wire.HttpReply;
import java.util.Map;
import java.util.stream.Collectors;

/// The page on which whoever came chooses who they are.
final class ChoicePage {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type",
          "text/html; charset=utf-8",
          "Cache-Control",
          "no-store",
          "Content-Security-Policy",
          "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'");

  private static final String STYLE =
      "body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem;"
          + "color-scheme:light dark}button{font:inherit;display:block;width:100%;margin:.5rem 0;"
          + "padding:.6rem;text-align:left}";

  private ChoicePage() {}

  /// @param asked sent back as it came, with who was chosen
  static HttpReply of(Map<String, String> asked, Map<String, String> subjects) {
    String fields =
        asked.entrySet().stream()
            .map(field ->
                "<input type=\"hidden\" name=\""
                    + escaped(field.getKey())
                    + "\" value=\""
                    + escaped(field.getValue())
                    + "\">")
            .collect(Collectors.joining());
    String people =
        subjects.entrySet().stream()
            .map(person ->
                "<button name=\"subject\" value=\""
                    + escaped(person.getKey())
                    + "\">"
                    + escaped(person.getValue())
                    + "</button>")
            .collect(Collectors.joining());
    return new HttpReply.Answer(
        200,
        HEADERS,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
            + " content=\"width=device-width\"><title>Sign in as</title><style>"
            + STYLE
            + "</style></head><body><main><h1>Sign in as …</h1><p>This is the sandbox’s issuer: no"
            + " password, and nobody but this machine reaches it.</p><form method=\"post\""
            + " action=\"/authorize\">"
            + fields
            + people
            + "</form></main></body></html>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
