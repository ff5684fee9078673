package dev.countersign.app.keys;

/// The key file cannot be used. The message says why and what to do, and shows no key.
public final class KeyFileException extends RuntimeException {
  KeyFileException(String message) {
    super(message);
  }

  KeyFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
