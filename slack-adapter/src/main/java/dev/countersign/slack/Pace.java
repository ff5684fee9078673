package dev.countersign.slack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// How fast Slack takes what we send, counted here so that a burst waits instead of being refused
/// (docs.slack.dev/apis/web-api/rate-limits): a message a second in a channel, after a short burst,
/// and `chat.update` fifty times a minute in the workspace.
///
/// Who has to wait is given a turn of its own, so that all do not come back at once. Other replicas
/// spend unseen; their share comes back as 429, and then the line rests as long as Slack says.
final class Pace {
  /// What a call is counted as.
  enum Kind {
    /// A new message, in one channel. How short the burst may be, Slack does not say.
    POST(Duration.ofSeconds(1), 5),
    /// A change of a message, in the whole workspace: method tier 3.
    UPDATE(Duration.ofMillis(1_200), 20);

    private final Duration interval;
    private final int burst;

    Kind(Duration interval, int burst) {
      this.interval = interval;
      this.burst = burst;
    }
  }

  /// Lines remembered; the one not asked for the longest is forgotten first.
  private static final int MOST_LINES = 1_000;

  private final InstantSource clock;
  private final Map<String, Line> lines =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Line> eldest) {
          return size() > MOST_LINES;
        }
      };

  private static final class Line {
    /// When it would be as if nobody had called.
    private Instant idle;

    /// The last turn that was given away.
    private Instant turn;

    Line(Instant now) {
      idle = now;
      turn = now;
    }
  }

  Pace(InstantSource clock) {
    this.clock = clock;
  }

  /// Spends one call, or says how long to wait before asking again and spends nothing.
  ///
  /// @return zero when the call may go now
  synchronized Duration take(Kind kind, String channel) {
    Instant now = clock.instant();
    Line line = line(kind, channel, now);
    Instant free = line.idle.minus(kind.interval.multipliedBy(kind.burst - 1L));
    if (!free.isAfter(now)) {
      line.idle = later(line.idle, now).plus(kind.interval);
      return Duration.ZERO;
    }
    line.turn = later(line.turn.plus(kind.interval), free);
    return Duration.between(now, line.turn);
  }

  /// Slack refused a call and says for how long it will.
  synchronized void rest(Kind kind, String channel, Duration time) {
    Instant now = clock.instant();
    Line line = line(kind, channel, now);
    line.idle = later(line.idle, now.plus(time).plus(kind.interval.multipliedBy(kind.burst - 1L)));
  }

  private Line line(Kind kind, String channel, Instant now) {
    String name = kind == Kind.UPDATE ? kind.name() : kind.name() + " " + channel;
    return lines.computeIfAbsent(name, _ -> new Line(now));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
