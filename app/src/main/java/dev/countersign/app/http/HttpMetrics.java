package dev.countersign.app.http;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.WireName;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/// Counts what passes the door. Every label has a closed set of values: route templates, status
/// codes, and words of our own.
final class HttpMetrics {
  private final MeterRegistry registry;

  HttpMetrics(MeterRegistry registry, Changes changes) {
    this.registry = registry;
    registry.gauge("countersign.http.waiting", changes, Changes::waiting);
  }

  void answered(String route, int status, Duration took) {
    registry
        .counter("countersign.http.requests", "route", route, "status", Integer.toString(status))
        .increment();
    registry.timer("countersign.http.request", "route", route).record(took);
  }

  void recorded(RequestRecord record) {
    Ruling ruling = record.ruling();
    registry
        .counter(
            "countersign.proposals",
            "class",
            WireName.of(record.proposal().action().actionClass()),
            "risk",
            WireName.of(ruling.risk().assessed()))
        .increment();
    registry.counter("countersign.rulings", "effect", WireName.of(ruling.gate())).increment();
  }
}
