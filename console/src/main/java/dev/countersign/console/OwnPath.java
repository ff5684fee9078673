package dev.countersign.console;

import dev.countersign.card.ConsoleAddress;
import dev.countersign.proposal.ProposalId;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// A page that somebody can be sent to after they signed in: one of this very host, by its shape,
/// so that no address of anybody else's is ever followed. What it asks behind its path is kept as
/// it was sent, and never decoded before it stands in an address again.
record OwnPath(String text) {
  static final String QUEUE = "/";
  static final String DECISIONS = "/decisions";
  static final String REQUESTS = ConsoleAddress.REQUESTS;

  private static final String GLASS = ConsoleAddress.GLASS;

  /// Characters, so that a cookie has room for it.
  static final int LONGEST = 400;

  /// Neither a second slash beside the first, nor a dot, a backslash, a percent sign or a colon.
  private static final Pattern SHAPE = Pattern.compile("(/[A-Za-z0-9_-]+)+");

  /// As browsers send forms and links (url.spec.whatwg.org, percent-encode sets).
  private static final Pattern QUERY = Pattern.compile("(?:[A-Za-z0-9._*=&+~-]|%[0-9A-Fa-f]{2})+");

  /// The queue for whatever is none of them. What is asked of a page is left out where it does not
  /// fit.
  ///
  /// @param address a path, perhaps with what it asks behind a question mark
  static OwnPath of(String address) {
    int end = address.indexOf('?');
    String path = end < 0 ? address : address.substring(0, end);
    String query = end < 0 ? "" : address.substring(end + 1);
    boolean ours =
        path.equals(QUEUE)
            || (path.length() <= LONGEST
                && SHAPE.matcher(path).matches()
                && (!path.startsWith(REQUESTS)
                    || request(path).isPresent()
                    || breaking(path).isPresent()));
    if (!ours) {
      return new OwnPath(QUEUE);
    }
    return new OwnPath(
        address.length() <= LONGEST && QUERY.matcher(query).matches() ? path + "?" + query : path);
  }

  /// Of a request that a browser sent.
  static OwnPath of(HttpServletRequest request) {
    String query = request.getQueryString();
    return of(request.getRequestURI() + (query == null ? "" : "?" + query));
  }

  /// As the value of a field of another address of ours.
  String asValue() {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
  }

  static String of(ProposalId request) {
    return REQUESTS + request;
  }

  static String breaking(ProposalId request) {
    return of(request) + GLASS;
  }

  /// The request that a path is the page of break-glass of.
  static Optional<ProposalId> breaking(String path) {
    return path.endsWith(GLASS)
        ? request(path.substring(0, path.length() - GLASS.length()))
        : Optional.empty();
  }

  /// The request that a path is the page of.
  static Optional<ProposalId> request(String path) {
    return path.startsWith(REQUESTS)
        ? ProposalId.parse(path.substring(REQUESTS.length()))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
