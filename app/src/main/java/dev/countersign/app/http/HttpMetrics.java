package dev.countersign.app.http;

import dev.countersign.intake.IntakeResult;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Observed;
import dev.countersign.policy.Ruling;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Counts what passes the door. Every label has a closed set of values: route templates, status
/// codes, ids of the policy's rules, and words of our own.
final class HttpMetrics {
  private static final String ATTACHED = "countersign.proposals.attached";
  private static final String EFFECT = "effect";
  private static final String OVER = "countersign.proposals.over.budget";
  private static final Set<String> OVER_BUDGET =
      Set.of(
          "agent_has_too_many_open",
          "channel_has_too_many_open",
          "agent_asked_too_often",
          "channel_asked_too_often");

  private final MeterRegistry registry;

  HttpMetrics(MeterRegistry registry) {
    this.registry = registry;
    // Known from the start: what is to alarm must not be missing before it first happens.
    registry.counter(ATTACHED);
    OVER_BUDGET.forEach(code -> registry.counter(OVER, "code", code));
  }

  void answered(String route, int status, Duration took) {
    registry
        .counter("countersign.http.requests", "route", route, "status", Integer.toString(status))
        .increment();
    registry.timer("countersign.http.request", "route", route).record(took);
  }

  void attached() {
    registry.counter(ATTACHED).increment();
  }

  void declined(IntakeResult.Declined declined) {
    if (declined.reason().kind() == IntakeResult.Kind.TOO_MANY) {
      registry.counter(OVER, "code", declined.reason().code()).increment();
    }
  }

  private void observed(Observed inside) {
    List<String> groups =
        inside.stages().isEmpty()
            ? List.of("")
            : inside.stages().stream().map(stage -> stage.group().value()).distinct().toList();
    for (String group : groups) {
      registry
          .counter("countersign.observed", EFFECT, WireName.of(inside.gate()), "group", group)
          .increment();
    }
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
    String effect = ruling.observed().isPresent() ? "observed" : WireName.of(ruling.gate());
    ruling.observed().ifPresent(this::observed);
    registry.counter("countersign.rulings", EFFECT, effect).increment();
    for (String rule : ruling.rules()) {
      registry.counter("countersign.rules.matched", "rule", rule, EFFECT, effect).increment();
    }
  }
}
