package dev.countersign.token;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The keys of one purpose, oldest first: exactly one signs, at most one is next. Immutable.
final class KeySet<K extends RingKey<K>> {
  /// Thirty years of grant keys that rotate every 90 days.
  static final int MAX_KEYS = 128;

  private final Map<String, K> keys = new LinkedHashMap<>();
  private final K signing;

  KeySet(List<K> keys) {
    for (K key : keys) {
      if (this.keys.put(key.kid(), key) != null) {
        throw new IllegalArgumentException("two keys are called " + key.kid());
      }
    }
    if (keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException("more than " + MAX_KEYS + " keys for one purpose");
    }
    if (in(KeyState.SIGNING).size() != 1 || in(KeyState.NEXT).size() > 1) {
      throw new IllegalArgumentException("exactly one key signs and at most one is next");
    }
    this.signing = in(KeyState.SIGNING).getFirst();
  }

  K signing() {
    return signing;
  }

  @Nullable K find(String kid) {
    return keys.get(kid);
  }

  Collection<K> all() {
    return keys.values();
  }

  private List<K> in(KeyState state) {
    return keys.values().stream().filter(key -> key.state() == state).toList();
  }

  KeySet<K> with(K added) {
    var changed = new ArrayList<>(keys.values());
    changed.add(added);
    return new KeySet<>(changed);
  }

  /// The next key signs from now on, the signing one only verifies.
  KeySet<K> rotated(Duration published, InstantSource clock) {
    K next =
        in(KeyState.NEXT).stream()
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no key is next"));
    Instant ready = next.label().since().plus(published);
    if (clock.instant().isBefore(ready)) {
      throw new IllegalStateException("key " + next.kid() + " may not sign before " + ready);
    }
    return promoted(next, signing, KeyState.VERIFYING, clock);
  }

  /// A stolen signing key is replaced at once, by the next key when there is one: waiting would
  /// help only the thief.
  KeySet<K> revoked(K stolen, Supplier<K> fresh, InstantSource clock) {
    return switch (stolen.state()) {
      case REVOKED -> this;
      case NEXT, VERIFYING ->
          mapped(key -> key == stolen ? moved(key, KeyState.REVOKED, clock) : key);
      case SIGNING -> {
        List<K> next = in(KeyState.NEXT);
        if (!next.isEmpty()) {
          yield promoted(next.getFirst(), stolen, KeyState.REVOKED, clock);
        }
        var changed = new ArrayList<K>();
        keys.values()
            .forEach(key -> changed.add(key == stolen ? moved(key, KeyState.REVOKED, clock) : key));
        changed.add(fresh.get());
        yield new KeySet<>(changed);
      }
    };
  }

  KeySet<K> without(Predicate<K> lapsed) {
    return new KeySet<>(keys.values().stream().filter(lapsed.negate()).toList());
  }

  private KeySet<K> promoted(K next, K former, KeyState formerState, InstantSource clock) {
    return mapped(key -> {
      if (key == next) {
        return moved(key, KeyState.SIGNING, clock);
      }
      return key == former ? moved(key, formerState, clock) : key;
    });
  }

  KeySet<K> mapped(Function<K, K> change) {
    return new KeySet<>(keys.values().stream().map(change).toList());
  }

  private static <K extends RingKey<K>> K moved(K key, KeyState state, InstantSource clock) {
    return key.relabelled(key.label().in(state, clock));
  }

  Json toJson() {
    return JsonArray.of(keys.values(), RingKey::toJson);
  }
}
