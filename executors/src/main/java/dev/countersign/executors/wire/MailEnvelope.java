package dev.countersign.executors.wire;

import java.util.List;

/// What a mail server is told of a mail before it gets it.
///
/// @param from the sender, to whom the server says what it could not deliver
/// @param recipients each once
/// @param size of the whole message as it is sent, in bytes (RFC 1870)
public record MailEnvelope(String from, List<String> recipients, long size) {
  public MailEnvelope {
    recipients = List.copyOf(recipients);
  }
}
