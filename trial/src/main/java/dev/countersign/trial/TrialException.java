package dev.countersign.trial;

/// Why the trial cannot go on, in words for whoever started it.
public final class TrialException extends RuntimeException {
  TrialException(String message) {
    super(message);
  }

  TrialException(String message, Throwable cause) {
    super(message, cause);
  }
}
