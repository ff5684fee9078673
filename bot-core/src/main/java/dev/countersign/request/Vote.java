package dev.countersign.request;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// One person's decision on one revision, bound to the bytes and to the card that were shown.
///
/// @param stage index of the stage it counts in
/// @param functions the business roles that the person had at the vote; which of them counts is
///   decided over all votes together, by [Quorum]
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
    SortedSet<String> functions,
    String token,
    Remarks remarks,
    Digest callback,
    Instant at) {
  public Vote {
    functions = Collections.unmodifiableSortedSet(new TreeSet<>(functions));
  }

  /// This vote, counted in another stage of a ruling whose stages stand differently.
  public Vote inStage(int index) {
    return new Vote(
        person, account, decision, revision, action, card, index, group, functions, token, remarks,
        callback, at);
  }
}
