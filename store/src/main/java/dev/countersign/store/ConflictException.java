package dev.countersign.store;

import java.util.Optional;

/// A constraint or a concurrent transaction kept the step out; thrown inside a transaction, it
/// undoes all of it.
final class ConflictException extends RuntimeException {
  private final transient Optional<String> constraint;

  ConflictException(String message) {
    super(message);
    this.constraint = Optional.empty();
  }

  ConflictException(Optional<String> constraint, Throwable cause) {
    super("refused by " + constraint.orElse("a concurrent transaction"), cause);
    this.constraint = constraint;
  }

  boolean violates(String name) {
    return constraint.equals(Optional.of(name));
  }
}
