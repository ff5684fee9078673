package dev.countersign.request;

import dev.countersign.policy.Stage;

/// How many of the approvals that a request needs it has.
public record Tally(int given, int required) {

  public static Tally of(ApprovalRequest request) {
    return new Tally(
        (int) request.votes().stream().filter(v -> v.decision() == Decision.APPROVE).count(),
        request.stages().stream().mapToInt(Stage::required).sum());
  }

  public int lacking() {
    return Math.max(0, required - given);
  }

  /// `1 of 2`
  @Override
  public String toString() {
    return given + " of " + required;
  }
}
