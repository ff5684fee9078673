package dev.countersign.sandbox.mail;

/// How the end of one mail goes wrong, once its last dot has come.
public sealed interface MailFault {

  /// Another reply than usual, such as `451 later`; nothing is kept.
  record Answer(String reply) implements MailFault {}

  /// The connection is closed without a reply; nothing is kept.
  record Drop() implements MailFault {}

  /// The mail is kept, then the connection is closed without a reply.
  record KeepThenDrop() implements MailFault {}
}
