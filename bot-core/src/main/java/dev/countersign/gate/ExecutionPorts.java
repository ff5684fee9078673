package dev.countersign.gate;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Patience;

/// How approved actions run.
///
/// @param patience how long a worker stays with one execution
public record ExecutionPorts(ActionExecutor executor, Patience patience) {}
