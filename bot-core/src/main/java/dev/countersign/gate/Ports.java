package dev.countersign.gate;

import dev.countersign.ledger.DeliveryKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Everything outside of the core that a gate needs.
///
/// @param ledgerClock the time of the ledger, by which every deadline is judged
/// @param random for ids; unpredictable in a deployment
/// @param afterCommit called after each commit that ordered deliveries, with their kinds; wakes the
///   workers
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
    Consumer<Set<DeliveryKind>> afterCommit,
    Duration unreachedAfter,
    Metrics metrics) {}
