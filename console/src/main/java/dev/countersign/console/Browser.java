package dev.countersign.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a browser says of a request, and what is to be believed of it.
final class Browser {
  /// A session. `__Host-`: set by this very host over TLS, for no other host and for all paths.
  static final String SESSION = "__Host-countersign";

  /// A sign-in that is under way, and the page to go on with; behind it the place that it has.
  static final String SIGN_IN = "__Host-countersign-sign-in-";

  /// That its person came in by the issuer. It opens nothing.
  static final String BY_ISSUER = "__Host-countersign-by-issuer";

  /// A sign-in by passkey that is under way.
  static final String TICKET = "__Host-countersign-ticket";

  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final int LONGEST_SESSION = 200;

  private Browser() {}

  /// Whether it asked for the host that people type: not another name for the same machine.
  static boolean asksFor(HttpServletRequest request, String host) {
    List<String> hosts = Collections.list(request.getHeaders("Host"));
    return hosts.size() == 1 && hosts.getFirst().equalsIgnoreCase(host);
  }

  /// Whether a page of ours sent it. A browser says where a POST comes from, by one of two headers
  /// or both; one that says neither is not believed.
  ///
  /// @param origin of our pages
  static boolean sentFromOurPage(HttpServletRequest request, String origin) {
    List<String> origins = Collections.list(request.getHeaders("Origin"));
    List<String> sites = Collections.list(request.getHeaders("Sec-Fetch-Site"));
    return (!origins.isEmpty() || !sites.isEmpty())
        && origins.stream().allMatch(origin::equals)
        && sites.stream().allMatch("same-origin"::equals)
        && origins.size() <= 1
        && sites.size() <= 1;
  }

  /// Whether it loads a page that nobody may ever look at.
  static boolean loadsAhead(HttpServletRequest request) {
    return Stream.of("Sec-Purpose", "Purpose", "X-Moz")
        .map(request::getHeader)
        .anyMatch(purpose -> purpose != null && purpose.contains("prefetch"));
  }

  /// Whether a script asks, and nobody opens a page.
  static boolean asksByScript(HttpServletRequest request) {
    return "empty".equals(request.getHeader("Sec-Fetch-Dest"));
  }

  /// Whether a page of another origin brought it here, also one of a neighbouring host, such as one
  /// that opens ours behind itself.
  static boolean comesFromElsewhere(HttpServletRequest request) {
    return Collections.list(request.getHeaders("Sec-Fetch-Site")).stream()
        .anyMatch(site -> !site.equals("same-origin") && !site.equals("none"));
  }

  /// The one cookie of that name; empty where there are two.
  static Optional<String> cookie(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return Optional.empty();
    }
    List<String> values =
        Stream.of(cookies).filter(one -> one.getName().equals(name)).map(Cookie::getValue).toList();
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  static Optional<String> session(HttpServletRequest request) {
    return cookie(request, SESSION).filter(value -> value.length() <= LONGEST_SESSION);
  }

  static boolean isSecret(String text) {
    return SECRET.matcher(text).matches();
  }

  /// @param seconds 0 takes it away
  static void set(HttpServletResponse response, String name, String value, long seconds) {
    response.addHeader(
        "Set-Cookie",
        name + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=" + seconds);
  }
}
