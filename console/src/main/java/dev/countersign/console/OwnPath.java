package dev.countersign.console;

import dev.countersign.card.ConsoleAddress;
import dev.countersign.proposal.ProposalId;
import java.util.Optional;
import java.util.regex.Pattern;

/// A page that somebody can be sent to after they signed in: one of this very host, by its shape,
/// so that no address of anybody else's is ever followed.
record OwnPath(String text) {
  static final String QUEUE = "/";
  static final String DECISIONS = "/decisions";
  static final String REQUESTS = ConsoleAddress.REQUESTS;

  private static final String GLASS = ConsoleAddress.GLASS;

  /// Characters, so that a cookie has room for it.
  static final int LONGEST = 200;

  /// Neither a second slash beside the first, nor a dot, a backslash, a percent sign or a colon.
  private static final Pattern SHAPE = Pattern.compile("(/[A-Za-z0-9_-]+)+");

  /// The queue for whatever is none of them.
  static OwnPath of(String path) {
    boolean ours =
        path.length() <= LONGEST
            && SHAPE.matcher(path).matches()
            && (!path.startsWith(REQUESTS)
                || request(path).isPresent()
                || breaking(path).isPresent());
    return new OwnPath(ours ? path : QUEUE);
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
