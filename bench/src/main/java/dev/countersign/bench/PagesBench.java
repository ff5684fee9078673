package dev.countersign.bench;

import dev.countersign.card.Board;
import dev.countersign.card.BoardDesk.Question;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.secret.Secret;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/// What pages of the console take while much waits: asked over HTTP on this machine, one after the
/// other, from the first byte sent to the last one read.
final class PagesBench {
  /// A lead, who is in every group, and somebody who sees by a role whatever waits.
  private static final String LEAD = "lena";

  /// Another, who is in one of them.
  private static final String LEAD_OF_ONE = "gina";

  private static final String VIEWER = "vera";

  private static final double NANOS_PER_MILLI = 1e6;

  private static final Question QUEUE_OF_ALL =
      new Question(
          Board.Scope.ALL,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "",
          "");

  private PagesBench() {}

  /// Makes a database, fills it, measures, drops it.
  ///
  /// @param each how long each page is asked for; half of it before, uncounted
  /// @throws BenchRefusedException when a database of the bench's name is not the bench's
  static QueueReport run(
      BenchServer server, long pending, long past, Duration each, Consumer<String> progress)
      throws Exception {
    SecureRandom random = new SecureRandom();
    List<QueueReport.Line> lines = new ArrayList<>();
    Map<String, String> times = new LinkedHashMap<>();
    try (BenchDatabase database = BenchDatabase.ofGate(server, Secret.drawn(random).reveal());
        BenchGate gate = new BenchGate(database.config(2), Secret.drawn(random).reveal())) {
      for (long number = 0; number < Sample.AGENTS; number++) {
        gate.propose(number);
      }
      progress.accept("filling");
      long size = PagesFill.fill(server, pending, past);
      requireFull(gate);
      String load = Conditions.load();
      for (Shown shown : shown()) {
        progress.accept("measuring " + shown.what());
        try (BenchPages pages = new BenchPages(gate, shown.reader())) {
          asked(pages, shown.path(), each.dividedBy(2));
          long before = processorNanos(server);
          QueueReport.Line line =
              new QueueReport.Line(shown.what(), asked(pages, shown.path(), each));
          lines.add(line);
          times.put(
              "processor, " + shown.what(),
              String.format(
                  Locale.ROOT,
                  "%.1f ms",
                  (processorNanos(server) - before)
                      / NANOS_PER_MILLI
                      / line.latencies().getTotalCount()));
        }
      }
      try (var connection = database.connect()) {
        return new QueueReport(
            Conditions.ofQueue(
                    connection, InstantSource.system().instant(), pending, past, size, load)
                .and(times),
            lines);
      }
    }
  }

  /// Of this process and of all of the server, its own where it is known: what a page takes of a
  /// machine that others use, too.
  private static long processorNanos(BenchServer server) {
    long own =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getProcessCpuTime()
            : 0;
    return own
        + (server.postmaster().isPresent()
            ? MachineTimes.tree(server.postmaster().getAsLong()).orElse(0)
            : 0);
  }

  /// A page that left out what does not read would be fast.
  private static void requireFull(BenchGate gate) {
    Board board =
        gate.core
            .board()
            .board(new AccountId(Surface.CONSOLE, Sample.ISSUER, VIEWER), QUEUE_OF_ALL);
    if (board.rows().size() != Board.MOST_ROWS) {
      throw new IllegalStateException("of what was filled " + board.rows().size() + " are shown");
    }
  }

  private record Shown(String what, String reader, String path) {}

  private static List<Shown> shown() {
    return List.of(
        new Shown("queue, one group", LEAD_OF_ONE, "/"),
        new Shown("queue, 8 groups", LEAD, "/"),
        new Shown("queue, narrowed", LEAD, "/?risk=low&due=later"),
        new Shown("queue, all that waits", VIEWER, "/?of=all"),
        new Shown("search, what all have", LEAD, "/search?q=helpdesk"),
        new Shown("search, what none has", LEAD, "/search?q=nosuchword"),
        new Shown("metrics, counted anew", VIEWER, "/metrics?days=30"),
        new Shown("sign-in", LEAD, "/sign-in"));
  }

  private static Histogram asked(BenchPages pages, String path, Duration length) {
    Histogram latencies = ClosedLoop.histogram();
    long start = System.nanoTime();
    for (long begin = start; begin - start < length.toNanos(); begin = System.nanoTime()) {
      pages.open(path);
      latencies.recordValue(System.nanoTime() - begin);
    }
    return latencies;
  }
}
