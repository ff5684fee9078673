package dev.countersign.ledger;

import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who was told of what nobody knows the end of, in memory.
public final class RememberedUnknownAlerts implements UnknownAlerts {
  private final InstantSource clock;
  private final UnknownEnds ends;
  private final Map<Key, Instant> due = new HashMap<>();
  private final Map<ChatAddress, Instant> channels = new HashMap<>();

  public RememberedUnknownAlerts(InstantSource clock, UnknownEnds ends) {
    this.clock = clock;
    this.ends = ends;
  }

  private record Key(ProposalId request, ChatAddress channel) {}

  private boolean isDue(Instant at) {
    return !at.isAfter(clock.instant());
  }

  @Override
  public synchronized List<ProposalId> take(ChatAddress channel, int most) {
    List<ProposalId> found =
        ends.list(Optional.empty(), Optional.empty(), Integer.MAX_VALUE).stream()
            .filter(id -> isDue(due.getOrDefault(new Key(id, channel), Instant.MIN)))
            .limit(most)
            .toList();
    if (found.isEmpty() || !isDue(channels.getOrDefault(channel, Instant.MIN))) {
      return List.of();
    }
    channels.put(channel, clock.instant().plus(Duration.ofMinutes(PAUSE_MINUTES)));
    return found;
  }

  @Override
  public synchronized void told(ChatAddress channel, Map<ProposalId, Instant> next) {
    next.forEach((id, at) -> due.put(new Key(id, channel), at));
  }
}
