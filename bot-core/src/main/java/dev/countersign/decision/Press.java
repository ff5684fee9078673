package dev.countersign.decision;

import dev.countersign.audit.ProvenPress;
import dev.countersign.card.Click;
import dev.countersign.json.Digest;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.token.VerifiedToken;
import java.time.Instant;
import java.util.Optional;

/// A click with a token of ours, in one try of its step.
///
/// @param people of the import that the presser was looked up in
/// @param version which import that is, for the vote to name
record Press(
    PressedButton button, Optional<Person> presser, Directory people, Optional<Digest> version) {

  /// One reading: the vote names the very import that its person was found in.
  ///
  /// @param people of one import
  static Press of(PressedButton button, Directory people) {
    return new Press(button, people.byAccount(button.click().account()), people, people.version());
  }

  VerifiedToken token() {
    return button.token();
  }

  Click click() {
    return button.click();
  }

  boolean lapsed() {
    return button.lapsed();
  }

  boolean strayOrdered() {
    return button.strayOrdered();
  }

  boolean onBatch() {
    return button.onBatch();
  }

  boolean opening() {
    return button.opening();
  }

  Optional<ClickRefusal> found() {
    return button.found();
  }

  RefusedClicks.Source source() {
    return button.source();
  }

  /// What its passkey proves, as the entry before its vote tells it.
  ///
  /// @param at by the ledger's clock
  Optional<ProvenPress> proven(Instant at) {
    return click()
        .stronger()
        .map(check -> ProvenPress.of(check, token().claims().id().value(), at));
  }
}
