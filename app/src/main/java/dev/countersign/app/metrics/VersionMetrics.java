package dev.countersign.app.metrics;

import dev.countersign.json.Digest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Which build runs, and with which files.
///
/// When another version is served, or other people are imported, the series of the former ones ends
/// with the next look, so that there is never more than one for each file.
public final class VersionMetrics {
  /// As many bytes as make twelve characters.
  private static final int SHOWN_BYTES = 6;

  private final MeterRegistry registry;
  private final MultiGauge files;
  private final Supplier<Map<String, Digest>> served;
  private final Supplier<Optional<Digest>> people;

  /// @param build of this process
  /// @param served file → its digest, for the version that is served
  /// @param people the digest of the current import; empty where nothing is known of anybody
  /// @param outdated whether this replica does not serve what is in force
  public VersionMetrics(
      MeterRegistry registry,
      String build,
      Supplier<Map<String, Digest>> served,
      Supplier<Optional<Digest>> people,
      BooleanSupplier outdated) {
    this.registry = registry;
    this.served = served;
    this.people = people;
    this.files = MultiGauge.builder("countersign.file.info").register(registry);
    Gauge.builder("countersign.build.info", () -> 1).tag("version", build).register(registry);
    Gauge.builder("countersign.replica.outdated", () -> outdated.getAsBoolean() ? 1 : 0)
        .register(registry);
  }

  /// @param waiting whether files that are watched here were changed and are not in force
  public void watched(BooleanSupplier waiting) {
    Gauge.builder("countersign.watched.files.waiting", () -> waiting.getAsBoolean() ? 1 : 0)
        .register(registry);
  }

  /// Where it cannot be said who is known, no people are shown.
  public void look() {
    Optional<Digest> known = Optional.empty();
    try {
      known = people.get();
    } finally {
      show(known);
    }
  }

  private void show(Optional<Digest> known) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    served.get().forEach((file, digest) -> rows.add(row(file, digest)));
    known.ifPresent(digest -> rows.add(row("people", digest)));
    files.register(rows, true);
  }

  private static MultiGauge.Row<Number> row(String file, Digest digest) {
    return MultiGauge.Row.of(
        Tags.of("file", file, "version", HexFormat.of().formatHex(digest.hash(), 0, SHOWN_BYTES)),
        1);
  }
}
