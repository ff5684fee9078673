package dev.countersign.app.http;

import dev.countersign.json.CanonicalJson;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What no request may be, whoever sends it and wherever it goes: refused before anything routes
/// it.
///
/// A method is the one in the request line. The router below would take another from a header,
/// while proxies, rules and our own log see the first; so whoever names a second one is refused.
final class StrictRequests extends HttpFilter {
  private static final Logger log = LoggerFactory.getLogger(StrictRequests.class);

  /// What the names of such headers have in common, whatever framework reads them and however it
  /// spells them: `X-HTTP-Method-Override`, `X-HTTP-Method`, `X-Original-Method`, `_method` …
  private static final String METHOD = "method";

  /// Asks before a request of a browser which method may be used; overrides none.
  private static final String PREFLIGHT = "accesscontrolrequestmethod";

  private static final String OVERRIDE_PARAMETER = "_method";

  /// What else names a method in a query (`$httpMethod`, `X-HTTP-Method-Override=`).
  private static final List<String> OVERRIDE_WORDS = List.of("httpmethod", "methodoverride");

  private static final Pattern NO_LETTER = Pattern.compile("[^a-z]+");
  private static final String IDENTITY = "identity";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<Problem> refusal = refusal(request);
    if (refusal.isPresent()) {
      refuse(response, refusal.get());
    } else {
      chain.doFilter(request, response);
    }
  }

  /// Empty when the request may go on.
  static Optional<Problem> refusal(HttpServletRequest request) {
    if (request.getMethod().equals("TRACE")) {
      return Optional.of(
          Problem.of(405, "method_not_allowed", "TRACE is not answered here").header("Allow", ""));
    }
    if (overridesMethod(request)) {
      return Optional.of(
          Problem.of(
              400,
              "method_override",
              "the method is the one in the request line; send that one, without an override"));
    }
    return isEncoded(request)
        ? Optional.of(
            Problem.of(
                    415, "unsupported_content_encoding", "send the body without Content-Encoding")
                .header("Accept-Encoding", IDENTITY))
        : Optional.empty();
  }

  static void refuse(HttpServletResponse response, Problem problem) throws IOException {
    log.warn("request refused: {}", problem.code());
    response.setStatus(problem.status());
    response.setContentType(Problem.CONTENT_TYPE);
    for (Map.Entry<String, String> header : problem.headers().entrySet()) {
      response.setHeader(header.getKey(), header.getValue());
    }
    response.getOutputStream().write(CanonicalJson.bytes(problem.document()));
  }

  private static boolean overridesMethod(HttpServletRequest request) {
    return Collections.list(request.getHeaderNames()).stream()
            .map(StrictRequests::letters)
            .anyMatch(name -> name.contains(METHOD) && !name.equals(PREFLIGHT))
        || namesMethod(request.getQueryString() == null ? "" : request.getQueryString());
  }

  private static boolean namesMethod(String query) {
    return Arrays.stream(query.split("[&;]", -1))
        .map(part -> part.contains("=") ? part.substring(0, part.indexOf('=')) : part)
        .map(StrictRequests::decoded)
        .anyMatch(name ->
            name.strip().equalsIgnoreCase(OVERRIDE_PARAMETER)
                || OVERRIDE_WORDS.stream().anyMatch(letters(name)::contains));
  }

  private static String letters(String name) {
    return NO_LETTER.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return name; // a stray percent sign, which names nothing
    }
  }

  /// `identity` says that there is none.
  private static boolean isEncoded(HttpServletRequest request) {
    return Collections.list(request.getHeaders("Content-Encoding")).stream()
        .anyMatch(coding -> !coding.strip().equalsIgnoreCase(IDENTITY));
  }
}
