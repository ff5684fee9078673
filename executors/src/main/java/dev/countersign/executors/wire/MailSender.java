package dev.countersign.executors.wire;

import java.util.Optional;

/// Whom the messages of a connection come from: always its operator's choice, never an agent's.
///
/// @param name shown before the address, one line
/// @param replyTo where answers go instead of to `address`
public record MailSender(Mailbox address, Optional<String> name, Optional<Mailbox> replyTo) {}
