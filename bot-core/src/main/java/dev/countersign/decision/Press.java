package dev.countersign.decision;

import dev.countersign.audit.ProvenPress;
import dev.countersign.card.Click;
import dev.countersign.json.Digest;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.token.DecisionClaims;
import dev.countersign.token.VerifiedToken;
import java.time.Instant;
import java.util.Optional;

/// A click with a token of ours, on its way through the tries of its step.
///
/// @param people of the import that the presser was looked up in
/// @param version which import that is, for the vote to name
/// @param lapsed whether its token was in force once and is no more: it is answered from the record
///   like any other, and counts for nothing
/// @param strayOrdered whether its message was ordered to lose its buttons already
/// @param onBatch whether it is one of those that a press on the card of a batch decides
/// @param opening whether it asks for its form only, and decides nothing
/// @param found why it counts for nothing, whatever its request says
record Press(
    VerifiedToken token,
    Click click,
    Optional<Person> presser,
    Directory people,
    Optional<Digest> version,
    boolean lapsed,
    boolean strayOrdered,
    boolean onBatch,
    boolean opening,
    Optional<ClickRefusal> found) {

  /// The part of a press on the card of a batch that is about one of its requests.
  Press on(DecisionClaims.Item item) {
    return new Press(
        token.of(item),
        click,
        presser,
        people,
        version,
        lapsed,
        strayOrdered,
        true,
        opening,
        found);
  }

  /// A press on the card of a batch that decides none of its requests; the first of them notes it.
  Press refusedFor(ClickRefusal reason) {
    return new Press(
        token,
        click,
        presser,
        people,
        version,
        lapsed,
        strayOrdered,
        true,
        opening,
        Optional.of(ClickChecklist.flaw(click).orElse(reason)));
  }

  /// What its passkey proves, as the entry before its vote tells it.
  ///
  /// @param at by the ledger's clock
  Optional<ProvenPress> proven(Instant at) {
    return click.stronger().map(check -> ProvenPress.of(check, token.claims().id().value(), at));
  }

  /// Which refusals of it stand in the chain already is kept by this and the reason.
  RefusedClicks.Source source() {
    String button = token.claims().id().value();
    return new RefusedClicks.Source(
        onBatch ? button + " " + token.claims().request() : button, click.account());
  }
}
