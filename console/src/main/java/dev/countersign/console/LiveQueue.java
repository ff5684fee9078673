package dev.countersign.console;

import dev.countersign.card.UnavailableException;
import dev.countersign.json.Digest;
import dev.countersign.ledger.WaitingMarks;
import dev.countersign.policy.GroupName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells open pages that what waits has changed. One listener for all of them: while somebody
/// looks, it asks once a second whether the marks of their groups are what they were, whichever
/// replica changed them.
final class LiveQueue implements AutoCloseable {
  /// Streams at once on one replica; the next page does without.
  static final int MOST_STREAMS = 1_000;

  /// Of one account, so that nobody takes the places of all.
  static final int MOST_OF_ONE = 8;

  /// After which a browser connects anew, and is looked at anew.
  static final Duration LONGEST = Duration.ofMinutes(5);

  static final Duration LOOK = Duration.ofSeconds(1);

  /// Shorter than what a proxy lets stand still.
  static final Duration ALIVE = Duration.ofSeconds(15);

  /// A look takes at most this share of the time.
  private static final int SHARE = 20;

  private static final int SEEN_BYTES = 12;
  private static final Logger log = LoggerFactory.getLogger(LiveQueue.class);

  private final WaitingMarks marks;
  private final Set<LiveStream> streams = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService listener;
  private long nextLook = System.nanoTime();
  private long nextAlive = System.nanoTime();

  LiveQueue(WaitingMarks marks) {
    this.marks = marks;
    this.listener =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("live-queue").factory());
    // A turn catches what it meets, so nothing is waited for.
    var _ =
        listener.scheduleWithFixedDelay(
            this::turn, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Whether there is a place for one more.
  boolean hasRoom(String account) {
    return !listener.isShutdown()
        && streams.size() < MOST_STREAMS
        && streams.stream().filter(stream -> stream.account().equals(account)).count()
            < MOST_OF_ONE;
  }

  void add(LiveStream stream) {
    streams.add(stream);
  }

  void remove(LiveStream stream) {
    streams.remove(stream);
  }

  int open() {
    return streams.size();
  }

  /// Whatever happens in one, the next comes.
  private void turn() {
    try {
      long begin = System.nanoTime();
      if (streams.isEmpty()) {
        return;
      }
      if (begin - nextAlive >= 0) {
        nextAlive = begin + ALIVE.toNanos();
        streams.forEach(LiveStream::keepAlive);
      }
      if (begin - nextLook >= 0) {
        look();
        nextLook = System.nanoTime() + (System.nanoTime() - begin) * SHARE;
      }
    } catch (UnavailableException e) {
      log.warn("what waits could not be looked at: {}", e.getMessage());
    } catch (RuntimeException | Error e) {
      log.error("what waits could not be looked at", e);
    }
  }

  /// Tells each stream whose groups stand otherwise than its page has seen them.
  void look() {
    Set<GroupName> groups =
        streams.stream()
            .flatMap(stream -> stream.groups().stream())
            .collect(Collectors.toUnmodifiableSet());
    Map<GroupName, String> now = groups.isEmpty() ? Map.of() : marks.marks(groups);
    Map<Set<GroupName>, String> seen = new HashMap<>();
    streams.forEach(
        stream -> stream.seen(seen.computeIfAbsent(stream.groups(), some -> digest(some, now))));
  }

  /// How these groups stand now, in one word: what a page has seen.
  String seen(Set<GroupName> groups) {
    return digest(groups, groups.isEmpty() ? Map.of() : marks.marks(groups));
  }

  private static String digest(Set<GroupName> groups, Map<GroupName, String> marks) {
    String all =
        groups.stream()
            .map(GroupName::value)
            .sorted()
            .map(name -> name + "=" + marks.getOrDefault(new GroupName(name), ""))
            .collect(Collectors.joining(" "));
    return HexFormat.of()
        .formatHex(Digest.sha256(all.getBytes(StandardCharsets.UTF_8)), 0, SEEN_BYTES);
  }

  @Override
  public void close() {
    listener.shutdownNow();
    streams.forEach(LiveStream::end);
  }
}
