package dev.countersign.ledger;

import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The port to who was told of which execution of which nobody knows whether it happened. What is
/// due in a channel is taken at once, and told in one message, by one replica; the next one is not
/// taken before [#PAUSE_MINUTES] have passed, whoever asks and however the first one went.
///
/// Throws [LedgerUnavailableException] when the store cannot answer.
public interface UnknownAlerts {
  /// Minutes between two messages in one channel, of all replicas together.
  int PAUSE_MINUTES = 10;

  /// Takes what is to be told there now, the newest first; none where nothing is, and within the
  /// pause.
  List<ProposalId> take(ChatAddress channel, int most);

  /// These were told there, or are not to be; each is due again at its moment.
  ///
  /// @param next [#NEVER] where it is not to be told again
  void told(ChatAddress channel, Map<ProposalId, Instant> next);

  /// A moment that no clock reaches.
  Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
}
