package dev.countersign.drawing;

import dev.countersign.audit.AuditEntry;
import dev.countersign.card.Chapter;
import dev.countersign.card.Chapter.Block;
import dev.countersign.card.Chapter.Topic;
import dev.countersign.card.Forms;
import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.json.Digest;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.policy.ChatMask;
import dev.countersign.policy.MaskedTexts;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.Tally;
import dev.countersign.request.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a page tells around the card of its request: its revisions, what became of alike requests,
/// votes, the execution, and what happened, with whether that proves to be so.
public final class ReviewChapters {
  /// Entries that stand unfolded.
  private static final int FEW = 12;

  private final RequestRecord record;
  private final Surroundings around;
  private final Directory people;
  private final boolean whole;

  private ReviewChapters(
      RequestRecord record, Surroundings around, Directory people, boolean whole) {
    this.record = record;
    this.around = around;
    this.people = people;
    this.whole = whole;
  }

  /// @param asks whether the reader decides it now, and so sees what the ruling hides from others
  public static List<Chapter> of(
      RequestRecord record, Surroundings around, Directory people, boolean asks) {
    return new ReviewChapters(record, around, people, asks).all();
  }

  private List<Chapter> all() {
    List<Chapter> chapters = new ArrayList<>();
    RevisionChapter.of(record, around, people, whole).ifPresent(chapters::add);
    past(
            Topic.TARGET,
            around.onTarget(),
            "The target is the name that the agents give it; nobody checks the name.")
        .ifPresent(chapters::add);
    past(Topic.AGENT, around.byAgent(), "").ifPresent(chapters::add);
    votes().ifPresent(chapters::add);
    execution().ifPresent(chapters::add);
    chapters.add(timeline());
    return chapters;
  }

  /// @param note may be empty
  private Optional<Chapter> past(Topic topic, List<RequestRecord> requests, String note) {
    if (requests.isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    requests.forEach(request -> blocks.add(row(request)));
    blocks.add(new Block.Note(("The latest that you may see, the newest first. " + note).strip()));
    return Optional.of(
        new Chapter(
            topic,
            requests.size() == 1 ? "1 request" : "the last " + requests.size(),
            topic == Topic.TARGET,
            blocks));
  }

  private Block row(RequestRecord request) {
    EndingWords ending = EndingWords.of(request.request().state());
    List<Run> below = new ArrayList<>(DeedObject.before(request.ruling().object()));
    below.add(Run.strong(ending(request, ending)));
    below.add(Run.words("  ·  " + request.proposal().agent() + " asked at "));
    below.add(new Run.Moment(request.proposal().at()));
    below.add(Run.words("  ·  " + CardFrame.shortName(request)));
    List<List<Run>> lines = new ArrayList<>();
    lines.add(below);
    List<Run> by = decidedBy(request);
    if (!by.isEmpty()) {
      lines.add(by);
    }
    return new Block.Row(
        ending.sign() + " " + Wording.of(request).object(),
        lines,
        Optional.of(request.request().id()));
  }

  private static String ending(RequestRecord request, EndingWords ending) {
    return request.request().state() instanceof Pending ? "Waits for a decision" : ending.words();
  }

  /// Who decided it and how, on one line.
  private List<Run> decidedBy(RequestRecord request) {
    List<Run> line = new ArrayList<>();
    for (Vote vote : request.request().votes()) {
      if (!line.isEmpty()) {
        line.add(Run.words(", "));
      }
      line.addAll(Mentions.of(vote, id -> Mentions.of(id, people)));
      line.add(Run.words(" " + verb(vote.decision()) + " at "));
      line.add(new Run.Moment(vote.at()));
      vote.remarks().reason().ifPresent(reason -> line.add(Run.words(": " + Forms.words(reason))));
    }
    return line;
  }

  private static String verb(Decision decision) {
    return switch (decision) {
      case APPROVE -> "approved";
      case REJECT -> "rejected";
      case RETURN -> "asked for changes";
    };
  }

  private Optional<Chapter> votes() {
    List<Vote> votes = record.request().votes();
    if (votes.isEmpty() && !(record.request().state() instanceof Pending)) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Lines(
            record.ruling().stages().stream()
                .map(stage -> List.of(Run.words("Asks for: " + requirement(stage) + ".")))
                .toList()));
    for (Vote vote : votes) {
      blocks.add(new Block.Lines(List.of(line(vote))));
      vote.remarks().comment().map(this::note).ifPresent(blocks::add);
    }
    if (votes.isEmpty()) {
      blocks.add(new Block.Note("Nobody has voted yet."));
    }
    return Optional.of(
        new Chapter(
            Topic.VOTES, Tally.of(record.request()) + " approvals", !votes.isEmpty(), blocks));
  }

  private static String requirement(Stage stage) {
    return Approvals.requirement(stage);
  }

  private List<Run> line(Vote vote) {
    List<Run> line = new ArrayList<>(Mentions.of(vote, id -> Mentions.of(id, people)));
    line.add(Run.strong(" " + verb(vote.decision())));
    line.add(
        Run.words(" for " + vote.group() + ", in " + vote.account().surface().label() + ", at "));
    line.add(new Run.Moment(vote.at()));
    vote.remarks()
        .reason()
        .ifPresent(reason -> line.add(Run.words("  ·  reason: " + Forms.words(reason))));
    return line;
  }

  /// Without what is hidden from those who do not decide.
  private Block note(String text) {
    ChatMask mask = record.ruling().chatMask();
    return new Block.Quote(
        List.of(
            Run.passage(
                whole || mask == ChatMask.NONE
                    ? text
                    : new MaskedTexts(mask, record.proposal().action()).apply(text))));
  }

  private Optional<Chapter> execution() {
    if (!(record.request().state() instanceof Approved(_, _, var execution))) {
      return Optional.empty();
    }
    List<List<Run>> lines = new ArrayList<>();
    lines.add(
        List.of(
            Run.words("Connection "),
            Run.supplied(record.proposal().action().targetSystem(), Emphasis.CODE)));
    lines.add(code("Approved action ", record.request().action()));
    ran(execution, lines);
    return Optional.of(
        new Chapter(
            Topic.EXECUTION,
            EndingWords.of(record.request().state()).words(),
            true,
            List.of(new Block.Lines(lines))));
  }

  private void ran(Execution execution, List<List<Run>> lines) {
    switch (execution) {
      case Execution.NotGranted _ -> lines.add(List.of(Run.words("No grant has been issued yet.")));
      case Execution.Granted(var grant, var until, var waiting) -> {
        lines.add(code("Grant ", grant.value()));
        lines.add(List.of(Run.words("It may be redeemed until "), new Run.Moment(until)));
        waiting.map(it -> WaitingWords.of(record, it)).ifPresent(lines::add);
      }
      case Execution.Running(var grant, var attempt, var since) -> {
        lines.add(code("Grant ", grant.value()));
        lines.add(code("Attempt ", attempt.value()));
        lines.add(List.of(Run.words("Began at "), new Run.Moment(since)));
      }
      case Execution.Succeeded(
              var grant,
              var attempt,
              var at,
              int status,
              var sent,
              var answer,
              var readBack,
              var left) -> {
        lines.add(code("Grant ", grant.value()));
        lines.add(code("Attempt ", attempt.value()));
        lines.add(List.of(Run.words("Ended at "), new Run.Moment(at)));
        lines.add(status(status));
        lines.add(code("What was sent ", sent));
        lines.add(code("The target’s answer ", answer));
        left.flatMap(RecordMark::key)
            .ifPresent(key ->
                lines.add(
                    List.of(
                        Run.words("The target calls the new record "),
                        Run.supplied(key, Run.Emphasis.STRONG))));
        readBack.ifPresent(found -> {
          lines.add(
              found
                  .notRead()
                  .map(why -> code("It could not be read back: ", why))
                  .orElseGet(() -> List.of(Run.words("Read back, it stands there as approved."))));
          lines.add(List.of(Run.words("At "), new Run.Moment(found.at())));
        });
      }
      case Execution.Failed(var code, int status, var at, _) -> {
        lines.add(code("Ended with ", code));
        lines.add(List.of(Run.words("At "), new Run.Moment(at)));
        lines.add(status(status));
      }
      case Execution.Unknown(var grant, var attempt, var code, int status, var at) -> {
        lines.add(code("Grant ", grant.value()));
        lines.add(code("Attempt ", attempt.value()));
        lines.add(code("Ended with ", code));
        lines.add(List.of(Run.words("At "), new Run.Moment(at)));
        lines.add(status(status));
      }
      case Execution.Reconciled(var grant, var attempt, boolean happened, var by, _, var at) -> {
        lines.add(code("Grant ", grant.value()));
        lines.add(code("Attempt ", attempt.value()));
        lines.add(
            List.of(
                Mentions.of(by, people),
                Run.words(
                    happened ? " found that it happened, at " : " found that it did not, at "),
                new Run.Moment(at)));
      }
      case Execution.Skipped(var reason, var at, var tried) -> {
        lines.add(code("Not executed by the gate: ", reason));
        lines.add(List.of(Run.words("At "), new Run.Moment(at)));
        tried.ifPresent(found -> lines.add(DryRunWords.of(record.proposal().action(), found)));
      }
    }
  }

  private static List<Run> status(int status) {
    return List.of(
        Run.words(status == 0 ? "The target gave no status." : "The target answered " + status));
  }

  private static List<Run> code(String words, Digest digest) {
    return code(words, digest.value());
  }

  private static List<Run> code(String words, String code) {
    return List.of(Run.words(words), Run.supplied(code, Emphasis.CODE));
  }

  private Chapter timeline() {
    List<AuditEntry> entries = around.entries();
    String number = entries.size() == 1 ? "1 entry" : entries.size() + " entries";
    List<Run> end = new ArrayList<>(List.of(Run.words("The chain ends with entry ")));
    end.add(Run.words(record.head().seq() + ", "));
    end.add(Run.supplied(record.head().hash().value(), Emphasis.CODE));
    List<Run> proof =
        List.of(
            around.sound()
                ? Run.strong("✅ Checked for this page: ")
                : Run.strong("⚠️ This does not prove to be what was written. "),
            Run.words(
                around.sound()
                    ? "each entry is linked to the one before and sealed by this gate, and the"
                        + " rows say what the entries say."
                    : "Somebody changed what is stored. Decide nothing on it, and tell whoever"
                        + " operates Countersign: countersign verify says where."));
    return new Chapter(
        Topic.TIMELINE,
        number + (around.sound() ? ", checked" : ", and something is wrong"),
        entries.size() <= FEW || !around.sound(),
        List.of(
            new Block.Lines(List.of(proof)),
            new Block.Steps(History.of(entries, people)),
            new Block.Lines(List.of(end))));
  }
}
