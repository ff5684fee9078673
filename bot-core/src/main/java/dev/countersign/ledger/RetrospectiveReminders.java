package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;
import java.util.Map;
import java.util.Set;

/// The port to who was reminded of which retrospective. Whoever is to be told is taken before
/// anything is sent, so each is told once of each moment, whichever replicas run.
///
/// Throws [LedgerUnavailableException] when the store cannot answer.
public interface RetrospectiveReminders {
  /// Tries with one of them at one moment, the last one about 16 hours behind the first.
  int MOST_TRIES = 12;

  /// Takes those who are still to be told, and keeps them from every other replica for a while that
  /// grows with the tries: 1 min, 2, 4 … at most 4 h.
  ///
  /// @param targets who is to be told: addresses in chats, and persons; at most 300 characters each
  /// @return each that was taken, with how often it was, this time included; none more often than
  ///   [#MOST_TRIES]
  Map<String, Integer> take(ProposalId request, ReminderMoment moment, Set<String> targets);

  /// It was told, or cannot be: nobody takes it again.
  void done(ProposalId request, ReminderMoment moment, String target);
}
