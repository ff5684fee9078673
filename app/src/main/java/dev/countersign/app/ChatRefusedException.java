package dev.countersign.app;

import java.util.List;

/// A chat says that its settings are wrong: the gate does not start, so that a rollout stops before
/// it takes the replicas that work.
public final class ChatRefusedException extends RuntimeException {
  private final transient List<String> lines;

  ChatRefusedException(List<String> lines) {
    super(String.join(System.lineSeparator(), lines));
    this.lines = List.copyOf(lines);
  }

  /// One sentence for each chat.
  public List<String> lines() {
    return lines;
  }
}
