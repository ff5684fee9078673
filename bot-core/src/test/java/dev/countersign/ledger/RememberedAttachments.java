package dev.countersign.ledger;

import dev.countersign.json.Digest;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Attachments in memory.
public final class RememberedAttachments implements HeldAttachments {
  private final InstantSource clock;
  private final Predicate<ProposalId> opened;
  private final Map<Key, byte[]> bytes = new HashMap<>();
  private final Map<Key, Instant> keptAt = new HashMap<>();
  private final Map<ProposalId, Hold> holds = new HashMap<>();

  private record Key(AgentId agent, Digest digest) {}

  private record Hold(Set<Key> keys, Instant at) {}

  /// @param opened whether there is such a request
  public RememberedAttachments(InstantSource clock, Predicate<ProposalId> opened) {
    this.clock = clock;
    this.opened = opened;
  }

  @Override
  public synchronized Kept keep(AgentId agent, byte[] handed) {
    Key key = new Key(agent, Digest.of(handed));
    boolean before = bytes.containsKey(key);
    if (!before) {
      var lately =
          keptAt.entrySet().stream()
              .filter(each -> each.getKey().agent().equals(agent) && !isOver(each.getValue()))
              .map(each -> bytes.get(each.getKey()).length)
              .toList();
      if (lately.size() >= MOST) {
        return new Kept.TooMany();
      }
      if (lately.stream().mapToLong(Integer::longValue).sum() + handed.length
          > MOST_BYTES_TOGETHER) {
        return new Kept.TooMuch();
      }
      bytes.put(key, handed.clone());
    }
    keptAt.put(key, clock.instant());
    return new Kept.Is(key.digest(), handed.length, before);
  }

  private boolean isOver(Instant at) {
    return !clock.instant().isBefore(at.plus(UNHELD));
  }

  @Override
  public synchronized Map<Digest, Long> sizes(AgentId agent, Set<Digest> named) {
    Map<Digest, Long> sizes = new HashMap<>();
    for (Digest digest : named) {
      byte[] kept = bytes.get(new Key(agent, digest));
      if (kept != null) {
        sizes.put(digest, (long) kept.length);
      }
    }
    return Map.copyOf(sizes);
  }

  @Override
  public synchronized boolean hold(ProposalId request, AgentId agent, Set<Digest> named) {
    Set<Key> keys = new HashSet<>();
    named.forEach(digest -> keys.add(new Key(agent, digest)));
    if (!bytes.keySet().containsAll(keys)) {
      return false;
    }
    holds.put(request, new Hold(keys, clock.instant()));
    return true;
  }

  @Override
  public synchronized Found find(ProposalId request, Digest digest) {
    Hold hold = holds.get(request);
    return hold == null
        ? new Found.Missing()
        : hold.keys().stream()
            .filter(key -> key.digest().equals(digest))
            .findFirst()
            .map(key -> HeldAttachments.compared(bytes.get(key).clone(), digest))
            .orElseGet(Found.Missing::new);
  }

  /// Changes what is stored, as somebody would who can write there.
  public synchronized void damage(Digest digest) {
    bytes.replaceAll((key, kept) -> key.digest().equals(digest) ? new byte[] {1} : kept);
  }

  @Override
  public synchronized int forget() {
    holds.entrySet().removeIf(each -> isOver(each.getValue().at()) && !opened.test(each.getKey()));
    Set<Key> held = new HashSet<>();
    holds.values().forEach(hold -> held.addAll(hold.keys()));
    int before = bytes.size();
    bytes.keySet().removeIf(key -> !held.contains(key) && isOver(keptAt.get(key)));
    keptAt.keySet().retainAll(bytes.keySet());
    return before - bytes.size();
  }
}
