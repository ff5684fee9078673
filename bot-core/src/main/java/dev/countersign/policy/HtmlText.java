package dev.countersign.policy;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text that a reader of an HTML message would see, near enough to find words and numbers that
/// markup cuts up. Never shown to anybody and never sent.
final class HtmlText {
  private static final Pattern ENTITY =
      Pattern.compile("&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));");
  private static final Map<String, String> NAMED =
      Map.of(
          "nbsp", " ", "euro", "€", "pound", "£", "yen", "¥", "dollar", "$", "percnt", "%", "amp",
          "&");

  private HtmlText() {}

  static String of(String html) {
    return ENTITY
        .matcher(withoutMarkup(html))
        .replaceAll(
            found -> Matcher.quoteReplacement(decoded((Matcher) found).orElse(found.group())));
  }

  /// One pass: an unclosed comment or tag is looked for once and is text from then on.
  private static String withoutMarkup(String html) {
    var text = new StringBuilder(html.length());
    int at = 0;
    int open;
    while ((open = html.indexOf('<', at)) >= 0) {
      String closing = html.startsWith("<!--", open) ? "-->" : ">";
      int close = startsMarkup(html, open + 1) ? html.indexOf(closing, open + 1) : open;
      if (close < 0) {
        break;
      }
      text.append(html, at, open);
      if (close == open) {
        text.append('<');
      }
      at = close == open ? open + 1 : close + closing.length();
    }
    return text.append(html, at, html.length()).toString();
  }

  private static boolean startsMarkup(String html, int at) {
    return at < html.length()
        && (Character.isLetter(html.charAt(at)) || "/!?".indexOf(html.charAt(at)) >= 0);
  }

  private static Optional<String> decoded(Matcher found) {
    if (found.group(3) != null) {
      return Optional.ofNullable(NAMED.get(found.group(3)));
    }
    int codePoint =
        found.group(1) != null
            ? Integer.parseInt(found.group(1))
            : Integer.parseInt(found.group(2), 16);
    boolean character =
        Character.isDefined(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    return character && codePoint > 0
        ? Optional.of(Character.toString(codePoint))
        : Optional.empty();
  }
}
