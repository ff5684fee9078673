package dev.countersign.courier;

import dev.countersign.card.PlaceDesk;
import dev.countersign.card.RecentlyUsed;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Deliveries;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Surface;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has places looked at of which a chat told something: one card there is shown once more, whether
/// or not it changed. A place that is closed is so found at once and not by its next card; one that
/// takes cards again shows what waits. An untrue telling costs one update of a card, and few of
/// those.
public final class PlaceLooks implements PlaceDesk {
  /// Between two looks at the same place.
  static final Duration SAME_PLACE = Duration.ofSeconds(10);

  /// Looks of this process in a minute: tellings do not spend what chats allow for changes.
  static final int MOST_IN_A_MINUTE = 20;

  /// Places of a chat that is told of as a whole.
  static final int MOST_PLACES = 20;

  private static final int REMEMBERED = 1_000;
  private static final Logger log = LoggerFactory.getLogger(PlaceLooks.class);

  private final Deliveries deliveries;
  private final Directory directory;
  private final InstantSource clock;
  private final BiConsumer<ChatAddress, ChatAddress> moved;
  private final Map<String, Instant> last = new RecentlyUsed<>(REMEMBERED);
  private final Deque<Instant> looks = new ArrayDeque<>();

  /// @param moved tells operators that a place is called otherwise now
  public PlaceLooks(
      Deliveries deliveries,
      Directory directory,
      InstantSource clock,
      BiConsumer<ChatAddress, ChatAddress> moved) {
    this.deliveries = deliveries;
    this.directory = directory;
    this.clock = clock;
    this.moved = moved;
  }

  @Override
  public void told(ChatAddress place) {
    look(place.toString(), 1);
  }

  @Override
  public void told(Surface chat, String tenant) {
    look(WireName.of(chat) + ":" + tenant + ":", MOST_PLACES);
  }

  private void look(String places, int most) {
    if (isDue(places)) {
      deliveries.recheck(places, most);
    } else {
      log.info("{} is told of too often, and not looked at", places);
    }
  }

  private synchronized boolean isDue(String places) {
    Instant now = clock.instant();
    while (!looks.isEmpty() && !looks.peekFirst().plus(Duration.ofMinutes(1)).isAfter(now)) {
      looks.removeFirst();
    }
    Instant before = last.get(places);
    boolean due =
        looks.size() < MOST_IN_A_MINUTE
            && (before == null || !now.isBefore(before.plus(SAME_PLACE)));
    if (due) {
      looks.addLast(now);
      last.put(places, now);
    }
    return due;
  }

  @Override
  public void moved(ChatAddress from, ChatAddress to) {
    boolean asked =
        directory.asOfNow().groups().stream()
            .anyMatch(
                group -> group.channel(from.surface()).filter(from.channel()::equals).isPresent());
    if (asked && isDue("moved " + from)) {
      log.error("{} is called {} now: name that in people.yaml", from, to);
      moved.accept(from, to);
    }
    told(from);
  }
}
