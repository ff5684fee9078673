package dev.countersign.drawing;

import dev.countersign.card.CardView;
import dev.countersign.card.Forms;
import dev.countersign.card.Reply;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.card.Tone;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Failed;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.Execution.NotGranted;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Running;
import dev.countersign.request.Execution.Skipped;
import dev.countersign.request.Execution.Succeeded;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import dev.countersign.request.RequestState.Superseded;
import dev.countersign.request.RequestState.Withdrawn;
import dev.countersign.request.Tally;
import dev.countersign.request.Vote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The card of a request that is decided: what became of it, by whom, and what did not happen. No
/// button decides; some ask.
final class SettledCard {
  private static final String SPENT =
      "the approval is spent, so another try comes back here as a new request.";

  private static final String CHANGED = "nothing was changed: the record was not as people saw it";

  private static final String LOOK =
      "not repeated: somebody has to look in the target system whether it happened.";

  private final RequestRecord record;
  private final Directory directory;
  private final List<Run> line = new ArrayList<>();

  private SettledCard(RequestRecord record, Directory directory) {
    this.record = record;
    this.directory = directory;
  }

  static CardView of(RequestRecord record, Directory directory) {
    return new SettledCard(record, directory).view();
  }

  /// What became of it, for whoever was not asked: without what the action says, and without what
  /// people wrote about it. Whom it names is not notified by it.
  ///
  /// @param why the reader hears of it
  static Reply.Listing outcome(RequestRecord record, Directory directory, String why) {
    return new SettledCard(record, directory).outcome(why);
  }

  private Reply.Listing outcome(String why) {
    String heading = title() + ": " + Wording.of(record).object();
    List<Run> what = new ArrayList<>(DeedObject.before(record.ruling().object()));
    what.add(Run.strong(record.proposal().agent().value()));
    record
        .actsFor()
        .ifPresent(person -> {
          what.add(Run.words(", for "));
          what.add(Mentions.of(person, directory));
        });
    List<List<Run>> lines = new ArrayList<>(List.of(Mentions.byName(what), Mentions.byName(line)));
    if (said().flatMap(Remarks::comment).isPresent()) {
      lines.add(List.of(Run.words("There is a note with it, which the agent can read.")));
    }
    return new Reply.Listing(
        heading,
        heading + DeedObject.behind(record.ruling().object()) + " (" + CardFrame.name(record) + ")",
        List.of(
            new Reply.Part.Lines(lines),
            new Reply.Part.Note(CardFrame.name(record) + "  ·  " + why)));
  }

  private CardView view() {
    String title = title();
    String object = Wording.of(record).object();
    List<Run> what = new ArrayList<>();
    what.add(Run.strong(record.proposal().agent().value()));
    record
        .actsFor()
        .ifPresent(person -> {
          what.add(Run.words(", which acts for "));
          what.add(Mentions.of(person, directory));
          what.add(Run.words(","));
        });
    what.add(Run.words(" wanted to "));
    what.addAll(Deed.of(record.proposal().action()));
    RevisionParts.of(record, person -> Mentions.of(person, directory))
        .flatMap(RevisionParts::editor)
        .ifPresent(what::addAll);
    UndoParts.of(record, person -> Mentions.of(person, directory))
        .map(UndoParts::behind)
        .ifPresent(what::addAll);
    return CardFrame.view(
            record,
            tone(),
            title + ": " + object,
            title
                + ": "
                + object
                + DeedObject.behind(record.ruling().object())
                + " ("
                + CardFrame.name(record)
                + ")",
            sections(what),
            List.of(),
            CardFrame.name(record)
                + "  ·  policy "
                + String.join(", ", record.ruling().rules())
                + "  ·  "
                + record.request().action().abbreviated())
        .offering(Offered.afterTheEnd(record));
  }

  private List<Section> sections(List<Run> what) {
    List<Section> sections = new ArrayList<>();
    DecisiveFacts.object(record).map(Section.Lines::of).ifPresent(sections::add);
    sections.add(DecisiveFacts.of(record));
    if (!(record.request().state() instanceof Superseded)) {
      record
          .request()
          .state()
          .successor()
          .ifPresent(next ->
              line.add(
                  Run.words(
                      "  ·  revision "
                          + (record.request().revision() + 1)
                          + " follows as "
                          + next
                          + ".")));
    }
    sections.add(new Section.Lines(List.of(what, line)));
    said()
        .flatMap(Remarks::comment)
        .or(this::found)
        .ifPresent(note -> sections.add(new Section.Quote("Note", List.of(Run.passage(note)))));
    return sections;
  }

  private Optional<String> found() {
    return record.request().state() instanceof Approved(_, _, Reconciled end)
        ? Optional.of(end.note())
        : Optional.empty();
  }

  private Tone tone() {
    return switch (record.request().state()) {
      case Approved(_, _, Succeeded _) -> Tone.GOOD;
      case Approved(_, _, Failed _) -> Tone.DANGER;
      case Approved(_, _, Unknown _) -> Tone.WARNING;
      case Approved(_, _, Reconciled end) -> end.happened() ? Tone.GOOD : Tone.DANGER;
      case Pending _,
          Approved _,
          Rejected _,
          Returned _,
          Refused _,
          Expired _,
          Withdrawn _,
          Superseded _ ->
          Tone.NEUTRAL;
    };
  }

  /// The heading's first words; says the rest in [#line].
  private String title() {
    EndingWords ending = EndingWords.of(record.request().state());
    return switch (record.request().state()) {
      case Pending _ -> throw new IllegalStateException("a pending request has another card");
      case Approved approved -> approved(approved, ending).title();
      case Rejected(var by, var at) -> {
        decidedBy(by, at);
        yield ending.title();
      }
      case Returned(var by, var at, _) -> {
        decidedBy(by, at);
        yield ending.title();
      }
      case Refused(var at) -> {
        say("Refused by the policy at ", at, ", without asking anybody.");
        yield ending.title();
      }
      case Expired(var at, var cause, _) -> {
        switch (cause) {
          case TIME_UP -> expired(at);
          case REACHED_NOBODY -> unreached(at);
        }
        yield ending.title();
      }
      case Withdrawn(var at) -> {
        say("Withdrawn by the agent at ", at, ".");
        yield ending.title();
      }
      case Superseded(var by, var at) -> {
        say("Superseded at ", at, " by " + by + "; earlier votes are void.");
        yield ending.title();
      }
    };
  }

  private void expired(Instant at) {
    Tally tally = Tally.of(record.request());
    say(
        tally.given() == 0 ? "Nobody decided by " : "Only " + tally + " had approved by ",
        record.request().deadline(),
        "");
    if (tally.given() > 0) {
      line.add(Run.words(" ("));
      approvers();
      line.add(Run.words(")"));
    }
    say("; it ended at ", at, ". The gate fails closed.");
  }

  private void unreached(Instant at) {
    Tally tally = Tally.of(record.request());
    if (tally.given() == 0) {
      say(
          "Ended at ",
          at,
          ": the card could not be shown where this is decided. The gate fails closed.");
      return;
    }
    say("Ended at ", at, ": " + tally + " had approved (");
    approvers();
    line.add(
        Run.words(
            "), and the card could not be shown where the rest is decided. The gate fails"
                + " closed."));
  }

  private void approvers() {
    List<Vote> approvals =
        record.request().votes().stream()
            .filter(vote -> vote.decision() == Decision.APPROVE)
            .toList();
    for (int i = 0; i < approvals.size(); i++) {
      if (i > 0) {
        line.add(Run.words(", "));
      }
      line.addAll(Mentions.of(approvals.get(i), id -> Mentions.of(id, directory)));
    }
  }

  private EndingWords approved(Approved approved, EndingWords ending) {
    approvals(approved);
    Optional<String> reportedBy = record.reportedBy();
    if (reportedBy.isPresent()) {
      return reported(approved.execution(), ending, reportedBy.get());
    }
    return switch (approved.execution()) {
      case NotGranted _, Granted _ -> waiting(approved, ending);
      case Running(_, _, var since) -> {
        say("  ·  " + started() + " a single-use grant at ", since, ".");
        yield ending;
      }
      case Succeeded(_, _, var at, int status, _, _, var readBack, var left) -> {
        say("  ·  executed at ", at, "  ·  the target answered " + status);
        left.flatMap(RecordMark::key)
            .ifPresent(key -> {
              line.add(Run.words("  ·  it calls the new record "));
              line.add(Run.supplied(key, Run.Emphasis.STRONG));
            });
        readBack.ifPresent(this::readBack);
        line.add(Run.words("  ·  what ran is what was approved: "));
        line.add(Run.supplied(record.request().action().abbreviated(), Run.Emphasis.CODE));
        yield ending;
      }
      case Failed(var code, int status, var at, var successor) -> {
        say("  ·  ended at ", at, " with " + code + answered(status));
        line.add(Run.words("  ·  " + (successor.isPresent() ? CHANGED : SPENT)));
        yield ending;
      }
      case Unknown(_, _, var code, int status, var at)
          when code.equals(Execution.READ_BACK_DIFFERS) -> {
        say(
            "  ·  the target confirmed it" + answered(status) + ", and when it was read back at ",
            at,
            " it showed something else (" + code + ")");
        line.add(Run.words("  ·  " + LOOK));
        yield ending;
      }
      case Unknown(_, _, var code, int status, var at) -> {
        say("  ·  ended at ", at, " with " + code + answered(status));
        line.add(Run.words("  ·  " + LOOK));
        yield ending;
      }
      case Reconciled end -> {
        line.add(Run.words("  ·  nobody knew whether it happened, until "));
        line.add(Mentions.of(end.by(), directory));
        say(" looked at ", end.at(), "; this is their word, not the target’s.");
        yield ending;
      }
      case Skipped(var reason, _, var tried) -> {
        line.add(Run.words("  ·  " + whySkipped(reason)));
        tried.ifPresent(found -> {
          line.add(Run.words(" "));
          line.addAll(DryRunWords.of(record.proposal().action(), found));
        });
        yield ending;
      }
    };
  }

  private void readBack(Execution.ReadBack found) {
    if (found.notRead().isEmpty()) {
      say("  ·  read back at ", found.at(), ": it stands there as approved");
    } else {
      line.add(Run.words("  ·  it could not be read back: " + found.notRead().get()));
    }
  }

  private String started() {
    return record
        .ruling()
        .circumstances()
        .executor()
        .map(executor -> "handed to " + executor + " for")
        .orElse("started with");
  }

  /// What this gate has not seen itself.
  private EndingWords reported(Execution execution, EndingWords ending, String executor) {
    String told = "  ·  " + executor + " reported at ";
    switch (execution) {
      case Succeeded(_, _, var at, int status, _, _, _, _) -> {
        say(told, at, " that it is done" + answered(status));
        line.add(Run.words("  ·  what it was handed is what was approved: "));
        line.add(Run.supplied(record.request().action().abbreviated(), Run.Emphasis.CODE));
      }
      case Failed(var code, int status, var at, _) -> {
        say(told, at, ": " + code + answered(status));
        line.add(Run.words("  ·  " + SPENT));
      }
      case Unknown(_, _, var code, int status, var at) -> {
        say(told, at, ": " + code + answered(status));
        line.add(Run.words("  ·  " + LOOK));
      }
      case NotGranted _, Granted _, Running _, Reconciled _, Skipped _ ->
          throw new IllegalStateException("nothing is reported of what has not ended");
    }
    return ending.reportedBy(executor);
  }

  /// An approval that nothing has followed yet.
  private EndingWords waiting(Approved approved, EndingWords otherwise) {
    Carrying carrying = Carrying.of(record);
    if (record.frozen().isPresent()) {
      line.add(Run.words("  ·  it waits until the freeze is lifted."));
      return EndingWords.FROZEN;
    }
    if (carrying != Carrying.EXECUTES) {
      line.add(Run.words("  ·  " + Carrying.instead(record)));
      return carrying == Carrying.OUTSIDE
          ? EndingWords.WAITS_FOR_ITS_EXECUTOR
          : EndingWords.NOT_HERE;
    }
    if (approved.execution() instanceof Granted(_, _, var waiting) && waiting.isPresent()) {
      line.add(Run.words("  ·  "));
      line.addAll(WaitingWords.of(record, waiting.get()));
      return EndingWords.WAITS_ITS_TURN;
    }
    return record
        .waitsUntil()
        .map(at -> {
          say("  ·  it does not run before ", at, ".");
          return EndingWords.WAITS_FOR_ITS_TIME;
        })
        .orElse(otherwise);
  }

  private String whySkipped(String reason) {
    return switch (reason) {
      case "dry_run" -> "a dry run: nothing was to be executed.";
      case "execution_not_wanted" ->
          "the agent asked for a decision and nothing else: Countersign executed nothing.";
      case "executor_changed" ->
          "who carries it out was changed after people were asked: nothing was executed.";
      default -> Carrying.byHand(record.proposal().action().targetSystem());
    };
  }

  private static String answered(int status) {
    return status == 0 ? "" : " (the target answered " + status + ")";
  }

  private void approvals(Approved approved) {
    if (approved.glass().isPresent()) {
      line.add(Run.words("Let through by "));
      line.add(Mentions.of(approved.glass().get().by(), directory));
      say(" alone, by break-glass, at ", approved.at(), "");
      return;
    }
    if (Tally.of(record.request()).given() == 0) {
      say("Allowed by the policy at ", approved.at(), "");
      return;
    }
    line.add(Run.words("Approved by "));
    approvers();
    say(" at ", approved.at(), "");
  }

  private void decidedBy(PersonId who, Instant at) {
    line.add(Run.words("By "));
    line.addAll(
        ending()
            .map(vote -> Mentions.of(vote, id -> Mentions.of(id, directory)))
            .orElseGet(() -> List.of(Mentions.of(who, directory))));
    say(" at ", at, ".");
    said()
        .flatMap(Remarks::reason)
        .ifPresent(reason -> {
          line.add(Run.words("  ·  reason: "));
          line.add(Run.strong(Forms.words(reason)));
        });
  }

  private Optional<Remarks> said() {
    return ending().map(Vote::remarks);
  }

  /// The vote that ended it; approvals end nothing by themselves.
  private Optional<Vote> ending() {
    return record.request().votes().stream()
        .filter(vote -> vote.decision() != Decision.APPROVE)
        .findFirst();
  }

  private void say(String before, Instant at, String after) {
    line.add(Run.words(before));
    line.add(new Run.Moment(at));
    if (!after.isEmpty()) {
      line.add(Run.words(after));
    }
  }
}
