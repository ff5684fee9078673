package dev.countersign.slack;

import java.util.LinkedHashMap;
import java.util.Map;

/// Signatures that this process has already taken, the latest [#CAPACITY] of them: with the time
/// window, more than a workspace presses within it.
///
/// It saves work and counts replays; it is not what makes a press count once. That is the ledger,
/// which also holds across processes and after a restart.
final class SeenSignatures {
  static final int CAPACITY = 10_000;

  private final Map<String, Boolean> seen =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > CAPACITY;
        }
      };

  /// Whether this is its first time.
  synchronized boolean add(String signature) {
    return seen.putIfAbsent(signature, Boolean.TRUE) == null;
  }

  /// For a callback that failed before it could have any effect, so that the same bytes may try
  /// again.
  synchronized void forget(String signature) {
    seen.remove(signature);
  }
}
