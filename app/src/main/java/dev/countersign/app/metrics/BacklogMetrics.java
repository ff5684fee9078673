package dev.countersign.app.metrics;

import dev.countersign.json.WireName;
import dev.countersign.ledger.Backlog;
import dev.countersign.ledger.DeliveryKind;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;

/// How much waits in the ledger, as it was last read.
///
/// Where the last try failed, or the last reading is older than [#KNOWN_FOR], nobody knows: then
/// every number is `NaN` rather than what it once was, and the age says for how long.
public final class BacklogMetrics {
  /// Beyond this many the number no longer matters.
  static final int MOST_COUNTED = 10_000;

  /// Four of the looks that fill it.
  static final Duration KNOWN_FOR = Duration.ofMinutes(1);

  private final Backlog backlog;
  private final IntSupplier frozen;
  private final Clock clock;
  private volatile long lastRead;
  private volatile int freezes;
  private volatile Optional<Backlog.Reading> latest = Optional.empty();

  /// @param frozen how many freezes are on; asked with the rest
  public BacklogMetrics(MeterRegistry registry, Backlog backlog, IntSupplier frozen) {
    this.backlog = backlog;
    this.frozen = frozen;
    this.clock = registry.config().clock();
    this.lastRead = clock.monotonicTime();
    for (DeliveryKind kind : DeliveryKind.values()) {
      gauge(registry, "countersign.deliveries.held", kind, Backlog.Line::held);
      gauge(registry, "countersign.deliveries.due", kind, Backlog.Line::due);
      Gauge.builder(
              "countersign.deliveries.oldest.due",
              () -> known(reading -> seconds(line(reading, kind).oldest())))
          .tag("kind", WireName.of(kind))
          .baseUnit("seconds")
          .register(registry);
    }
    gauge(registry, "countersign.requests.pending", Backlog.Reading::pending);
    gauge(registry, "countersign.requests.overdue", Backlog.Reading::overdue);
    gauge(registry, "countersign.executions.withheld", Backlog.Reading::withheld);
    gauge(registry, "countersign.executions.unknown", Backlog.Reading::unknown);
    gauge(registry, "countersign.on.hold", reading -> reading.onHold() ? 1 : 0);
    gauge(registry, "countersign.freezes", _ -> freezes);
    Gauge.builder("countersign.backlog.age", () -> seconds(age()))
        .baseUnit("seconds")
        .register(registry);
  }

  /// Reads anew; what the ledger throws is thrown on.
  public void look() {
    try {
      freezes = frozen.getAsInt();
      latest = Optional.of(backlog.read(MOST_COUNTED));
      lastRead = clock.monotonicTime();
    } catch (RuntimeException | Error e) {
      latest = Optional.empty();
      throw e;
    }
  }

  private void gauge(
      MeterRegistry registry, String name, ToDoubleFunction<Backlog.Reading> number) {
    Gauge.builder(name, () -> known(number)).register(registry);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      DeliveryKind kind,
      ToDoubleFunction<Backlog.Line> number) {
    Gauge.builder(name, () -> known(reading -> number.applyAsDouble(line(reading, kind))))
        .tag("kind", WireName.of(kind))
        .register(registry);
  }

  private double known(ToDoubleFunction<Backlog.Reading> number) {
    return latest
        .filter(_ -> age().compareTo(KNOWN_FOR) <= 0)
        .map(number::applyAsDouble)
        .orElse(Double.NaN);
  }

  private Duration age() {
    return Duration.ofNanos(clock.monotonicTime() - lastRead);
  }

  private static Backlog.Line line(Backlog.Reading reading, DeliveryKind kind) {
    return Objects.requireNonNull(reading.deliveries().get(kind));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
