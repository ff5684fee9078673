package dev.countersign.breakglass;

import dev.countersign.audit.ProvenPress;
import dev.countersign.card.BreakGlassDesk.Use;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.request.BrokenGlass;
import java.time.Instant;
import java.util.Optional;

/// Somebody's use of break-glass on its way through the tries of its step.
///
/// @param people of the import that the person was looked up in
/// @param version which import that is, for the entry to name
record GlassPress(
    AccountId account, Person person, Use use, Directory people, Optional<Digest> version) {
  /// In the place of the token of a pressed button.
  private static final String TOKEN = "break_glass";

  /// @param at by the ledger's clock
  ProvenPress proven(Instant at) {
    return ProvenPress.of(use.check(), TOKEN, at);
  }

  /// Empty where what they typed is not what it takes.
  Optional<BrokenGlass> glass(Digest card, Reviewers.Reviewer reviewer) {
    return BrokenGlass.incident(use.incident())
        .flatMap(incident ->
            BrokenGlass.reason(use.reason())
                .map(reason ->
                    new BrokenGlass(
                        person.id(),
                        account,
                        incident,
                        reason,
                        card,
                        reviewer.person(),
                        reviewer.due())));
  }
}
