package dev.countersign.policy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a reader of a Markdown message sees: the HTML that may stand in it, read, and without the
/// signs of emphasis, code and links.
final class MarkdownText {
  private static final Pattern SIGN =
      Pattern.compile(
          "\\\\(?=\\p{Punct})|[*_~`\\[]"
              + "|](?:\\([^()\\s]{0,2000}+(?:\\s[^()]{0,500}+)?\\)|\\[[^\\[\\]]{0,500}+])?");

  private MarkdownText() {}

  /// Each reading once, traced to the Markdown.
  static Collection<TracedText> readings(String markdown) {
    return readings(HtmlText.readings(markdown));
  }

  /// Those in which the blocks of the HTML are apart.
  static Collection<TracedText> readingsInBlocks(String markdown) {
    return readings(HtmlText.readingsInBlocks(markdown));
  }

  private static Collection<TracedText> readings(Collection<TracedText> ofHtml) {
    Map<String, TracedText> readings = new LinkedHashMap<>();
    for (TracedText html : ofHtml) {
      readings.putIfAbsent(html.text(), html);
      TracedText plain = withoutSigns(html);
      readings.putIfAbsent(plain.text(), plain);
    }
    return List.copyOf(readings.values());
  }

  private static TracedText withoutSigns(TracedText html) {
    TracedText plain = new TracedText();
    String text = html.text();
    Matcher signs = SIGN.matcher(text);
    int at = 0;
    while (signs.find()) {
      plain.append(html, at, signs.start());
      at = signs.end();
    }
    plain.append(html, at, text.length());
    return plain;
  }
}
