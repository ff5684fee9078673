package dev.countersign.executors.connection;

/// How a connection to a mail server is encrypted. Nothing is said on it before it is.
public enum MailEncryption {
  /// From the first byte (RFC 8314, section 3).
  IMPLICIT(465),

  /// After `STARTTLS`; a server that does not offer it gets nothing (RFC 3207).
  STARTTLS(587),

  /// Not at all: to this machine alone.
  NONE(25);

  private final int usualPort;

  MailEncryption(int usualPort) {
    this.usualPort = usualPort;
  }

  int usualPort() {
    return usualPort;
  }
}
