package dev.countersign.teams.caller;

import dev.countersign.card.RecentlyUsed;
import dev.countersign.json.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// For whom each of the connector's bearers has spoken. A bearer does not cover the body that it
/// comes with, so whoever captured one could send another body with it until it expires: here it
/// stays with the person that it spoke for first in a conversation, and brings no activity twice.
///
/// Remembered by this process alone, as digests: a replica that has not met the bearer does not
/// know. What decides on all of them is the single-use button token and the vote's own row.
public final class BearerUses {
  /// Bearers remembered. Only Microsoft makes them, so nobody else can fill this; the one that was
  /// met the longest ago is forgotten first.
  static final int MOST_BEARERS = 10_000;

  /// Conversations and activities of one bearer. One that asks for more is captured, or lives too
  /// long to be believed.
  static final int MOST_CONVERSATIONS = 1_000;

  static final int MOST_ACTIVITIES = 10_000;

  /// The connector's live for an hour; what claims a longer life is remembered no longer than this.
  static final Duration LONGEST_LIFE = Duration.ofDays(1);

  private final InstantSource clock;
  private final Map<Digest, Use> bearers = new RecentlyUsed<>(MOST_BEARERS);

  public BearerUses(InstantSource clock) {
    this.clock = clock;
  }

  /// What one bearer was used for.
  private static final class Use {
    private final Instant until;
    private final Map<String, String> persons = new HashMap<>();
    private final Set<String> activities = new HashSet<>();

    private Use(Instant until) {
      this.until = until;
    }
  }

  /// Notes the use of a bearer that proved genuine.
  ///
  /// @param expiry of the bearer
  /// @param conversation without its thread
  /// @param member the chat's own name for who is said to speak; empty where nobody is, as with
  ///   what becomes of a channel
  /// @param activity its id, where it has one
  /// @return why it is refused; empty when it is not
  public synchronized Optional<CallerRefusal> flaw(
      String bearer,
      Instant expiry,
      String conversation,
      Optional<String> member,
      Optional<String> activity) {
    Use use = use(Digest.of(bearer), expiry);
    return member
        .flatMap(speaker -> flawOfSpeaker(use, conversation, speaker))
        .or(() -> activity.flatMap(id -> flawOfActivity(use, conversation + ' ' + id)));
  }

  private static Optional<CallerRefusal> flawOfSpeaker(
      Use use, String conversation, String member) {
    String spokeFor = use.persons.get(conversation);
    if (spokeFor == null) {
      if (use.persons.size() >= MOST_CONVERSATIONS) {
        return Optional.of(CallerRefusal.BEARER_OVERUSED);
      }
      use.persons.put(conversation, member);
    } else if (!spokeFor.equals(member)) {
      return Optional.of(CallerRefusal.BEARER_OF_ANOTHER);
    }
    return Optional.empty();
  }

  private static Optional<CallerRefusal> flawOfActivity(Use use, String place) {
    if (use.activities.contains(place)) {
      return Optional.of(CallerRefusal.REPLAYED);
    }
    if (use.activities.size() >= MOST_ACTIVITIES) {
      return Optional.of(CallerRefusal.BEARER_OVERUSED);
    }
    use.activities.add(place);
    return Optional.empty();
  }

  /// What could not be taken may come again with the same bearer.
  public synchronized void forget(String bearer, String conversation, String activity) {
    Use use = bearers.get(Digest.of(bearer));
    if (use != null) {
      use.activities.remove(conversation + ' ' + activity);
    }
  }

  private Use use(Digest bearer, Instant expiry) {
    Instant now = clock.instant();
    Use known = bearers.get(bearer);
    if (known != null && now.isBefore(known.until)) {
      return known;
    }
    Instant latest = now.plus(LONGEST_LIFE);
    Instant end = expiry.plus(ConnectorTokenVerifier.SKEW);
    Use fresh = new Use(end.isBefore(latest) ? end : latest);
    bearers.put(bearer, fresh);
    return fresh;
  }
}
