package dev.countersign.sandbox.slack;

import dev.countersign.sandbox.wire.CallbackDelivery;
import java.util.Optional;

/// One slash command: the signed request that carried it, and what the person saw at once.
public record CommandRun(
    CallbackDelivery delivery, String responseUrl, Optional<Ephemeral> reply) {}
