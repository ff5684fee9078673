package dev.countersign.ledger;

import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The port to uses of break-glass and their retrospectives: each use opens one, in its own commit,
/// and the use stays open until it is filed. Read fresh from rows, which can only forbid.
public interface Retrospectives {
  /// Over so long uses are counted.
  Duration PERIOD = Duration.ofDays(30);

  /// What a person has used so far.
  Standing of(PersonId person);

  /// All that wait to be filed, the earliest due first.
  List<Retrospective> open(int most);

  /// @param uses all uses that there were, by which the next one is numbered
  /// @param lately uses within [#PERIOD] before now
  /// @param open uses whose retrospective is not filed, the earliest due first
  /// @param now by the ledger's clock
  record Standing(int uses, int lately, List<Retrospective> open, Instant now) {
    public Standing {
      open = List.copyOf(open);
    }

    /// Those that should have been filed by now.
    public List<Retrospective> overdue() {
      return open.stream().filter(one -> one.isOverdue(now)).toList();
    }
  }

  /// @param actor who used break-glass
  /// @param owner who has to look at it: another person, with another function
  /// @param at when it was used
  /// @param due until when it is to be filed
  record Retrospective(
      ProposalId request, PersonId actor, PersonId owner, Instant at, Instant due) {
    public boolean isOverdue(Instant now) {
      return !now.isBefore(due);
    }
  }
}
