package dev.countersign.drawing;

import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.EditDesk;
import dev.countersign.card.Intervention;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.card.Tone;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.ChatMask;
import dev.countersign.policy.Durations;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The card of a request that waits for people, in the order in which somebody with ten seconds and
/// a phone needs it: what it comes to, who asks, why, and what if it is wrong; the exact action;
/// how far the approvals are; the buttons. What the agent merely says of its action is read below
/// them.
///
/// Of all that, only the agent's reason and its evidence may give way for lack of room: everything
/// else is the action, or what the gate itself found and asks for.
final class PendingCard {
  /// Risk factors named on a card; all of them stand in the details.
  private static final int MOST_FACTORS = 5;

  private final RequestRecord record;
  private final Function<PersonId, Run> naming;
  private final boolean plain;
  private final Wording wording;
  private final Consequence consequence;
  private final Approvals approvals;
  private final Reasons reasons;
  private final AgentClaims claims;
  private @Nullable Promises promises;

  private PendingCard(RequestRecord record, Function<PersonId, Run> naming, boolean plain) {
    this.record = record;
    this.naming = naming;
    this.plain = plain;
    this.wording = Wording.of(record);
    this.consequence = Consequence.of(record, wording);
    this.approvals = new Approvals(record, naming);
    this.reasons = new Reasons(record.proposal().context());
    this.claims = AgentClaims.of(record);
  }

  /// @param naming how those are shown who have approved
  static CardView of(RequestRecord record, Function<PersonId, Run> naming) {
    return new PendingCard(record, naming, false).view();
  }

  /// The same without what only helps the eye, made with less work.
  static CardView plain(RequestRecord record, Function<PersonId, Run> naming) {
    return new PendingCard(record, naming, true).view();
  }

  /// What a card about several requests shows of each: all of the request's own card but what is
  /// the same of every card, see [Alike].
  static List<Section> inBatch(RequestRecord record, Function<PersonId, Run> naming) {
    PendingCard card = new PendingCard(record, naming, false);
    List<Section> sections = new ArrayList<>();
    DecisiveFacts.object(record).map(Section.Lines::of).ifPresent(sections::add);
    if (record.ruling().circumstances().reading().isPresent()) {
      sections.add(DecisiveFacts.of(record));
    }
    if (!record.ruling().tags().isEmpty()) {
      sections.add(Section.Lines.of(card.tags()));
    }
    card.claims.contradicted().ifPresent(sections::add);
    List<List<Run>> lines = new ArrayList<>();
    lines.add(card.asking());
    Affected.by(record).ifPresent(lines::add);
    lines.add(card.ifWrong());
    sections.add(new Section.Lines(lines));
    sections.add(card.reasons.apart());
    sections.addAll(card.evidence());
    sections.add(card.claims.section());
    card.reasons.evidence().ifPresent(sections::add);
    record
        .proposal()
        .context()
        .confidence()
        .ifPresent(confidence ->
            sections.add(
                Section.Lines.of(
                    List.of(Run.words("Agent confidence: "), Run.words(confidence.toString())))));
    return List.copyOf(sections);
  }

  /// What is said of undoing where approving is confirmed; empty where that is nothing.
  static String irreversibly(RequestRecord record) {
    return Consequence.of(record, Wording.of(record)).asked();
  }

  /// What has to be there for a decision, as the small print tells it.
  static String rules(RequestRecord record) {
    return new PendingCard(record, _ -> Run.words(""), true).rules();
  }

  /// All that people are shown to decide on, in reading order, in their own words where it is the
  /// gate's: everything that never changes while the request waits.
  static List<Section> whole(RequestRecord record, Function<PersonId, Run> naming) {
    PendingCard card = new PendingCard(record, naming, false);
    List<Section> sections = new ArrayList<>(card.decidedOn());
    sections.addAll(card.said(Integer.MAX_VALUE));
    return sections;
  }

  /// All that there is to it while it waits, for pages that have room for everything: what never
  /// changes, and how far the approvals are.
  static List<Section> onPages(RequestRecord record, Function<PersonId, Run> naming) {
    PendingCard card = new PendingCard(record, naming, false);
    List<Section> sections = new ArrayList<>(card.decidedOn());
    sections.addAll(card.asked());
    sections.addAll(card.said(Integer.MAX_VALUE));
    return sections;
  }

  /// The action and what was said of it, for pages on which it is decided.
  static List<Section> proposed(RequestRecord record, Function<PersonId, Run> naming) {
    PendingCard card = new PendingCard(record, naming, false);
    List<Section> sections = new ArrayList<>(card.decidedOn());
    sections.removeFirst();
    sections.addAll(card.said(Integer.MAX_VALUE));
    return sections;
  }

  /// The small print of its card.
  static String footer(RequestRecord record) {
    return new PendingCard(record, _ -> Run.words(""), true).footer();
  }

  static Tone tone(RequestRecord record) {
    return new PendingCard(record, _ -> Run.words(""), true).tone();
  }

  /// What the request can be decided with as it stands.
  static List<Button> buttons(RequestRecord record) {
    return new PendingCard(record, _ -> Run.words(""), true).buttons();
  }

  /// What it can be decided with on pages.
  static List<Button> buttonsOnPages(RequestRecord record) {
    PendingCard card = new PendingCard(record, _ -> Run.words(""), true);
    return DecisionButtons.onPages(
        record.ruling().chatApprove(), card.wording, card.approvals, card.consequence);
  }

  private List<Button> buttons() {
    return DecisionButtons.of(record.ruling().chatApprove(), wording, approvals, consequence);
  }

  /// What is approved: all that stands above the buttons, however the approvals are.
  private List<Section> decidedOn() {
    List<Section> sections = new ArrayList<>();
    Optional<RevisionParts> revision = RevisionParts.of(record, naming);
    sections.add(head());
    revision.map(RevisionParts::said).ifPresent(sections::add);
    UndoParts.of(record, naming).map(UndoParts::said).ifPresent(sections::addAll);
    sections.addAll(warnings());
    revision
        .map(parts -> plain ? parts.plainDifference() : parts.difference())
        .ifPresent(sections::add);
    sections.addAll(whatItComesTo());
    sections.add(whoAndWhy());
    if (!DecisiveFacts.areTheEvidence(record)) {
      sections.addAll(evidence());
    }
    Attachments.of(record).ifPresent(sections::add);
    return sections;
  }

  /// What is only said of it.
  ///
  /// @param mostFactors how many risk factors are named
  private List<Section> said(int mostFactors) {
    List<Section> sections = new ArrayList<>();
    reasons.atLength().ifPresent(sections::add);
    sections.add(claims.section());
    reasons.evidence().ifPresent(sections::add);
    factors(mostFactors).ifPresent(sections::add);
    return sections;
  }

  private CardView view() {
    List<Section> sections = new ArrayList<>(decidedOn());
    sections.addAll(asked());
    sections.add(new Section.Buttons());
    sections.addAll(said(MOST_FACTORS));
    CardView view =
        CardFrame.view(
            record,
            tone(),
            wording.icon() + " " + wording.object(),
            summary(
                record.ruling().risk().assessed(),
                wording.object() + DeedObject.behind(record.ruling().object()),
                CardFrame.name(record),
                record.request().deadline()),
            sections,
            buttons(),
            footer());
    CardView offering =
        view.offering(
            AskedToo.isMore(record.request()) ? List.of(Intervention.ESCALATE) : List.of());
    return isEditable() ? offering.withEdit() : offering;
  }

  /// How far it is, and what else approving takes.
  private List<Section> asked() {
    List<Section> sections = new ArrayList<>();
    approvals.progress().ifPresent(sections::add);
    sections.addAll(AskedToo.of(record.request(), naming));
    if (!record.ruling().chatApprove()) {
      sections.add(
          Section.Lines.of(
              List.of(Run.words("Approving this takes a passkey, on its page in the console."))));
    }
    Attachments.toOpen(record).ifPresent(sections::add);
    return sections;
  }

  private boolean isEditable() {
    return record.proposal().action().changes() instanceof Message message
        && EditDesk.fits(message);
  }

  /// @param object as [Wording#object] has it, and what it is about
  /// @param name as [CardFrame#name] has it
  static String summary(RiskLevel risk, String object, String name, Instant deadline) {
    return Wording.risk(risk)
        + ": "
        + object
        + " ("
        + name
        + "). Decide by "
        + Wording.UTC_MINUTE.format(deadline);
  }

  private Tone tone() {
    return switch (record.ruling().risk().assessed()) {
      case LOW, MEDIUM -> Tone.NEUTRAL;
      case HIGH -> Tone.WARNING;
      case CRITICAL -> Tone.DANGER;
    };
  }

  /// What the heading's deed is about, then how much is at stake and how long there is.
  private Section head() {
    List<List<Run>> lines = new ArrayList<>();
    DecisiveFacts.object(record).ifPresent(lines::add);
    lines.add(
        List.of(
            Run.strong(Wording.risk(record.ruling().risk().assessed())),
            Run.words("  ·  " + CardFrame.shortName(record))));
    // On a line with nothing supplied, so that every chat can tell it in its reader's time.
    lines.add(List.of(Run.words("⏳ Due "), new Run.Moment(record.request().deadline())));
    promised().ifPresent(lines::add);
    return new Section.Lines(lines);
  }

  private Optional<List<Run>> promised() {
    if (!(record.proposal().action().changes() instanceof Message)) {
      return Optional.empty();
    }
    if (plain) {
      return Optional.of(Promises.longest());
    }
    // A piece of a text that is to be hidden could be what is hidden.
    return record.ruling().chatMask() == ChatMask.NONE ? promises().told() : promises().counted();
  }

  /// Looked for once.
  private Promises promises() {
    if (promises == null) {
      promises = Promises.in(record.proposal().action());
    }
    return promises;
  }

  /// What the gate found that speaks against it.
  private List<Section> warnings() {
    List<Section> warnings = new ArrayList<>();
    record
        .ruling()
        .circumstances()
        .possibleDuplicateOf()
        .ifPresent(earlier -> warnings.add(Section.Lines.of(possibleDuplicate(earlier))));
    record
        .ruling()
        .circumstances()
        .waitingOnTarget()
        .ifPresent(other -> warnings.add(Section.Lines.of(waitingOnTarget(other))));
    record
        .ruling()
        .sensitiveContent()
        .ifPresent(told -> warnings.add(Section.Lines.of(List.of(Run.strong("⚠️ " + told)))));
    NamedAmounts.contradicting(record).ifPresent(warnings::add);
    claims.contradicted().ifPresent(warnings::add);
    return warnings;
  }

  private static List<Run> waitingOnTarget(ProposalId other) {
    return List.of(
        Run.strong("⚠️ Another request on this target was waiting when this came: "),
        Run.words(other + ", by the same agent."));
  }

  private static List<Run> possibleDuplicate(ProposalId earlier) {
    return List.of(
        Run.strong("⚠️ Possible duplicate: "),
        Run.words(
            "this agent proposed exactly this action before, within a day, as " + earlier + "."));
  }

  private List<Section> whatItComesTo() {
    List<Section> sections = new ArrayList<>();
    if (DecisiveFacts.areTheEvidence(record)) {
      sections.addAll(evidence());
    } else {
      sections.add(DecisiveFacts.of(record));
    }
    if (!record.ruling().tags().isEmpty()) {
      sections.add(Section.Lines.of(tags()));
    }
    return sections;
  }

  private List<Section> evidence() {
    Action action = record.proposal().action();
    List<Section> evidence =
        new ArrayList<>(
            plain
                ? ActionEvidence.plain(action, SeenBy.of(record))
                : ActionEvidence.of(action, promises(), SeenBy.of(record)));
    RecordDifference.of(action, SeenBy.of(record))
        // A value that is to be hidden could stand in two of its pieces.
        .filter(_ -> record.ruling().chatMask() == ChatMask.NONE)
        .map(aid -> plain ? aid.instead() : aid)
        .ifPresent(evidence::add);
    return evidence;
  }

  /// The names are the policy's; what rests on the agent's word alone says so.
  private List<Run> tags() {
    return List.of(
        Run.strong("Tags: "),
        Run.words(
            record.ruling().tags().stream()
                .map(tag -> tag.name() + (tag.claimed() ? ", by the agent’s word" : ""))
                .collect(Collectors.joining("  ·  "))));
  }

  private Section whoAndWhy() {
    List<List<Run>> lines = new ArrayList<>();
    lines.add(asking());
    Affected.by(record)
        .filter(_ -> !DecisiveFacts.areTheEvidence(record) || !Affected.isOnlyCounted(record))
        .ifPresent(lines::add);
    lines.add(reasons.line());
    lines.add(ifWrong());
    return new Section.Lines(lines);
  }

  private List<Run> asking() {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong("Asked by "));
    line.add(Run.strong(record.proposal().agent().value()));
    record
        .actsFor()
        .ifPresent(person -> {
          line.add(Run.words(" for "));
          line.add(naming.apply(person));
        });
    line.addAll(Deed.place(record.proposal().action()));
    return line;
  }

  private List<Run> ifWrong() {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong("If it’s wrong: "));
    line.add(Run.words(consequence.told()));
    return line;
  }

  /// Why the risk is what it is called: names of the policy, and no reason to look for the buttons.
  private Optional<Section> factors(int most) {
    List<String> factors = record.ruling().risk().factors();
    if (factors.isEmpty()) {
      return Optional.empty();
    }
    String more =
        factors.size() > most ? " and " + (factors.size() - most) + " more, in Details" : "";
    return Optional.of(
        new Section.Note(
            "Risk factors: "
                + factors.stream().limit(most).collect(Collectors.joining(", "))
                + more
                + "."));
  }

  private String footer() {
    String confidence =
        record.proposal().context().confidence().map(c -> "  ·  agent confidence " + c).orElse("");
    return CardFrame.name(record)
        + "  ·  "
        + rules()
        + confidence
        + "  ·  "
        + record.request().action().abbreviated();
  }

  /// By which rules it is asked, and what has to be there for a decision.
  private String rules() {
    return "policy "
        + String.join(", ", record.ruling().rules())
        + "  ·  "
        + approvals.requirements()
        + reading();
  }

  private String reading() {
    return record
        .ruling()
        .readFor()
        .map(time -> "  ·  approving counts once this has stood here for " + Durations.text(time))
        .orElse("");
  }
}
