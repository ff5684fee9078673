package dev.countersign.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A piece of a page. Text becomes markup nowhere: whatever is put in is escaped when it is written
/// out, and a link leads to a page of ours or it is not made.
sealed interface Html {

  void write(StringBuilder out);

  static Html text(String text) {
    return new Text(text);
  }

  static Element of(String name, Html... children) {
    return new Element(name, Map.of(), List.of(children));
  }

  static Element of(String name, List<? extends Html> children) {
    return new Element(name, Map.of(), List.copyOf(children));
  }

  /// An element with nothing but text in it.
  static Element of(String name, String text) {
    return of(name, text(text));
  }

  static Element link(String path, String text) {
    return of("a", text).with("href", path);
  }

  default String written() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString();
  }

  record Text(String text) implements Html {
    @Override
    public void write(StringBuilder out) {
      escape(text, out);
    }
  }

  /// Names and attributes are ours, never supplied.
  record Element(String name, Map<String, String> attributes, List<Html> children) implements Html {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*");
    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z]+(-[a-z]+)*");

    /// One slash and no second one: a page of ours. A hash: a place on this page.
    private static final Pattern OWN =
        Pattern.compile(
            "/([A-Za-z0-9._-][A-Za-z0-9._/-]*)?(\\?([A-Za-z0-9._~*=&+/-]|%[0-9A-Fa-f]{2})*)?|#[a-z]+");

    private static final Set<String> LINKS = Set.of("href", "action", "src");
    private static final Set<String> VOID = Set.of("input", "link", "meta", "br");

    /// Whose first line feed is not drawn; one of ours stands before theirs.
    private static final Set<String> VERBATIM = Set.of("pre", "textarea");

    private static final Set<String> NEVER = Set.of("script", "style", "iframe", "object", "embed");

    public Element {
      if (!NAME.matcher(name).matches() || NEVER.contains(name)) {
        throw new IllegalArgumentException("no element of a page: " + name);
      }
      attributes.forEach(Element::check);
      attributes = new LinkedHashMap<>(attributes);
      children = List.copyOf(children);
    }

    private static void check(String attribute, String value) {
      if (!ATTRIBUTE.matcher(attribute).matches()
          || attribute.startsWith("on")
          || attribute.equals("style")) {
        throw new IllegalArgumentException("no attribute of a page: " + attribute);
      }
      if (LINKS.contains(attribute) && !OWN.matcher(value).matches()) {
        throw new IllegalArgumentException("a link leads to a page of ours");
      }
    }

    Element with(String attribute, String value) {
      Map<String, String> more = new LinkedHashMap<>(attributes);
      more.put(attribute, value);
      return new Element(name, more, children);
    }

    /// An attribute that says all by being there.
    Element with(String attribute) {
      return with(attribute, "");
    }

    Element classed(String names) {
      return with("class", names);
    }

    Element and(Html child) {
      List<Html> more = new ArrayList<>(children);
      more.add(child);
      return new Element(name, attributes, more);
    }

    @Override
    public void write(StringBuilder out) {
      out.append('<').append(name);
      attributes.forEach((attribute, value) -> {
        out.append(' ').append(attribute);
        if (!value.isEmpty()) {
          out.append("=\"");
          escape(value, out);
          out.append('"');
        }
      });
      out.append('>');
      if (VOID.contains(name)) {
        return;
      }
      if (VERBATIM.contains(name)) {
        out.append('\n');
      }
      children.forEach(child -> child.write(out));
      out.append("</").append(name).append('>');
    }
  }

  /// A script of ours, by its address; no page has any other.
  record OwnScript(String path) implements Html {
    @Override
    public void write(StringBuilder out) {
      out.append("<script src=\"");
      escape(path, out);
      out.append("\" defer></script>");
    }
  }

  /// A card as [PageRenderer] wrote it, and nothing else.
  record Drawn(String html) implements Html {
    @Override
    public void write(StringBuilder out) {
      out.append(html);
    }
  }

  private static void escape(String text, StringBuilder out) {
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      switch (unit) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        // What no page can hold; what comes from proposals is drawn by its code long before.
        case '\0' -> out.append('\ufffd');
        default -> out.append(unit);
      }
    }
  }
}
