package dev.countersign.drawing;

import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Failed;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.Execution.NotGranted;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Running;
import dev.countersign.request.Execution.Skipped;
import dev.countersign.request.Execution.Succeeded;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.RequestState;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import dev.countersign.request.RequestState.Superseded;
import dev.countersign.request.RequestState.Withdrawn;

/// What became of a request in a few words, alike on its card and in lists.
///
/// @param sign never alone: the words say it as well
/// @param words beginning with a capital
record EndingWords(String sign, String words) {
  static final EndingWords NOT_HERE = new EndingWords("✅", "Approved, not executed here");
  static final EndingWords WAITS_FOR_ITS_TIME =
      new EndingWords("⚙️", "Approved, waits for its time");

  static final EndingWords WAITS_FOR_ITS_EXECUTOR =
      new EndingWords("⚙️", "Approved, waits for its executor");

  static final EndingWords WAITS_ITS_TURN = new EndingWords("⏳", "Approved, waits its turn");

  static final EndingWords FROZEN = new EndingWords("🧊", "Approved, frozen: it does not run");

  private static final EndingWords ABOUT_TO_RUN = new EndingWords("⚙️", "Approved, about to run");

  /// Of an approval that nothing has followed yet, that it is about to run; what is not to run, or
  /// not yet, its record alone tells.
  static EndingWords of(RequestState state) {
    return switch (state) {
      case Pending _ -> new EndingWords("⏳", "Waits for others");
      case Approved(_, _, var execution) -> of(execution);
      case Rejected _ -> new EndingWords("🚫", "Rejected, not executed");
      case Returned _ -> new EndingWords("📝", "Changes requested, not executed");
      case Refused _ -> new EndingWords("⛔", "Refused, not executed");
      case Expired _ -> new EndingWords("⌛", "Expired, not executed");
      case Withdrawn _ -> new EndingWords("↩️", "Withdrawn, not executed");
      case Superseded _ -> new EndingWords("🔁", "Superseded, not executed");
    };
  }

  private static EndingWords of(Execution execution) {
    return switch (execution) {
      case NotGranted _, Granted _ -> ABOUT_TO_RUN;
      case Running _ -> new EndingWords("⚙️", "Approved, running now");
      case Succeeded done ->
          new EndingWords(
              "✅",
              done.readBack().filter(found -> found.notRead().isEmpty()).isPresent()
                  ? "Executed, confirmed"
                  : "Executed");
      case Unknown(_, _, var code, _, _) when code.equals(Execution.READ_BACK_DIFFERS) ->
          new EndingWords("❓", "Confirmed, but the target shows something else");
      case Failed _ -> new EndingWords("❌", "Failed, nothing was executed");
      case Unknown _ -> new EndingWords("❓", "Outcome unknown, may have been executed");
      case Reconciled end ->
          end.happened()
              ? new EndingWords("✅", "Executed, as a person found")
              : new EndingWords("❌", "Not executed, as a person found");
      case Skipped(_, _, var tried) -> tried.map(EndingWords::dryRun).orElse(NOT_HERE);
    };
  }

  private static EndingWords dryRun(Execution.DryRun found) {
    return switch (found.finding()) {
      case WOULD_WORK -> new EndingWords("✅", "Dry run: it would work, nothing was done");
      case WOULD_FAIL -> new EndingWords("❌", "Dry run: it would fail, nothing was done");
      case NOT_TRIED -> NOT_HERE;
    };
  }

  /// The same by the word of an executor outside.
  EndingWords reportedBy(String executor) {
    return new EndingWords(sign, words + ", as " + executor + " reported");
  }

  /// As a heading begins.
  String title() {
    return sign + " " + words;
  }
}
