package dev.countersign.console;

import dev.countersign.card.ConsoleAddress;
import dev.countersign.proposal.ProposalId;
import java.util.Optional;

/// A page that somebody can be sent to after they signed in: one of ours, by a list of them, so
/// that no address of anybody else's is ever followed.
record OwnPath(String text) {
  static final String QUEUE = "/";
  static final String DECISIONS = "/decisions";
  static final String REQUESTS = ConsoleAddress.REQUESTS;

  /// The queue for whatever is none of them.
  static OwnPath of(String path) {
    return new OwnPath(
        path.equals(DECISIONS) || path.equals(PasskeyPages.PATH) || request(path).isPresent()
            ? path
            : QUEUE);
  }

  static String of(ProposalId request) {
    return REQUESTS + request;
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
