package dev.countersign.request;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// One person's decision on one revision, bound to the bytes and to the card that were shown.
///
/// @param inPlaceOf who was away and had named this person: the vote is theirs, too
/// @param stage index of the stage it counts in
/// @param functions the business roles that the person had at the vote; which of them counts is
///   decided over all votes together, by [Quorum]
/// @param token the `jti` of the decision token behind the pressed button
/// @param remarks what the person said with it
/// @param callback digest over the raw callback of the platform, for whoever later denies the press
public record Vote(
    PersonId person,
    Optional<PersonId> inPlaceOf,
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
    if (inPlaceOf.filter(person::equals).isPresent()) {
      throw new IllegalArgumentException("nobody votes in their own place");
    }
    functions = Collections.unmodifiableSortedSet(new TreeSet<>(functions));
  }

  /// A member's own vote.
  public Vote(
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
    this(
        person,
        Optional.empty(),
        account,
        decision,
        revision,
        action,
        card,
        stage,
        group,
        functions,
        token,
        remarks,
        callback,
        at);
  }

  /// Whose one vote on the revision this is: of the person who cast it, and of the one in whose
  /// place.
  public Set<PersonId> persons() {
    return inPlaceOf.map(absent -> Set.of(person, absent)).orElseGet(() -> Set.of(person));
  }

  /// The member by whose right it counts.
  public PersonId member() {
    return inPlaceOf.orElse(person);
  }

  /// This vote, counted in another stage of a ruling whose stages stand differently.
  public Vote inStage(int index) {
    return new Vote(
        person, inPlaceOf, account, decision, revision, action, card, index, group, functions,
        token, remarks, callback, at);
  }
}
