package dev.countersign;

import dev.countersign.ledger.Mutes;
import dev.countersign.proposal.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Who wants quiet, in memory.
public final class RememberedMutes implements Mutes {
  private final InstantSource clock;
  private final Map<PersonId, Instant> until = new ConcurrentHashMap<>();

  public RememberedMutes(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Instant mute(PersonId person, Duration time) {
    Instant end = clock.instant().plus(time);
    until.put(person, end);
    return end;
  }

  @Override
  public void unmute(PersonId person) {
    until.remove(person);
  }

  @Override
  public Set<PersonId> muted() {
    Instant now = clock.instant();
    return until.entrySet().stream()
        .filter(each -> now.isBefore(each.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
