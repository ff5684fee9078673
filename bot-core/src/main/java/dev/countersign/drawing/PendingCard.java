package dev.countersign.drawing;

import dev.countersign.card.Button;
import dev.countersign.card.Button.Confirm;
import dev.countersign.card.Button.Look;
import dev.countersign.card.CardView;
import dev.countersign.card.EditDesk;
import dev.countersign.card.Forms;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.card.Tone;
import dev.countersign.catalogue.Reading;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.DerivedFacts;
import dev.countersign.policy.Durations;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.proposal.ToolCall;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.Quorum;
import dev.countersign.request.RequestState;
import dev.countersign.request.Vote;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The card of a request that waits for people: what, who, why, and what if it is wrong; the exact
/// evidence; how far the approvals are; and the buttons.
///
/// Of all that, only the agent's reason and its evidence may give way for lack of room: everything
/// else is the action, or what the gate itself found and asks for.
final class PendingCard {
  static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// Characters of a button in a question; Slack takes no more
  /// (docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object).
  private static final int MOST_CONFIRM = 30;

  private final RequestRecord record;
  private final Function<PersonId, Run> naming;
  private final List<Section> evidence;
  private final boolean plain;
  private final Wording wording;

  private PendingCard(
      RequestRecord record, Function<PersonId, Run> naming, List<Section> evidence, boolean plain) {
    this.record = record;
    this.naming = naming;
    this.evidence = evidence;
    this.plain = plain;
    this.wording = Wording.of(record);
  }

  /// @param naming how those are shown who have approved
  static CardView of(RequestRecord record, Function<PersonId, Run> naming) {
    return new PendingCard(record, naming, ActionEvidence.of(record.proposal().action()), false)
        .view();
  }

  /// The same without what only helps the eye, made with less work.
  static CardView plain(RequestRecord record, Function<PersonId, Run> naming) {
    return new PendingCard(record, naming, ActionEvidence.plain(record.proposal().action()), true)
        .view();
  }

  /// All that people are shown to decide on, in reading order, in their own words where it is the
  /// gate's: everything that never changes while the request waits.
  static List<Section> whole(
      RequestRecord record, Function<PersonId, Run> naming, List<Section> evidence) {
    return new PendingCard(record, naming, evidence, false).frozen();
  }

  /// What the request can be decided with as it stands.
  static List<Button> buttons(RequestRecord record) {
    return new PendingCard(record, _ -> Run.words(""), List.of(), true).buttons();
  }

  private List<Section> frozen() {
    List<Section> sections = new ArrayList<>();
    sections.add(Section.Lines.of(riskLine()));
    Optional<RevisionParts> revision = RevisionParts.of(record, naming);
    revision.map(RevisionParts::said).ifPresent(sections::add);
    record
        .ruling()
        .circumstances()
        .possibleDuplicateOf()
        .ifPresent(earlier -> sections.add(Section.Lines.of(possibleDuplicate(earlier))));
    record
        .ruling()
        .circumstances()
        .waitingOnTarget()
        .ifPresent(other -> sections.add(Section.Lines.of(waitingOnTarget(other))));
    record
        .ruling()
        .sensitiveContent()
        .ifPresent(told -> sections.add(Section.Lines.of(List.of(Run.strong("⚠️ " + told)))));
    NamedAmounts.contradicting(record).ifPresent(sections::add);
    sections.add(DecisiveFacts.of(record));
    if (!record.ruling().tags().isEmpty()) {
      sections.add(Section.Lines.of(tags()));
    }
    sections.addAll(fourQuestions());
    revision
        .map(parts -> plain ? parts.plainDifference() : parts.difference())
        .ifPresent(sections::add);
    sections.addAll(evidence);
    Attachments.of(record.proposal().action()).ifPresent(sections::add);
    AgentClaims.of(record).ifPresent(sections::add);
    agentEvidence().ifPresent(sections::add);
    return sections;
  }

  private CardView view() {
    List<Section> sections = frozen();
    if (required() > 1) {
      sections.add(Section.Lines.of(progress()));
    }
    escalated().ifPresent(sections::add);
    if (!record.ruling().chatApprove()) {
      sections.add(
          Section.Lines.of(
              List.of(Run.words("Approving this needs a stronger check than a chat button."))));
    }
    CardView view =
        CardFrame.view(
            record,
            tone(),
            wording.icon() + " " + wording.object(),
            summary(
                record.ruling().risk().assessed(),
                wording.object(),
                CardFrame.name(record),
                record.request().deadline()),
            sections,
            buttons(),
            footer());
    return isEditable() ? view.withEdit() : view;
  }

  private boolean isEditable() {
    return record.proposal().action().changes() instanceof Message message
        && EditDesk.fits(message);
  }

  /// @param object as [Wording#object] has it
  /// @param name as [CardFrame#name] has it
  static String summary(RiskLevel risk, String object, String name, Instant deadline) {
    return Wording.risk(risk)
        + ": "
        + object
        + " ("
        + name
        + "). Decide by "
        + UTC.format(deadline);
  }

  private Tone tone() {
    return switch (record.ruling().risk().assessed()) {
      case LOW, MEDIUM -> Tone.NEUTRAL;
      case HIGH -> Tone.WARNING;
      case CRITICAL -> Tone.DANGER;
    };
  }

  private List<Run> riskLine() {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong(Wording.risk(record.ruling().risk().assessed())));
    line.add(Run.words("  ·  ⏳ decide by "));
    line.add(new Run.Moment(deadline()));
    if (context().blockingCustomer()) {
      line.add(Run.words("  ·  blocks a customer, says the agent"));
    }
    line.add(Run.words("  ·  " + CardFrame.shortName(record)));
    return line;
  }

  private static List<Run> waitingOnTarget(ProposalId other) {
    return List.of(
        Run.strong("⚠️ Another request on this target was waiting when this came: "),
        Run.words(other + ", by the same agent."));
  }

  /// The names are the policy's; what rests on the agent's word alone says so.
  private List<Run> tags() {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong("Tags: "));
    line.add(
        Run.words(
            record.ruling().tags().stream()
                .map(tag -> tag.name() + (tag.claimed() ? ", by the agent’s word" : ""))
                .collect(Collectors.joining("  ·  "))));
    return line;
  }

  private static List<Run> possibleDuplicate(ProposalId earlier) {
    return List.of(
        Run.strong("⚠️ Possible duplicate: "),
        Run.words(
            "this agent proposed exactly this action before, within a day, as " + earlier + "."));
  }

  /// The agent's reason has lines of its own, so it must not stand among those of the service.
  private List<Section> fourQuestions() {
    return context()
        .rationale()
        .<List<Section>>map(text ->
            List.of(
                new Section.Lines(Stream.concat(Stream.of(what()), who().stream()).toList()),
                new Section.Explanation(
                    new Section.Quote(
                        "Why (written by the agent, not verified)", List.of(Run.passage(text)))),
                Section.Lines.of(ifWrong())))
        .orElseGet(() ->
            List.of(
                new Section.Lines(
                    Stream.of(List.of(what()), who(), List.of(noReason(), ifWrong()))
                        .flatMap(List::stream)
                        .toList())));
  }

  private List<Run> what() {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong("What: "));
    line.add(Run.strong(record.proposal().agent().value()));
    record
        .actsFor()
        .ifPresent(person -> {
          line.add(Run.words(", which acts for "));
          line.add(naming.apply(person));
          line.add(Run.words(","));
        });
    line.add(Run.words(" wants to "));
    line.addAll(Deed.of(record.proposal().action()));
    return line;
  }

  /// Of a call nobody here knows more than the system that it goes to, which stands above.
  private List<List<Run>> who() {
    return switch (record.proposal().action().changes()) {
      case Message message -> affected(recipients(message));
      case RecordChange change -> affected(extent(change));
      case ApiCall _, ToolCall _ -> List.of();
    };
  }

  private static List<List<Run>> affected(String who) {
    return List.of(List.of(Run.strong("Who is affected: "), Run.words(who)));
  }

  /// By their addresses alone; what the agent says of its audience stands in its own block. Only of
  /// addresses that nobody shares is it said how many recipients they are.
  private String recipients(Message message) {
    int addresses = DerivedFacts.recipients(message).size();
    int shared = DerivedFacts.sharedRecipients(message).size();
    String counted = shared == 0 ? "recipient" : "address";
    String many = shared == 0 ? "recipients" : "addresses";
    return (addresses == 1 ? "1 " + counted : addresses + " " + many + ", all listed below")
        + switch (record.ruling().circumstances().audience()) {
          case NONE -> ".";
          case INTERNAL ->
              addresses == 1
                  ? ", inside the organisation by the address."
                  : ", all inside the organisation by their addresses.";
          case EXTERNAL, PUBLIC ->
              addresses == 1
                  ? ", outside the organisation as far as the address shows."
                  : ", not all inside the organisation as far as their addresses show.";
        }
        + readers(addresses, shared);
  }

  private static String readers(int addresses, int shared) {
    if (shared == 0) {
      return "";
    }
    String which =
        addresses == 1 ? " It is" : shared == 1 ? " 1 of them is" : " " + shared + " of them are";
    return which
        + " or may be a channel, a group or a list: Countersign does not know how many people read"
        + " there.";
  }

  private static String extent(RecordChange change) {
    int fields = change.fields().size();
    String counted = fields == 1 ? "1 field" : fields + " fields";
    return switch (change.operation()) {
      case CREATE -> "one new record with " + counted + ".";
      case ARCHIVE -> "one whole record, and whoever works with it.";
      case DELETE ->
          "one whole record, and whoever relies on it. Countersign has not read what it holds.";
      case UPDATE -> counted + " of one record.";
    };
  }

  private static List<Run> noReason() {
    return List.of(Run.strong("Why: "), Run.words("the agent gives no reason."));
  }

  private List<Run> ifWrong() {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong("If it’s wrong: "));
    line.add(Run.words(undoing()));
    if (!record.ruling().risk().factors().isEmpty()) {
      line.add(
          Run.words(" Risk factors: " + String.join(", ", record.ruling().risk().factors()) + "."));
    }
    return line;
  }

  /// An unset policy is no safety: what nobody says can be undone is not called so.
  private String undoing() {
    Carrying carrying = Carrying.of(record);
    String instead = carrying.instead(record.proposal().action().targetSystem());
    if (carrying == Carrying.DRY_RUN) {
      return instead;
    }
    String undoing =
        record.ruling().risk().irreversible()
            ? "It can’t be undone, says the policy."
            : catalogued()
                .or(() -> Optional.of(wording.cannotBeUndone()).filter(words -> !words.isEmpty()))
                .orElse("Countersign can’t undo it, and the policy does not say that anybody can.");
    return instead.isEmpty() ? undoing : instead + " " + undoing;
  }

  private Optional<String> catalogued() {
    return record
        .ruling()
        .circumstances()
        .reading()
        .flatMap(reading ->
            reading
                .reversible()
                .map(can ->
                    can
                        ? "It can be undone, says the catalogue"
                            + reading.undo().map(how -> ": " + how + ".").orElse(".")
                        : "It can’t be undone, says the catalogue."));
  }

  private Optional<Section> agentEvidence() {
    JsonObject document = context().document();
    if (!document.has("evidence") || document.items("evidence").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Section.Explanation(
            new Section.Bullets(
                "Evidence (from the agent, not verified)",
                document.objects("evidence", PendingCard::evidenceLine))));
  }

  private static List<Run> evidenceLine(JsonObject evidence) {
    List<Run> line = new ArrayList<>();
    line.add(Run.supplied(evidence.text("title"), Run.Emphasis.STRONG));
    for (String detail : List.of("kind", "url", "excerpt")) {
      evidence
          .optionalText(detail)
          .ifPresent(text -> {
            line.add(Run.words("  ·  "));
            line.add(Run.supplied(text));
          });
    }
    return line;
  }

  private List<Run> progress() {
    ApprovalRequest request = record.request();
    int given = request.quorum().approved().stream().mapToInt(Integer::intValue).sum();
    List<Run> line = new ArrayList<>();
    line.add(
        Run.strong(
            "Approvals "
                + "●".repeat(given)
                + "○".repeat(required() - given)
                + " "
                + given
                + " of "
                + required()));
    for (Vote vote : request.votes()) {
      line.add(Run.words("  ·  "));
      line.addAll(Mentions.of(vote, naming));
      line.add(Run.words(" at "));
      line.add(new Run.Moment(vote.at()));
    }
    if (!request.quorum().open().isEmpty()) {
      line.add(Run.words("  ·  next: " + next(request)));
    }
    return line;
  }

  /// The groups of the step that is open. Of several each with its own approvals: as long whichever
  /// of them decides first, see [CardsToCome].
  private static String next(ApprovalRequest request) {
    Quorum quorum = request.quorum();
    List<Integer> step = quorum.openStep();
    if (step.size() == 1) {
      return request.stages().get(step.getFirst()).group().value();
    }
    return step.stream()
        .map(stage -> {
          int given = quorum.approved().get(stage);
          Stage asked = request.stages().get(stage);
          return asked.group() + " " + "●".repeat(given) + "○".repeat(asked.required() - given);
        })
        .collect(Collectors.joining(", "));
  }

  /// Said where people decide, so that both groups know of each other: of every stage of the step
  /// that is open.
  private Optional<Section> escalated() {
    ApprovalRequest request = record.request();
    List<String> sentences =
        request.state() instanceof RequestState.Pending pending
            ? request.quorum().openStep().stream()
                .filter(pending.escalated()::contains)
                .map(request.stages()::get)
                .flatMap(stage ->
                    stage.escalation().stream()
                        .map(other ->
                            "%s did not decide in time, so %s may decide, too."
                                .formatted(stage.group(), other.to())))
                .toList()
            : List.of();
    return sentences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Section.Lines.of(
                List.of(Run.strong("Escalated: "), Run.words(String.join(" ", sentences)))));
  }

  /// On a card in a chat; where approving needs the stronger check, no press there approves.
  private List<Button> buttons() {
    return record.ruling().chatApprove()
        ? List.of(approve(), requestChanges(), reject())
        : List.of(requestChanges(), reject());
  }

  private Button approve() {
    int given = record.request().quorum().approved().stream().mapToInt(Integer::intValue).sum();
    boolean last = given + 1 == required();
    String label =
        required() > 1
            ? wording.approve() + " (" + (given + 1) + " of " + required() + ")"
            : wording.approve();
    String effect =
        last
            ? wording.effect()
            : "Your approval counts; it takes " + required() + " before anything happens.";
    return new Button(
        Decision.APPROVE,
        label,
        Look.PRIMARY,
        Optional.of(
            new Confirm(
                label + "?",
                last ? effect + irreversibly() : effect,
                label.length() <= MOST_CONFIRM ? label : "Approve",
                "Go back")),
        Optional.empty());
  }

  private String irreversibly() {
    if (Carrying.of(record) == Carrying.DRY_RUN) {
      return "";
    }
    return record.ruling().risk().irreversible() || isIrreversibleByCatalogue()
        ? " This can’t be undone."
        : wording.cannotBeUndone().isEmpty() ? "" : " " + wording.cannotBeUndone();
  }

  private boolean isIrreversibleByCatalogue() {
    return record.ruling().circumstances().reading().flatMap(Reading::reversible).stream()
        .anyMatch(can -> !can);
  }

  private static Button requestChanges() {
    return asking(Decision.RETURN, "Request changes…", Look.PLAIN);
  }

  private static Button reject() {
    return asking(Decision.REJECT, "Reject…", Look.DANGER);
  }

  private static Button asking(Decision decision, String label, Look look) {
    return new Button(decision, label, look, Optional.empty(), Forms.of(decision));
  }

  private String footer() {
    String who =
        record.request().stages().stream()
            .map(stage -> (stage.together() ? " and " : ", then ") + requirement(stage))
            .collect(Collectors.joining())
            .substring(", then ".length());
    String confidence = context().confidence().map(c -> "  ·  agent confidence " + c).orElse("");
    return CardFrame.name(record)
        + "  ·  policy "
        + String.join(", ", record.ruling().rules())
        + "  ·  "
        + who
        + reading()
        + confidence
        + "  ·  "
        + record.request().action().abbreviated();
  }

  private String reading() {
    return record
        .ruling()
        .readFor()
        .map(time -> "  ·  approving counts once this has stood here for " + Durations.text(time))
        .orElse("");
  }

  static String requirement(Stage stage) {
    return "any "
        + stage.required()
        + " of "
        + stage.group()
        + (stage.distinctFunction() ? " (another function)" : "")
        + (stage.functions().isEmpty()
            ? ""
            : " with function " + String.join(" or ", stage.functions()))
        + stage.voteWindow().map(window -> " within " + Durations.text(window)).orElse("")
        + stage
            .escalation()
            .map(other -> " (after " + Durations.text(other.after()) + " also " + other.to() + ")")
            .orElse("");
  }

  private int required() {
    return record.request().stages().stream().mapToInt(Stage::required).sum();
  }

  private Instant deadline() {
    return record.request().deadline();
  }

  private Context context() {
    return record.proposal().context();
  }
}
