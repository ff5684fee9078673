package dev.countersign.card;

import dev.countersign.proposal.ProposalId;
import dev.countersign.secret.ConfidentialAddress;
import java.net.URI;

/// Where this deployment has pages that show requests of any length.
///
/// @param origin that people type, `https://approve.example.com`: scheme, host and port, at most
///   [#LONGEST] characters
public record ConsoleAddress(URI origin) {
  /// Characters, so that a card has room for it.
  public static final int LONGEST = 200;

  /// What the path of a request's page begins with; its id is the rest.
  public static final String REQUESTS = "/requests/";

  /// What the path of the page of break-glass ends with, behind that of the request.
  public static final String GLASS = "/break-glass";

  /// What the path of the page of a retrospective begins with; the id of its request is the rest.
  public static final String RETROSPECTIVES = "/retrospectives/";

  /// The path of the page of what nobody knows the end of.
  public static final String UNKNOWN = "/unknown";

  public ConsoleAddress {
    ConfidentialAddress.require("the address of the console", origin);
    if (!origin.getRawPath().isEmpty()) {
      throw new IllegalArgumentException("the address of the console has no path");
    }
    if (origin.toString().length() > LONGEST) {
      throw new IllegalArgumentException("the address of the console is too long");
    }
  }

  /// The page of one request. Whoever opens it signs in first, and sees what is theirs to see.
  public URI of(ProposalId request) {
    return URI.create(origin + REQUESTS + request);
  }

  /// The page on which break-glass is used on one request.
  public URI breaking(ProposalId request) {
    return URI.create(of(request) + GLASS);
  }

  /// The page on which the retrospective of a use of break-glass is filed and closed.
  public URI retrospective(ProposalId request) {
    return URI.create(origin + RETROSPECTIVES + request);
  }

  /// The page on which people say what happened.
  public URI unknown() {
    return URI.create(origin + UNKNOWN);
  }
}
