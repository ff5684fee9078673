package dev.countersign.gate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Everything outside of the core that a gate needs.
///
/// @param ledgerClock the time of the ledger, by which every deadline is judged
/// @param random for ids; unpredictable in a deployment
/// @param afterCommit called after each commit that ordered a delivery; wakes the workers
/// @param unreachedAfter how long every place of a request has to refuse its card before the
///   request ends
public record Ports(
    Stores stores,
    Signing signing,
    Rules rules,
    ChatPorts chats,
    ExecutionPorts execution,
    InstantSource ledgerClock,
    RandomGenerator random,
    Runnable afterCommit,
    Duration unreachedAfter,
    Metrics metrics) {}
