package dev.countersign.app.cli;

import dev.countersign.proposal.ProposalId;
import picocli.CommandLine.Parameters;

/// The request that a command is about.
final class RequestParameter {
  @Parameters(paramLabel = "ID", description = "The request: prop_…")
  private String request = "";

  /// @throws CheckFailedException when this is not the id of one
  ProposalId id() {
    return ProposalId.parse(request)
        .orElseThrow(() -> CheckFailedException.usage("This is not the id of a request."));
  }
}
