package dev.countersign.ledger;

import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// The port to who was told lately what waits for them. A turn is taken before anything is sent, so
/// nobody is told twice in a period, whichever replicas run and wherever one of them dies; whoever
/// it had taken hears of it in the next period.
public interface Digests {

  /// Takes those whose turn it is, who waited for the longest first, and keeps them from every
  /// replica for a period.
  ///
  /// @param people among whom; nobody else is taken
  /// @param most so many at once
  List<Turn> take(Collection<PersonId> people, int most, Duration period);

  /// The person was told that these wait.
  void told(Turn turn, List<ProposalId> requests);

  /// Surely nothing was sent: the turn ends after this pause, not with the period.
  void sentNothing(Turn turn, Duration pause);

  /// One person's turn.
  ///
  /// @param told what they were told last
  /// @param until when it ends; the next is another one
  record Turn(PersonId person, Set<ProposalId> told, Instant until) {
    public Turn {
      told = Set.copyOf(told);
    }
  }
}
