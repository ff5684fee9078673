package dev.countersign.request;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Optional;

/// One person's decision on one revision, bound to the bytes and to the card that were shown.
///
/// @param stage index of the stage it counts in
/// @param function the business role it counts for, where the ruling asks for distinct ones
/// @param token the `jti` of the decision token behind the pressed button
/// @param remarks what the person said with it
/// @param callback digest over the raw callback of the platform, for whoever later denies the press
public record Vote(
    PersonId person,
    AccountId account,
    Decision decision,
    int revision,
    Digest action,
    Digest card,
    int stage,
    GroupName group,
    Optional<String> function,
    String token,
    Remarks remarks,
    Digest callback,
    Instant at) {
  public Vote {
    if (!decision.isVote()) {
      throw new IllegalArgumentException(decision + " is not a vote");
    }
  }

  /// This vote, counted in another stage of a ruling whose stages stand differently.
  public Vote inStage(int index) {
    return new Vote(
        person, account, decision, revision, action, card, index, group, function, token, remarks,
        callback, at);
  }
}
