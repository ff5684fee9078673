package dev.countersign.policy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.Range;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;

/// What a reader of an HTML message may see, as text in which markup cuts nothing up. For finding
/// words, never for showing or sending.
///
/// Mail programs draw the same HTML differently, so there are several readings: with the blocks of
/// a page apart and joined, with what styles hide and without it, and with the content of elements
/// and comments that some programs leave out and others show. Whatever one of them says counts.
final class HtmlText {
  private static final Set<String> NEVER_DRAWN = Set.of("script", "style", "template", "title");

  /// What browsers leave out or take literally. Others forget such a tag and draw what is in it, or
  /// take a comment for one of their own (`<!--[if mso]>`).
  private static final Pattern WRAPPING =
      Pattern.compile(
          "<!--|--!?>|<(/?)(?:template|iframe|noframes|noembed|noscript|title|textarea|xmp|plaintext"
              + "|select|svg|math)(?=[\\s/>])",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ENTITY =
      Pattern.compile("&(?:#[xX]?[0-9a-fA-F]++|[a-zA-Z][a-zA-Z0-9]*+);?");

  private static final Pattern DIGITS_BEHIND = Pattern.compile("[0-9]++$");

  /// Styles by which text takes no room or cannot be told from what is behind it.
  private static final Pattern HIDING =
      Pattern.compile(
          "display\\s*+:\\s*+none|visibility\\s*+:\\s*+(?:hidden|collapse)|mso-hide\\s*+:\\s*+all"
              + "|(?:font|font-size|width|height|max-width|max-height|opacity|line-height)\\s*+:\\s*+"
              + "(?:[0.]++(?![0-9])|[01]?(?:\\.[0-9]{1,9})?p[xt])"
              + "|color\\s*+:\\s*+(?:transparent|white|#fff)|text-indent\\s*+:\\s*+-|clip",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern STYLE_COMMENT = Pattern.compile("/\\*[^*]*+\\*++/");

  /// Attributes that are drawn or read out in place of an element, or beside it.
  private static final Set<String> READ_ATTRIBUTES =
      Set.of("alt", "title", "value", "placeholder", "label", "summary", "aria-label");

  private HtmlText() {}

  /// Each reading once, traced to the HTML.
  static Collection<TracedText> readings(String html) {
    return readings(html, List.of(true, false));
  }

  /// Those in which blocks, such as the cells of a table, are apart: joined, two numbers would make
  /// a third one.
  static Collection<TracedText> readingsInBlocks(String html) {
    return readings(html, List.of(true));
  }

  private static Collection<TracedText> readings(String html, List<Boolean> blocksApart) {
    Map<String, TracedText> readings = new LinkedHashMap<>();
    for (String source : new LinkedHashSet<>(List.of(html, unwrapped(html)))) {
      Document document = Parser.htmlParser().setTrackPosition(true).parseInput(source, "");
      String styles = styles(document);
      for (boolean apart : blocksApart) {
        for (boolean hidden : List.of(true, false)) {
          Reading reading = new Reading(source, apart, hidden, styles);
          document.filter(reading);
          readings.putIfAbsent(reading.text.text(), reading.text);
        }
      }
    }
    return List.copyOf(readings.values());
  }

  /// With plain elements in place of those that wrap, and nothing in that of comment signs; each as
  /// long as what it replaces.
  private static String unwrapped(String html) {
    return WRAPPING.matcher(html).replaceAll(HtmlText::ofTheSameLength);
  }

  private static String ofTheSameLength(MatchResult wrapping) {
    String found = wrapping.group();
    String plain = found.startsWith("</") ? "</b" : found.matches("<\\w.*") ? "<b" : "";
    return plain + " ".repeat(found.length() - plain.length());
  }

  private static String styles(Document document) {
    StringBuilder styles = new StringBuilder();
    document.select("style").forEach(style -> styles.append(style.data()).append('\n'));
    return styles.toString();
  }

  private static final class Reading implements NodeFilter {
    private final String source;
    private final boolean apart;
    private final boolean hidden;
    private final String styles;
    private final TracedText text = new TracedText();

    /// @param apart whether blocks begin on a line of their own
    /// @param hidden whether what is styled to be hidden is read as well
    /// @param styles the style sheets of the page
    Reading(String source, boolean apart, boolean hidden, String styles) {
      this.source = source;
      this.apart = apart;
      this.hidden = hidden;
      this.styles = styles;
    }

    @Override
    public FilterResult head(Node node, int depth) {
      if (node instanceof TextNode words) {
        append(words);
      } else if (node instanceof Element element) {
        if (NEVER_DRAWN.contains(element.normalName()) || (!hidden && isHidden(element))) {
          return FilterResult.SKIP_ENTIRELY;
        }
        if (apart) {
          separate(element);
          attributes(element);
        }
      }
      return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      if (apart && node instanceof Element element) {
        separate(element);
      }
      return FilterResult.CONTINUE;
    }

    private void separate(Element element) {
      if (element.isBlock() || element.normalName().equals("br")) {
        int at = Math.max(0, element.sourceRange().startPos());
        text.append("\n", at, at);
      }
    }

    private void attributes(Element element) {
      for (Attribute attribute : element.attributes()) {
        if (READ_ATTRIBUTES.contains(attribute.getKey())) {
          Range range = attribute.sourceRange().valueRange();
          int start = Math.max(0, range.startPos());
          text.append("\n" + attribute.getValue() + "\n", start, Math.max(start, range.endPos()));
        }
      }
    }

    private void append(TextNode words) {
      Range range = words.sourceRange();
      if (!range.isTracked()) {
        text.append(words.getWholeText(), 0, source.length());
        return;
      }
      String written = source.substring(range.startPos(), range.endPos());
      Matcher entities = ENTITY.matcher(written);
      int at = 0;
      while (entities.find()) {
        text.append(written, at, entities.start(), range.startPos());
        text.append(
            decoded(entities.group()).replace('\u00a0', ' '),
            range.startPos() + entities.start(),
            range.startPos() + entities.end());
        at = entities.end();
      }
      text.append(written, at, written.length(), range.startPos());
    }

    /// Some programs take every name without a semicolon, not only the few that browsers take.
    private static String decoded(String entity) {
      String strict = Parser.unescapeEntities(entity, false);
      if (entity.endsWith(";") || !strict.equals(entity)) {
        return strict;
      }
      String name = DIGITS_BEHIND.matcher(entity).replaceFirst("");
      String closed = name + ";";
      String lenient = Parser.unescapeEntities(closed, false);
      return lenient.equals(closed) ? entity : lenient + entity.substring(name.length());
    }

    private boolean isHidden(Element element) {
      return element.hasAttr("hidden")
          || HIDING.matcher(STYLE_COMMENT.matcher(element.attr("style")).replaceAll("")).find()
          || (!styles.isEmpty() && isStyled(element));
    }

    /// Whether a style sheet names it: what the sheet does to it would take a browser to say.
    private boolean isStyled(Element element) {
      return (element.hasAttr("id") && styles.contains("#" + element.attr("id")))
          || element.classNames().stream().anyMatch(name -> styles.contains("." + name));
    }
  }
}
