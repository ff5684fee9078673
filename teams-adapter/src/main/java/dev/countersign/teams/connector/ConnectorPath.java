package dev.countersign.teams.connector;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The address of one connector method: `v3/…` below a service URL, every id one escaped segment.
record ConnectorPath(String text) {
  /// Microsoft's ids are printable ASCII; a group chat's with the longest thread is below 300.
  private static final Pattern ID = Pattern.compile("[!-~]{1,512}");

  static ConnectorPath conversations() {
    return new ConnectorPath("v3/conversations");
  }

  static ConnectorPath conversation(String id, String... below) {
    return new ConnectorPath(
        "v3/conversations/"
            + segment(id)
            + Arrays.stream(below).map(part -> "/" + segment(part)).collect(Collectors.joining()));
  }

  ConnectorPath with(String name, @Nullable String value) {
    return value == null
        ? this
        : new ConnectorPath(text + (text.contains("?") ? "&" : "?") + name + "=" + encoded(value));
  }

  /// @param service ends in `/`
  URI below(URI service) {
    return URI.create(service + text);
  }

  /// Dots alone would climb out of the path on servers that normalise it.
  private static String segment(String id) {
    if (!ID.matcher(id).matches() || id.equals(".") || id.equals("..")) {
      throw new IllegalArgumentException("not an id of the Bot Connector");
    }
    return encoded(id);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
