package dev.countersign.courier;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ChainFold;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.audit.OpenedAttachment;
import dev.countersign.card.AttachmentDesk;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.Message.Attachment;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Entitlement;
import dev.countersign.request.RequestState.Pending;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands the bytes of an attachment to whoever may read the request unmasked: those who decide it
/// now, and those who are handed its whole record.
public final class AttachmentOpenings implements AttachmentDesk {
  private static final Logger log = LoggerFactory.getLogger(AttachmentOpenings.class);

  private final Steps steps;
  private final HeldAttachments attachments;
  private final Directory directory;

  public AttachmentOpenings(Steps steps, HeldAttachments attachments, Directory directory) {
    this.steps = steps;
    this.attachments = attachments;
    this.directory = directory;
  }

  /// What one look comes to.
  ///
  /// @param opened what is to be written down first
  private record Look(Handed handed, Optional<OpenedAttachment> opened) {
    static final Look NOTHING = new Look(new Handed.Unknown(), Optional.empty());
  }

  @Override
  public Handed open(AccountId reader, String id, String sha256) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(reader);
    if (person.isEmpty()) {
      return new Handed.Unknown();
    }
    Handed handed =
        ProposalId.parse(id)
            .flatMap(request ->
                steps.runOnChain(
                    request,
                    (record, chain) -> look(record, chain, reader, person.get(), people, sha256),
                    AttachmentOpenings::step))
            .orElseGet(Handed.Unknown::new);
    if (handed instanceof Handed.Damaged) {
      log.error("an attachment of {} is not as it was handed in", id);
    }
    return handed;
  }

  private static Step<Handed> step(RequestRecord record, Look look) {
    return look.opened()
        .map(opened -> Step.on(record).noting(opened.fact()).answering(look.handed()))
        .orElseGet(() -> Step.nothing(look.handed()));
  }

  private Look look(
      RequestRecord record,
      Supplier<List<AuditEntry>> chain,
      AccountId reader,
      Person person,
      Directory people,
      String sha256) {
    return openable(record, person, people).stream()
        .filter(attachment -> attachment.sha256().equals(sha256))
        .findFirst()
        .map(attachment -> look(record, chain, reader, person, attachment))
        .orElse(Look.NOTHING);
  }

  private Look look(
      RequestRecord record,
      Supplier<List<AuditEntry>> chain,
      AccountId reader,
      Person person,
      Attachment attachment) {
    return switch (attachments.find(record.request().id(), attachment.digest())) {
      case HeldAttachments.Found.Missing _ -> new Look(new Handed.Damaged(), Optional.empty());
      case HeldAttachments.Found.Damaged _ -> new Look(new Handed.Damaged(), Optional.empty());
      case HeldAttachments.Found.Whole(var content) -> {
        OpenedAttachment opened =
            new OpenedAttachment(
                record.head().seq() + 1,
                person.id(),
                reader,
                record.request().revision(),
                record.request().action(),
                attachment.digest());
        yield new Look(
            new Handed.File(attachment.name(), content),
            isTold(opened, record, chain.get()) ? Optional.empty() : Optional.of(opened));
      }
    };
  }

  /// A chain that does not read tells nothing; whoever presses then is told.
  private static boolean isTold(
      OpenedAttachment opened, RequestRecord record, List<AuditEntry> chain) {
    return ChainFold.of(record.request().id(), chain) instanceof Folded folded
        && folded.attachments().stream().anyMatch(opened::isSame);
  }

  /// What somebody may open of a request.
  ///
  /// @param people of the moment at which it is asked
  static List<Attachment> openable(RequestRecord record, Person person, Directory people) {
    return record.ruling().circumstances().attachmentsHeld()
            && record.proposal().action().changes() instanceof Message message
            && (decides(record, person, people) || record.isHandedTo(person, people))
        ? message.attachments()
        : List.of();
  }

  private static boolean decides(RequestRecord record, Person person, Directory people) {
    return record.request().state() instanceof Pending
        && record.now().isBefore(record.request().deadline())
        && record.entitlement(person, people) == Entitlement.ENTITLED;
  }
}
