package dev.countersign.request;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// One person's decision on one revision, bound to the bytes and to the card that were shown.
///
/// @param inPlaceOf who was away and had named this person: the vote is theirs, too
/// @param stage index of the stage it counts in, the first one of several
/// @param group of which the person, or the one in whose place they voted, was a member at the
///   vote, and which that stage asked
/// @param also further stages asked at the same moment in which it may count instead; which one it
///   fills is decided over all votes together, by [Quorum]
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
    List<Seat> also,
    SortedSet<String> functions,
    String token,
    Remarks remarks,
    Digest callback,
    Instant at) {
  public Vote {
    if (inPlaceOf.filter(person::equals).isPresent()) {
      throw new IllegalArgumentException("nobody votes in their own place");
    }
    also = List.copyOf(also);
    functions = Collections.unmodifiableSortedSet(new TreeSet<>(functions));
  }

  /// A member's own vote, which counts in one stage alone.
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
        List.of(),
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

  /// Where it may count, the first one first.
  public List<Seat> seats() {
    return also.isEmpty()
        ? List.of(new Seat(stage, group))
        : Stream.concat(Stream.of(new Seat(stage, group)), also.stream()).toList();
  }

  /// This vote, as it may count in these alone.
  ///
  /// @param seats at least one
  public Vote in(List<Seat> seats) {
    return new Vote(
        person,
        inPlaceOf,
        account,
        decision,
        revision,
        action,
        card,
        seats.getFirst().stage(),
        seats.getFirst().group(),
        seats.subList(1, seats.size()),
        functions,
        token,
        remarks,
        callback,
        at);
  }
}
