package dev.countersign.ledger;

import dev.countersign.proposal.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// The port to who wants quiet for a while, by the database's clock; the same on every replica.
public interface Mutes {
  /// How long somebody is muted who asks for it: the rest of a working day, wherever they live.
  Duration LASTS = Duration.ofHours(12);

  /// From now on, whatever was asked before.
  ///
  /// @return until when; at that instant it is over
  Instant mute(PersonId person, Duration time);

  void unmute(PersonId person);

  /// Everybody who is muted at this moment.
  Set<PersonId> muted();
}
