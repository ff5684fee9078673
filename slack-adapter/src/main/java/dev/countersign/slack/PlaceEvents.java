package dev.countersign.slack;

import dev.countersign.card.PlaceDesk;
import dev.countersign.card.UnavailableException;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What follows from events about channels and the app, behind their acknowledgement, one after the
/// other: Slack is asked, by a card or by a question, and the event itself is believed by nobody.
final class PlaceEvents implements AutoCloseable {
  /// Events that wait; what comes beyond is found out by the next card.
  static final int MOST_WAITING = 32;

  private static final Duration IDLE = Duration.ofSeconds(10);

  /// What Slack says of a channel that is not there any more.
  private static final String NOT_FOUND = "channel_not_found";

  private static final Logger log = LoggerFactory.getLogger(PlaceEvents.class);

  private final String teamId;
  private final SlackWebApi api;
  private final OpenChannels channels;
  private final PlaceDesk desk;
  private final ThreadPoolExecutor behind;

  PlaceEvents(String teamId, SlackWebApi api, OpenChannels channels, PlaceDesk desk) {
    this.teamId = teamId;
    this.api = api;
    this.channels = channels;
    this.desk = desk;
    this.behind =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofVirtual().name("slack-places-", 0).factory());
    this.behind.allowCoreThreadTimeOut(true);
  }

  /// Something happened in this channel.
  void channel(String id) {
    channels.forget(id);
    later(() -> desk.told(place(id)));
  }

  /// Something happened to the app as a whole.
  void app() {
    later(() -> desk.told(Surface.SLACK, teamId));
  }

  /// A channel is said to have another id. That is so where Slack knows the one and the other no
  /// more.
  void moved(String from, String to) {
    channels.forget(from);
    channels.forget(to);
    later(() -> {
      boolean gone =
          info(from) instanceof SlackFacts.Refused(String code) && code.equals(NOT_FOUND);
      if (gone && info(to) instanceof SlackFacts.Told) {
        desk.moved(place(from), place(to));
      } else {
        desk.told(place(from));
      }
    });
  }

  private SlackFacts info(String channel) {
    return api.facts("conversations.info", Map.of("channel", channel));
  }

  private ChatAddress place(String channel) {
    return new ChatAddress(Surface.SLACK, teamId, channel);
  }

  private void later(Runnable step) {
    try {
      behind.execute(() -> guarded(step));
    } catch (RejectedExecutionException _) {
      log.warn("an event of slack is not followed: too many wait");
    }
  }

  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (UnavailableException e) {
      log.warn("an event of slack is not followed: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("an event of slack could not be followed", e);
    }
  }

  @Override
  public void close() {
    behind.shutdownNow();
  }
}
