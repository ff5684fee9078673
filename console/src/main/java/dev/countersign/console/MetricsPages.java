package dev.countersign.console;

import dev.countersign.people.ConsoleRole;
import dev.countersign.report.PeriodFigures;
import dev.countersign.report.RequestLines;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What was asked and what came of it, in pictures with numbers. They are counted once a minute at
/// most, by whoever asks first; the others wait for it.
final class MetricsPages {
  static final String PATH = "/metrics";
  static final String DAYS = "days";

  /// Requests that are counted, the newest ones.
  static final int MOST = 20_000;

  static final Duration KEPT = Duration.ofMinutes(1);

  private final RequestLines lines;
  private final InstantSource clock;
  private final Map<Period, Counted> counted = new EnumMap<>(Period.class);
  private final ReentrantLock counting = new ReentrantLock();

  private MetricsPages(RequestLines lines, InstantSource clock) {
    this.lines = lines;
    this.clock = clock;
  }

  private record Counted(Instant at, PeriodFigures figures) {}

  static List<Route> routes(RequestLines lines, InstantSource clock) {
    return List.of(
        Route.of(PATH, new MetricsPages(lines, clock)::show)
            .onlyFor(ConsoleRole.VIEWER, ConsoleRole.AUDITOR, ConsoleRole.ADMIN)
            .inNavigation("Metrics"));
  }

  private void show(PageRequest asked) throws IOException {
    Period period = Period.of(asked.query().text(DAYS)).orElse(Period.WEEK);
    Counted now = counted(period);
    asked
        .answers()
        .page(
            HttpServletResponse.SC_OK,
            "Metrics",
            Optional.of(asked.who()),
            new MetricsPage(period, now.figures(), now.at()).parts());
  }

  private Counted counted(Period period) {
    counting.lock();
    try {
      Instant now = clock.instant();
      @Nullable Counted known = counted.get(period);
      if (known == null || !now.isBefore(known.at().plus(KEPT))) {
        known =
            new Counted(
                now, PeriodFigures.of(lines, period.begin(now), now, LineFile.END_OF_IDS, MOST));
        counted.put(period, known);
      }
      return known;
    } finally {
      counting.unlock();
    }
  }
}
