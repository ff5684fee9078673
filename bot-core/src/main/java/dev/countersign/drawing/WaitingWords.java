package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.request.Execution;
import java.time.Duration;
import java.util.List;

/// What is said of an approved action that waits its turn on its connection.
final class WaitingWords {
  private WaitingWords() {}

  /// A line that begins with a capital.
  static List<Run> of(RequestRecord record, Execution.Waiting waiting) {
    return List.of(
        Run.words("Waits its turn: "),
        Run.supplied(record.proposal().action().targetSystem(), Run.Emphasis.STRONG),
        Run.words(" takes " + takes(waiting) + ". It runs by itself, not before "),
        new Run.Moment(waiting.notBefore()),
        Run.words("."));
  }

  private static String takes(Execution.Waiting waiting) {
    return waiting
        .per()
        .map(per -> waiting.most() + " " + every(per))
        .orElse(waiting.most() + " at once");
  }

  private static String every(Duration per) {
    return switch ((int) per.toSeconds()) {
      case 1 -> "per second";
      case 60 -> "per minute";
      case 3600 -> "per hour";
      case 86_400 -> "per day";
      default -> "in " + per.toSeconds() + " seconds";
    };
  }
}
