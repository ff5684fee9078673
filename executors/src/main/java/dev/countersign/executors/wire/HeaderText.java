package dev.countersign.executors.wire;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What may stand in a header, and which headers an agent may set.
///
/// Values are printable ASCII only: anything else would be replaced, folded or trimmed on its way,
/// and the target would read other bytes than those that were approved.
public final class HeaderText {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /// Set by the gate or by the connection between two hosts; also those by which some frameworks
  /// let a client replace the method, path or origin that the allow-list has just checked.
  private static final Set<String> RESERVED =
      Set.of(
          "authorization",
          "connection",
          "content-length",
          "cookie",
          "cookie2",
          "expect",
          "forwarded",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via",
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          "x-original-url",
          "x-rewrite-url");

  private static final String RESERVED_PREFIX = "x-forwarded-";

  private HeaderText() {}

  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  public static boolean isReserved(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return RESERVED.contains(lower) || lower.startsWith(RESERVED_PREFIX);
  }

  public static boolean isValue(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c >= ' ' && c <= '~')
        && text.strip().length() == text.length();
  }
}
