package dev.countersign.sandbox.slack;

import dev.countersign.sandbox.wire.Delivery;
import java.util.Optional;

/// One slash command: the signed request that carried it, and what the person saw at once.
public record CommandRun(Delivery delivery, String responseUrl, Optional<Ephemeral> reply) {}
