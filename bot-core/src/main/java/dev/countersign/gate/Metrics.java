package dev.countersign.gate;

import dev.countersign.breakglass.GlassMetrics;
import dev.countersign.courier.CourierMetrics;
import dev.countersign.decision.DecisionMetrics;
import dev.countersign.execution.ExecutionMetrics;

/// Where the gate counts what happens in it.
public record Metrics(
    DecisionMetrics decisions,
    CourierMetrics cards,
    ExecutionMetrics executions,
    GlassMetrics glass) {}
