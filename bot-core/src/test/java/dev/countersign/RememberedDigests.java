package dev.countersign;

import dev.countersign.ledger.Digests;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Who was told what waits for them, in memory.
public final class RememberedDigests implements Digests {
  private final InstantSource clock;
  private final Map<String, Turn> turns = new TreeMap<>();

  public RememberedDigests(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized List<Turn> take(Collection<PersonId> people, int most, Duration period) {
    Instant now = clock.instant();
    List<Turn> taken = new ArrayList<>();
    people.stream()
        .map(
            person -> turns.getOrDefault(person.value(), new Turn(person, Set.of(), Instant.EPOCH)))
        .filter(turn -> !turn.until().isAfter(now))
        .sorted(Comparator.comparing(Turn::until).thenComparing(turn -> turn.person().value()))
        .limit(most)
        .forEach(turn -> taken.add(new Turn(turn.person(), turn.told(), now.plus(period))));
    taken.forEach(turn -> turns.put(turn.person().value(), turn));
    return taken;
  }

  @Override
  public synchronized void told(Turn turn, List<ProposalId> requests) {
    turns.computeIfPresent(
        turn.person().value(),
        (_, now) ->
            now.equals(turn) ? new Turn(turn.person(), Set.copyOf(requests), turn.until()) : now);
  }

  @Override
  public synchronized void sentNothing(Turn turn, Duration pause) {
    turns.computeIfPresent(
        turn.person().value(),
        (_, now) ->
            now.equals(turn)
                ? new Turn(turn.person(), turn.told(), clock.instant().plus(pause))
                : now);
  }
}
