package dev.countersign.gate;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Patience;
import dev.countersign.proposal.Proposal;
import java.util.function.Predicate;

/// How approved actions run.
///
/// @param executesHere whether the gate runs a proposal itself, rather than only saying that it is
///   approved
/// @param patience how long a worker stays with one execution
public record ExecutionPorts(
    ActionExecutor executor, Predicate<Proposal> executesHere, Patience patience) {}
