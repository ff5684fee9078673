package dev.countersign.decision;

import dev.countersign.card.Click;
import dev.countersign.json.Digest;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.token.VerifiedToken;
import java.util.Optional;

/// A click with a token of ours, on its way through the tries of its step.
///
/// @param people of the import that the presser was looked up in
/// @param version which import that is, for the vote to name
/// @param lapsed whether its token was in force once and is no more: it is answered from the record
///   like any other, and counts for nothing
/// @param strayOrdered whether its message was ordered to lose its buttons already
record Press(
    VerifiedToken token,
    Click click,
    Optional<Person> presser,
    Directory people,
    Optional<Digest> version,
    boolean lapsed,
    boolean strayOrdered) {

  /// Which refusals of it stand in the chain already is kept by this and the reason.
  RefusedClicks.Source source() {
    return new RefusedClicks.Source(token.claims().id().value(), click.account());
  }
}
