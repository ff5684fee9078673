package dev.countersign.card;

import org.jspecify.annotations.Nullable;

/// What a desk or a port throws when it cannot answer now. What was asked may or may not have
/// happened; asking again is safe.
public abstract class UnavailableException extends RuntimeException {
  protected UnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
