package dev.countersign.sandbox.slack;

import dev.countersign.sandbox.SandboxSecrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A trigger opens one view, within three seconds of the interaction that made it.
final class TriggerIds {
  static final Duration LIFETIME = Duration.ofSeconds(3);

  private final InstantSource clock;
  private final Map<String, Trigger> issued = new HashMap<>();
  private final Set<String> exchanged = new HashSet<>();

  TriggerIds(InstantSource clock) {
    this.clock = clock;
  }

  synchronized String issue(String userId) {
    Instant now = clock.instant();
    String id =
        "%d.%d.%s".formatted(issued.size() + 1, now.getEpochSecond(), SandboxSecrets.unguessable());
    issued.put(id, new Trigger(userId, now.plus(LIFETIME)));
    return id;
  }

  /// The person whose interaction it was. The last instant is already too late.
  synchronized String exchange(String id) {
    Trigger trigger = issued.get(id);
    if (trigger == null) {
      throw new ApiError("invalid_trigger_id");
    }
    if (!exchanged.add(id)) {
      throw new ApiError("exchanged_trigger_id");
    }
    if (!clock.instant().isBefore(trigger.expiresAt())) {
      throw new ApiError("expired_trigger_id");
    }
    return trigger.userId();
  }

  private record Trigger(String userId, Instant expiresAt) {}
}
