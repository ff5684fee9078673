package dev.countersign.app;

import dev.countersign.executors.Connections;
import dev.countersign.people.People;
import dev.countersign.policy.Policy;
import dev.countersign.token.KeyRing;

/// What a starting gate reads once, complete and checked.
public record Startup(Policy policy, People people, Connections connections, KeyRing keys) {}
