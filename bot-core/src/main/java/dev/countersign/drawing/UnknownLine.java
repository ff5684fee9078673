package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.request.Execution.Unknown;
import java.util.ArrayList;
import java.util.List;

/// What is known of an execution of which nobody knows whether it happened.
public final class UnknownLine {
  private UnknownLine() {}

  public static String headline(RequestRecord record) {
    return "❓ " + Wording.of(record).object();
  }

  public static List<List<Run>> lines(RequestRecord record, Unknown end) {
    List<List<Run>> lines = new ArrayList<>();
    List<Run> what = new ArrayList<>(DeedObject.before(record.ruling().object()));
    what.add(Run.words("by " + record.proposal().agent() + " through "));
    what.add(Run.supplied(record.proposal().action().targetSystem(), Run.Emphasis.CODE));
    what.add(Run.words("  ·  " + CardFrame.shortName(record)));
    lines.add(what);
    lines.add(
        List.of(
            Run.words("Sent once, ended at "),
            new Run.Moment(end.at()),
            Run.words(" with "),
            Run.supplied(end.code(), Run.Emphasis.CODE),
            Run.words(
                end.status() == 0
                    ? "; the target gave no status."
                    : "; the target answered " + end.status() + ".")));
    lines.add(
        List.of(
            Run.words("Grant "),
            Run.supplied(end.grant().value(), Run.Emphasis.CODE),
            Run.words(", attempt "),
            Run.supplied(end.attempt().value(), Run.Emphasis.CODE)));
    return lines;
  }
}
