package dev.countersign.card;

import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.UndoOf;
import java.util.Optional;

/// Where people ask that what was done be undone. Nothing is undone by asking: it is a proposal,
/// which others decide.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface UndoDesk {
  /// UTF-16 units of a note.
  int LONGEST_NOTE = UndoOf.LONGEST_NOTE;

  String SAY_WHY = "Please say why it should be undone: others decide by it.";

  /// The form, for whoever may ask for it now; empty when there is no such request.
  Optional<InterventionDesk.Opened> open(ProposalId id, Person person, Directory people);

  /// Proposes the reverse. The same form sent again changes nothing while that waits.
  ///
  /// @param note why; not blank, and no longer than a form takes
  /// @return empty when there is no such request
  Optional<InterventionDesk.Answer> ask(
      ProposalId id, InterventionDesk.Sent sent, String note, Person person, Directory people);
}
