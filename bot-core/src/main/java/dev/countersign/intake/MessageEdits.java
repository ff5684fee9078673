package dev.countersign.intake;

import dev.countersign.card.EditDesk;
import dev.countersign.card.FormPress;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.CardComposer;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Invalid;
import dev.countersign.intake.IntakeResult.Malformed;
import dev.countersign.intake.IntakeResult.Recorded;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.ProposalError;
import dev.countersign.proposal.ProposalId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets whoever may decide a message edit its text. The edited message takes the same way as one
/// that its agent proposes: read, checked, ruled and admitted by [IntakeDesk].
public final class MessageEdits implements EditDesk {
  private static final Logger log = LoggerFactory.getLogger(MessageEdits.class);
  private static final String UNKNOWN =
      "Countersign knows no such request that would be yours to edit.";
  private static final String OTHER_CLASS =
      "Only the text of a message can be edited here. Please request changes: the agent can propose"
          + " them as the next revision.";
  private static final String TOO_LONG =
      "This text is longer than the 3,000 characters that can be edited in a chat. Please request"
          + " changes.";

  private static final String NO_TIME =
      "The agent needs its answer sooner than others could read another text. "
          + WhyNot.DECIDE_OR_RETURN;
  private static final String TOO_MANY =
      "Too much waits here, or was asked lately, for another text to be asked about. Please try"
          + " again later, or request changes.";
  private static final String TOO_MANY_REVISIONS =
      "This was revised as often as it can be. Please decide, or reject it; the agent can propose"
          + " it anew.";

  private final IntakeDesk intake;
  private final Ledger ledger;
  private final Directory directory;

  public MessageEdits(IntakeDesk intake, Ledger ledger, Directory directory) {
    this.intake = intake;
    this.ledger = ledger;
    this.directory = directory;
  }

  @Override
  public Opened open(FormPress press) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(press.account());
    if (person.isEmpty()) {
      return new Opened.Not("unlinked_account", WhyNot.UNLINKED.said());
    }
    Optional<RequestRecord> record = find(press.reference());
    if (record.isEmpty()) {
      return new Opened.Not("unknown_request", UNKNOWN);
    }
    Optional<Declined> barred = Editing.whyNot(record.get(), person.get(), people);
    if (barred.isPresent()) {
      return new Opened.Not(barred.get().reason().code(), barred.get().detail());
    }
    if (!(record.get().proposal().action().changes() instanceof Message message)) {
      return new Opened.Not("other_class", OTHER_CLASS);
    }
    return EditDesk.fits(message)
        ? new Opened.Text(
            CardComposer.topic(record.get(), true), message.subject(), message.content())
        : new Opened.Not("text_too_long", TOO_LONG);
  }

  private Optional<RequestRecord> find(String reference) {
    try {
      return ProposalId.parse(reference).flatMap(ledger::find);
    } catch (DamagedRecordException e) {
      log.error("nobody can edit it: {}", e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public Answer edit(Edit edit) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(edit.editor());
    if (person.isEmpty()) {
      return not("unlinked_account", WhyNot.UNLINKED.said());
    }
    Optional<RequestRecord> record = find(edit.reference());
    if (record.isEmpty()) {
      return not("unknown_request", UNKNOWN);
    }
    Answer answer =
        edited(
            record.get(), edit, new Editing(person.get(), edit.editor(), edit.callback(), people));
    if (answer instanceof Answer.Not(var code, _, _)) {
      log.info("an edit of {} by {} was not taken: {}", edit.reference(), edit.editor(), code);
    }
    return answer;
  }

  private Answer edited(RequestRecord record, Edit edit, Editing editing) {
    if (!(record.proposal().action().changes() instanceof Message message)) {
      return not("other_class", OTHER_CLASS);
    }
    if (!EditDesk.fits(message)) {
      return not("text_too_long", TOO_LONG);
    }
    if (edit.text().length() > LONGEST_TEXT) {
      return new Answer.Not(
          "text_too_long", About.TEXT, "A text that is edited here has at most 3,000 characters.");
    }
    EditedMessage edited = new EditedMessage(record, message, edit);
    if (edited.isDone(editing, ledger)) {
      return asked(record);
    }
    Optional<Declined> barred = editing.whyNot(record);
    if (barred.isPresent()) {
      return told(barred.get());
    }
    if (edited.isSame()) {
      return new Answer.Not(
          "unchanged",
          About.TEXT,
          "This is the text that waits already. Change it, or approve it on the card.");
    }
    Optional<Agent> agent = editing.people().agent(record.proposal().agent());
    if (agent.isEmpty()) {
      return not("agent_unregistered", WhyNot.AGENT_UNREGISTERED);
    }
    return answer(
        record,
        intake.prepared(agent.get(), edited.body(ledger.audit(record.request().id())), editing));
  }

  private static Answer answer(RequestRecord record, IntakeResult result) {
    return switch (result) {
      case Recorded _ -> asked(record);
      case Declined declined -> told(declined);
      case Invalid(var errors) -> told(errors.getFirst());
      case Malformed(_, _, _, var detail) ->
          new Answer.Not(
              "malformed_text", About.TEXT, "This text cannot be kept as it is: " + detail);
    };
  }

  private static Answer asked(RequestRecord record) {
    return new Answer.Asked(
        "Revision "
            + (record.request().revision() + 1)
            + " with your text is asked about now. Others decide it: you edited it, so you do not"
            + " approve it. Earlier approvals are void.");
  }

  private static Answer told(ProposalError error) {
    return new Answer.Not(
        "invalid_text",
        error.pointer().endsWith("/subject") ? About.SUBJECT : About.TEXT,
        "This does not do: " + error.detail() + ".");
  }

  private static Answer told(Declined declined) {
    String code = declined.reason().code();
    return not(
        code,
        switch (code) {
          case "expires_too_soon", "already_expired" -> NO_TIME;
          case "agent_has_too_many_open",
              "channel_has_too_many_open",
              "agent_asked_too_often",
              "channel_asked_too_often" ->
              TOO_MANY;
          case "too_many_revisions" -> TOO_MANY_REVISIONS;
          default -> declined.detail();
        });
  }

  private static Answer not(String code, String words) {
    return new Answer.Not(code, About.NOTHING, words);
  }
}
