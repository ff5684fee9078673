package dev.countersign.ledger;

import dev.countersign.json.Digest;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Attachments in memory.
public final class RememberedAttachments implements HeldAttachments {
  private final InstantSource clock;
  private final Predicate<ProposalId> opened;
  private final Map<Key, Stored> stored = new HashMap<>();
  private final Map<ProposalId, Hold> holds = new HashMap<>();

  private record Key(AgentId agent, Digest digest) {}

  @SuppressWarnings("ArrayRecordComponent") // nobody compares two
  private record Stored(byte[] bytes, Instant at) {}

  private record Hold(Set<Key> keys, Instant at) {}

  /// @param opened whether there is such a request
  public RememberedAttachments(InstantSource clock, Predicate<ProposalId> opened) {
    this.clock = clock;
    this.opened = opened;
  }

  @Override
  public synchronized Kept keep(AgentId agent, byte[] handed) {
    Key key = new Key(agent, Digest.of(handed));
    boolean before = stored.containsKey(key);
    if (!before) {
      List<Integer> lately = new ArrayList<>();
      stored.forEach((each, kept) -> {
        if (each.agent().equals(agent) && !isOver(kept.at())) {
          lately.add(kept.bytes().length);
        }
      });
      if (lately.size() >= MOST) {
        return new Kept.TooMany();
      }
      if (lately.stream().mapToLong(Integer::longValue).sum() + handed.length
          > MOST_BYTES_TOGETHER) {
        return new Kept.TooMuch();
      }
    }
    stored.put(key, new Stored(handed.clone(), clock.instant()));
    return new Kept.Is(key.digest(), handed.length, before);
  }

  private boolean isOver(Instant at) {
    return !clock.instant().isBefore(at.plus(UNHELD));
  }

  @Override
  public synchronized Map<Digest, Long> sizes(AgentId agent, Set<Digest> named) {
    Map<Digest, Long> sizes = new HashMap<>();
    stored.forEach((key, kept) -> {
      if (key.agent().equals(agent) && named.contains(key.digest())) {
        sizes.put(key.digest(), (long) kept.bytes().length);
      }
    });
    return Map.copyOf(sizes);
  }

  @Override
  public synchronized boolean hold(ProposalId request, AgentId agent, Set<Digest> named) {
    Set<Key> keys = new HashSet<>();
    named.forEach(digest -> keys.add(new Key(agent, digest)));
    if (!stored.keySet().containsAll(keys)) {
      return false;
    }
    holds.put(request, new Hold(keys, clock.instant()));
    return true;
  }

  @Override
  public synchronized Found find(ProposalId request, Digest digest) {
    return Optional.ofNullable(holds.get(request)).stream()
        .flatMap(hold -> hold.keys().stream())
        .filter(key -> key.digest().equals(digest))
        .findFirst()
        .map(key -> Objects.requireNonNull(stored.get(key)))
        .map(kept -> HeldAttachments.compared(kept.bytes().clone(), digest))
        .orElseGet(Found.Missing::new);
  }

  /// Changes what is stored, as somebody would who can write there.
  public synchronized void damage(Digest digest) {
    stored.replaceAll(
        (key, kept) -> key.digest().equals(digest) ? new Stored(new byte[] {1}, kept.at()) : kept);
  }

  @Override
  public synchronized int forget() {
    holds.entrySet().removeIf(each -> isOver(each.getValue().at()) && !opened.test(each.getKey()));
    Set<Key> held = new HashSet<>();
    holds.values().forEach(hold -> held.addAll(hold.keys()));
    int before = stored.size();
    stored
        .entrySet()
        .removeIf(each -> !held.contains(each.getKey()) && isOver(each.getValue().at()));
    return before - stored.size();
  }
}
