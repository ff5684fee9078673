package dev.countersign.executors.connection;

import dev.countersign.executors.wire.UrlPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A path of the allow-list: exact, or with whole segments left open as `{name}`.
///
/// An open segment stands for exactly one non-empty segment; nothing stands for several.
public final class PathTemplate {
  private static final Pattern OPEN = Pattern.compile("\\{[a-z][a-z0-9_]{0,63}\\}");

  /// No segment of a path that was parsed contains a slash, so this can never be a literal.
  private static final String ANY = "/";

  private final String text;
  private final List<String> segments;

  private PathTemplate(String text, List<String> segments) {
    this.text = text;
    this.segments = List.copyOf(segments);
  }

  public static Optional<PathTemplate> parse(String text) {
    var filled = new ArrayList<String>();
    var open = new ArrayList<Boolean>();
    for (String part : text.split("/", -1)) {
      boolean isOpen = OPEN.matcher(part).matches();
      open.add(isOpen);
      filled.add(isOpen ? "x" : part);
    }
    return UrlPath.parse(String.join("/", filled))
        .map(path -> new PathTemplate(text, opened(path.segments(), open.subList(1, open.size()))));
  }

  private static List<String> opened(List<String> literals, List<Boolean> open) {
    var segments = new ArrayList<String>();
    for (int i = 0; i < literals.size(); i++) {
      segments.add(open.get(i) ? ANY : literals.get(i));
    }
    return segments;
  }

  /// What stands in the open segments by their names, of which the last of several alike counts;
  /// empty where it is another path.
  Optional<Map<String, String>> values(UrlPath path) {
    if (!matches(path)) {
      return Optional.empty();
    }
    var values = new HashMap<String, String>();
    String[] written = text.substring(1).split("/", -1);
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).equals(ANY)) {
        values.put(written[i].substring(1, written[i].length() - 1), path.segments().get(i));
      }
    }
    return Optional.of(values);
  }

  /// The names of its open segments.
  Set<String> names() {
    return Stream.of(text.split("/", -1))
        .filter(part -> OPEN.matcher(part).matches())
        .map(part -> part.substring(1, part.length() - 1))
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean hasOneOpening() {
    return segments.stream().filter(ANY::equals).count() == 1;
  }

  /// What stands in the open segments by their names, as it is written.
  ///
  /// @param target a path that this [#matches], with or without a query
  Map<String, String> written(String target) {
    var values = new HashMap<String, String>();
    String[] names = text.split("/", -1);
    String[] parts = target.split("\\?", 2)[0].split("/", -1);
    for (int i = 0; i < names.length; i++) {
      if (OPEN.matcher(names[i]).matches()) {
        values.put(names[i].substring(1, names[i].length() - 1), parts[i]);
      }
    }
    return values;
  }

  /// The path with these values in its open segments.
  ///
  /// @param values as [#written], one for each of [#names]
  String filled(Map<String, String> values) {
    return Stream.of(text.split("/", -1))
        .map(part ->
            OPEN.matcher(part).matches()
                ? Objects.requireNonNull(values.get(part.substring(1, part.length() - 1)))
                : part)
        .collect(Collectors.joining("/"));
  }

  boolean matches(UrlPath path) {
    if (path.segments().size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      String wanted = segments.get(i);
      String given = path.segments().get(i);
      if (wanted.equals(ANY) ? given.isEmpty() : !wanted.equals(given)) {
        return false;
      }
    }
    return true;
  }

  /// Whether some path is one of both.
  boolean meets(PathTemplate other) {
    return segments.size() == other.segments.size()
        && IntStream.range(0, segments.size())
            .allMatch(i ->
                segments.get(i).equals(ANY)
                    || other.segments.get(i).equals(ANY)
                    || segments.get(i).equals(other.segments.get(i)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathTemplate template && text.equals(template.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
