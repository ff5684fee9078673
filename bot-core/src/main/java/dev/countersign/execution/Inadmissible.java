package dev.countersign.execution;

import dev.countersign.json.WireName;
import dev.countersign.proposal.Environment;

/// Why an action could not be sent as it stands.
///
/// A stable code, the member of the proposal that is in the way, as a JSON pointer, and a sentence
/// for the agent's developer.
public record Inadmissible(String code, String pointer, String detail) {
  /// @param there where the action's connection is
  public static Inadmissible elsewhere(Environment there) {
    return new Inadmissible(
        "environment_mismatch",
        "/environment",
        "this connection is in the environment \""
            + WireName.of(there)
            + "\": say so in /environment, or leave it out");
  }
}
