package dev.countersign.trial.page;

/// What was asked of the page cannot be done; the message is shown to whoever asked.
@SuppressWarnings("serial")
final class RefusedException extends RuntimeException {
  RefusedException(String message) {
    super(message);
  }
}
