package dev.countersign.decision;

import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.WhyNot;
import dev.countersign.decision.PressedBatch.Answered;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Person;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution.Failed;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.Execution.NotGranted;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Running;
import dev.countersign.request.Execution.Skipped;
import dev.countersign.request.Execution.Succeeded;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import dev.countersign.request.RequestState.Superseded;
import dev.countersign.request.RequestState.Withdrawn;
import dev.countersign.request.Tally;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the presser is told: why, and what to do. Names no other person, and nothing that an agent
/// wrote.
final class ClickWords {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// To whoever says something about a decided request whose rows are not what was written.
  static final String UNSOUND_AFTERWARDS =
      "The stored record of this request is not what Countersign wrote, so nothing was"
          + " recorded. Please tell your administrator.";

  private ClickWords() {}

  /// @param record as it was before
  /// @param request as it is now
  static ClickAnswer counted(Decision decision, RequestRecord record, ApprovalRequest request) {
    return new ClickAnswer(
        Kind.COUNTED,
        "counted",
        "Your "
            + noun(decision)
            + " of "
            + request.id()
            + " is counted. "
            + standing(record, request));
  }

  static ClickAnswer alreadyVoted(RequestRecord record, Optional<Person> presser) {
    ApprovalRequest request = record.request();
    boolean own =
        request.votes().stream()
            .anyMatch(vote -> presser.filter(who -> who.id().equals(vote.person())).isPresent());
    return new ClickAnswer(
        Kind.STANDING,
        "already_voted",
        (own ? "Your vote on " : "The one vote that you share with somebody who was away, on ")
            + request.id()
            + (own ? " was" : ", was")
            + " counted before; this press changes nothing. "
            + standing(record));
  }

  static ClickAnswer alreadyDecided(RequestRecord record) {
    ApprovalRequest request = record.request();
    return new ClickAnswer(
        Kind.STANDING,
        "already_decided",
        "This press changes nothing: "
            + request.id()
            + (isDecidedByPeople(request) ? " is decided. " : " is over. ")
            + standing(record, request));
  }

  private static boolean isDecidedByPeople(ApprovalRequest request) {
    return switch (request.state()) {
      case Approved _, Rejected _, Returned _ -> true;
      case Pending _, Refused _, Expired _, Withdrawn _, Superseded _ -> false;
    };
  }

  /// What became of the ticked requests of a batch, each by itself.
  ///
  /// @param parts at least one, in the order of the list
  static ClickAnswer batch(Decision decision, List<Answered> parts) {
    List<Answered> counted = parts.stream().filter(ClickWords::isCounted).toList();
    List<Answered> others = parts.stream().filter(part -> !isCounted(part)).toList();
    if (others.isEmpty()) {
      return new ClickAnswer(
          Kind.COUNTED,
          "counted",
          parts.size() == 1
              ? parts.getFirst().answer().text()
              : "Your "
                  + noun(decision)
                  + " is counted for each of the "
                  + parts.size()
                  + " ticked requests.");
    }
    String apart =
        others.stream()
            .map(part -> part.number() + " · " + part.request() + ": " + part.answer().text())
            .collect(Collectors.joining("\n"));
    if (counted.isEmpty()) {
      ClickAnswer first = others.getFirst().answer();
      boolean alike = others.stream().allMatch(part -> part.answer().kind() == first.kind());
      return new ClickAnswer(
          alike ? first.kind() : Kind.PARTLY, alike ? first.code() : "batch_not_counted", apart);
    }
    return new ClickAnswer(
        Kind.PARTLY,
        "batch_partly",
        "Your "
            + noun(decision)
            + " is counted for "
            + counted.size()
            + " of the "
            + parts.size()
            + " ticked requests: "
            + counted.stream()
                .map(part -> Integer.toString(part.number()))
                .collect(Collectors.joining(", "))
            + ". Not for these:\n"
            + apart);
  }

  private static boolean isCounted(Answered part) {
    return part.answer().kind() == Kind.COUNTED;
  }

  static ClickAnswer unavailable() {
    return new ClickAnswer(
        Kind.UNAVAILABLE,
        "unavailable",
        "Countersign cannot reach its records right now, so it does not know whether your press was"
            + " counted. "
            + WhyNot.PRESS_AGAIN);
  }

  static ClickAnswer refused(ClickRefusal reason) {
    return new ClickAnswer(
        kind(reason), WireName.of(reason), joined(why(reason), insteadPress(reason)));
  }

  /// Where nothing can be pressed any more, it says how the request stands, and points nowhere; to
  /// another workspace or app it says neither.
  static ClickAnswer refused(ClickRefusal reason, RequestRecord record) {
    boolean over =
        record.request().state().isDecided() || !record.now().isBefore(record.request().deadline());
    String instead = insteadPress(reason);
    if (!over || instead.isEmpty()) {
      return refused(reason);
    }
    return new ClickAnswer(
        kind(reason),
        WireName.of(reason),
        switch (reason) {
          case FOREIGN_APP, FOREIGN_WORKSPACE, ORGANISATION_INSTALL -> why(reason);
          default -> joined(why(reason), standing(record));
        });
  }

  /// @param unopened how many
  /// @param page where they are opened
  static ClickAnswer notOpened(int unopened, Optional<URI> page) {
    return new ClickAnswer(
        kind(ClickRefusal.NOT_OPENED),
        WireName.of(ClickRefusal.NOT_OPENED),
        why(ClickRefusal.NOT_OPENED)
            + (unopened == 1
                ? " You have 1 attachment to open."
                : " You have " + unopened + " attachments to open.")
            + " Please open "
            + (unopened == 1 ? "it" : "each")
            + " on the request's page in the console, and approve then. You can reject, or request"
            + " changes, at once."
            + page.map(at -> " The page: " + at).orElse(""));
  }

  /// @param countsFrom told in whole seconds, never too early
  static ClickAnswer tooFast(Instant countsFrom) {
    Instant second = countsFrom.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    return new ClickAnswer(
        kind(ClickRefusal.TOO_FAST),
        WireName.of(ClickRefusal.TOO_FAST),
        why(ClickRefusal.TOO_FAST)
            + " Please read it first; approving counts from "
            + CLOCK.format(second)
            + " UTC on. You can reject, or request changes, at once.");
  }

  private static Kind kind(ClickRefusal reason) {
    return switch (reason) {
      case NOT_ELIGIBLE, OTHER_FUNCTION -> Kind.NOT_ENTITLED;
      case OUTSIDER -> Kind.OUTSIDER;
      case EXPIRED_TOKEN, STALE_REVISION, NOT_POSTED_CARD -> Kind.OUTDATED;
      case INCOMPLETE -> Kind.INCOMPLETE;
      case UNKNOWN_BUTTON -> Kind.UNKNOWN_BUTTON;
      case MALFORMED_PRESS -> Kind.MALFORMED;
      case BAD_TOKEN,
          OTHER_DECISION,
          OTHER_PERSON,
          OTHER_LIST,
          NOTHING_TICKED,
          FOREIGN_APP,
          FOREIGN_WORKSPACE,
          ORGANISATION_INSTALL,
          NOT_A_MESSAGE,
          EPHEMERAL,
          UNFURLED,
          NOT_PRESSED,
          UNKNOWN_REQUEST,
          OTHER_CHANNEL,
          UNLINKED_ACCOUNT,
          CONFLICTED,
          FUNCTION_TAKEN,
          NEEDED_LATER,
          TOO_LATE,
          STRONGER_CHECK,
          NOT_READ,
          NOT_OPENED,
          TOO_FAST,
          RECORD_UNSOUND ->
          Kind.REFUSED;
    };
  }

  private static String joined(String sentence, String next) {
    return next.isEmpty() ? sentence : sentence + " " + next;
  }

  /// What counts in place of this button, as long as the request is open.
  private static String insteadPress(ClickRefusal reason) {
    return switch (reason) {
      case EXPIRED_TOKEN ->
          "The card gets fresh buttons as long as the request is open; please press the new one.";
      case OTHER_DECISION, OTHER_LIST -> "Please use the newest card, and tell your administrator.";
      case OTHER_PERSON -> "Please open your own from the card in the conversation.";
      case FOREIGN_WORKSPACE, ORGANISATION_INSTALL -> "Please decide there.";
      case NOT_A_MESSAGE, EPHEMERAL, UNFURLED -> "Please use the buttons on the original message.";
      case UNKNOWN_BUTTON -> WhyNot.NOT_KEPT.next();
      case MALFORMED_PRESS -> "Please press again on the newest card in the conversation.";
      case OTHER_CHANNEL -> "Please decide where the card was posted.";
      case NOT_POSTED_CARD -> "Please use the newest card in the channel.";
      case STALE_REVISION -> "Please read the newest card and decide there.";
      default -> "";
    };
  }

  private static String why(ClickRefusal reason) {
    return switch (reason) {
      case BAD_TOKEN -> WhyNot.NOT_OURS.saidToThePresser();
      case EXPIRED_TOKEN -> "This button has lapsed, so nothing was counted.";
      case OTHER_DECISION ->
          "This button says one thing and carries another, so nothing was counted.";
      case OTHER_LIST ->
          "This button was made for another list of requests, so nothing was counted.";
      case NOTHING_TICKED ->
          "The chat named no ticked request, so nothing was counted. Please tick those that you"
              + " mean (untick and tick one, if they look ticked already), and press again.";
      case OTHER_PERSON ->
          "These buttons were shown to somebody else alone, so nothing was counted.";
      case FOREIGN_APP -> "This button belongs to another app, so nothing was counted.";
      case FOREIGN_WORKSPACE, ORGANISATION_INSTALL ->
          "Only members of the workspace that Countersign is installed in decide here, so nothing"
              + " was counted.";
      case NOT_A_MESSAGE, EPHEMERAL, UNFURLED ->
          "This is not the card that Countersign posted, so nothing was counted.";
      case UNKNOWN_BUTTON -> "This button is unknown to Countersign, so nothing was counted.";
      case NOT_PRESSED -> WhyNot.NOT_PRESSED;
      case MALFORMED_PRESS -> "Countersign could not read this press, so nothing was counted.";
      case UNKNOWN_REQUEST ->
          "Countersign does not know this request, so nothing was counted. Please tell your"
              + " administrator.";
      case OTHER_CHANNEL ->
          "This button belongs to a card in another channel, so nothing was counted.";
      case NOT_POSTED_CARD -> WhyNot.NOT_KEPT.uncounted();
      case STALE_REVISION ->
          "The action has changed since this card was shown, so nothing was counted.";
      case OUTSIDER -> WhyNot.OUTSIDER.saidToThePresser();
      case UNLINKED_ACCOUNT -> WhyNot.UNLINKED.saidToThePresser();
      case CONFLICTED -> WhyNot.CONFLICTED.said();
      case NOT_ELIGIBLE -> WhyNot.NOT_ASKED.saidToThePresser();
      case OTHER_FUNCTION -> WhyNot.OTHER_FUNCTION.saidToThePresser();
      case FUNCTION_TAKEN ->
          "This approval has to come from another business function than the ones that approved"
              + " already, so nothing was counted.";
      case NEEDED_LATER ->
          "Your approval is needed in a later stage of this request: given now, nobody could"
              + " complete it, so nothing was counted. Please let somebody else of the group"
              + " approve here. You can still reject, or request changes.";
      case TOO_LATE -> WhyNot.TOO_LATE.saidToThePresser();
      case STRONGER_CHECK ->
          "Approving this needs a passkey of yours, which only the request's page in the console"
              + " can ask for, so nothing was counted. Rejecting is possible without one.";
      case NOT_READ ->
          "This action is too long for its card, and you have not opened all pages of its details,"
              + " so nothing was counted. Please open Details on the card and go to the last page;"
              + " you can approve there. You can reject, or request changes, at once.";
      case NOT_OPENED ->
          "The policy has everybody open each attachment before their approval counts, so nothing"
              + " was counted.";
      case TOO_FAST ->
          "This card came only just now, and the policy gives everybody time to read it, so nothing"
              + " was counted.";
      case RECORD_UNSOUND ->
          "The stored record of this request is not what Countersign wrote, so nothing was counted"
              + " and nothing can be executed. Please tell your administrator.";
      case INCOMPLETE ->
          "Something is missing, so nothing was counted. A rejection needs one of the listed"
              + " reasons, a request for changes needs a note, and a note has at most 1,000"
              + " characters.";
    };
  }

  private static String noun(Decision decision) {
    return switch (decision) {
      case APPROVE -> "approval";
      case REJECT -> "rejection";
      case RETURN -> "request for changes";
    };
  }

  /// A request whose time is over stays pending until the sweep ends it, and nobody can move it.
  private static String standing(RequestRecord record) {
    Tally tally = Tally.of(record.request());
    return record.request().state() instanceof Pending
            && !record.now().isBefore(record.request().deadline())
        ? WhyNot.TOO_LATE.why() + " with " + tally + " approvals; nothing is executed."
        : standing(record, record.request());
  }

  private static String standing(RequestRecord record, ApprovalRequest request) {
    Tally tally = Tally.of(request);
    return switch (request.state()) {
      case Pending _ ->
          "It has "
              + tally
              + " approvals and waits for "
              + (tally.lacking() == 1 ? "one more." : tally.lacking() + " more.");
      case Approved approved ->
          switch (approved.execution()) {
            case NotGranted _, Granted _ -> toCome(record);
            case Running _ -> "It is approved and being executed.";
            case Succeeded _ -> "It was approved and executed.";
            case Failed _ -> "It was approved, but nothing was executed.";
            case Unknown _ -> "It was approved, and whether it was executed is not known.";
            case Reconciled end ->
                end.happened()
                    ? "It was approved and executed, as a person found."
                    : "It was approved, but nothing was executed, as a person found.";
            case Skipped _ -> "It was approved; Countersign executes nothing of it.";
          };
      case Rejected _ -> "It was rejected; nothing is executed.";
      case Returned _ -> "Changes were requested; nothing is executed.";
      case Refused _ -> "The policy refused it; nothing is executed.";
      case Expired(_, Expired.Cause cause, _) when cause == Expired.Cause.REACHED_NOBODY ->
          tally.given() == 0
              ? "It ended because its card could not be shown where it is decided; nothing is"
                  + " executed."
              : "It ended with "
                  + tally
                  + " approvals, because its card could not be shown where the rest is decided;"
                  + " nothing is executed.";
      case Expired _ ->
          tally.given() == 0
              ? "It expired before anybody decided; nothing is executed."
              : "It expired with " + tally + " approvals; nothing is executed.";
      case Withdrawn _ -> "The agent withdrew it; nothing is executed.";
      case Superseded _ ->
          "It was changed: a newer revision took its place, and nothing of this one is executed."
              + " Please look at the newest card.";
    };
  }

  private static String toCome(RequestRecord record) {
    if (record.frozen().isPresent()) {
      return "It is approved, and waits: it is frozen, and nothing of it runs before that is"
          + " lifted.";
    }
    Optional<String> outside = record.ruling().circumstances().executor();
    if (outside.isPresent()) {
      return "It is approved; " + outside.get() + " carries it out.";
    }
    if (!record.isExecutedHere()) {
      return "It is approved; Countersign executes nothing of it.";
    }
    return record.waitsUntil().isPresent()
        ? "It is approved and waits for the time that it names."
        : "It is approved and about to be executed.";
  }
}
