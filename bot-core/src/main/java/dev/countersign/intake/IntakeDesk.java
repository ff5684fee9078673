package dev.countersign.intake;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.QuorumProspects;
import dev.countersign.intake.RequestOpener.Asked;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.NotedAlarms;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.Soundness;
import dev.countersign.people.Agent;
import dev.countersign.people.AskedNow;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalReader;
import dev.countersign.proposal.ReadResult;
import dev.countersign.proposal.Ulid;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Takes a proposal: read, checked against its connection, ruled, and opened in one commit.
public final class IntakeDesk implements Intake {
  private final ActionExecutor executor;
  private final DraftChecks checks;
  private final BeforeValues before;
  private final Readers readers;
  private final Prospects prospects;
  private final EarlierRequests earlier;
  private final RequestOpener opener;

  public IntakeDesk(
      RulingDesk rulings,
      ActionExecutor executor,
      QuorumProspects quorums,
      GrantIssuer grants,
      Ledger ledger,
      HeldAttachments attachments,
      Soundness soundness,
      InstantSource ledgerClock,
      Ulid ids,
      Consumer<Set<DeliveryKind>> afterCommit,
      IntakeLimits limits,
      NotedAlarms alarms) {
    this.executor = executor;
    AttachmentChecks attached = new AttachmentChecks(attachments, executor);
    this.checks = new DraftChecks(rulings, executor, attached, ledgerClock);
    this.before = new BeforeValues(executor, ledgerClock);
    this.readers = new Readers(executor);
    this.prospects = new Prospects(rulings, executor, quorums, attached, ledger, ledgerClock, ids);
    this.earlier = new EarlierRequests(ledger, soundness);
    this.opener =
        new RequestOpener(
            checks,
            attached,
            prospects,
            earlier,
            new Openings(grants, ledger::freezing, limits),
            ledger,
            afterCommit,
            limits,
            alarms);
  }

  @Override
  public IntakeResult submit(Agent agent, byte[] body, Optional<String> idempotencyKey) {
    return switch (ProposalReader.read(body, executor::environment)) {
      case ReadResult.Malformed(var code, var pointer, int offset, var detail) ->
          new IntakeResult.Malformed(code, pointer, offset, detail);
      case ReadResult.Invalid(var errors) -> new IntakeResult.Invalid(errors);
      case ReadResult.Accepted(var draft) ->
          taken(agent, draft, idempotency(agent, body, idempotencyKey), Optional.empty());
    };
  }

  private IntakeResult taken(
      Agent agent,
      ProposalDraft draft,
      Optional<Opening.Idempotency> idempotency,
      Optional<Preparing> preparing) {
    return checks
        .whyDeclined(agent, draft)
        .<IntakeResult>map(declined -> earlier.repeated(idempotency).orElse(declined))
        .orElseGet(() ->
            preparing.isPresent()
                ? opened(agent, draft, idempotency, preparing)
                : looked(agent, draft, idempotency));
  }

  /// Where the gate looks for itself before anybody is asked. What somebody else prepares is a
  /// revision, and leads where the first one led.
  private IntakeResult looked(
      Agent agent, ProposalDraft draft, Optional<Opening.Idempotency> idempotency) {
    if (before.areRead(draft)) {
      return readBefore(agent, draft, idempotency);
    }
    return readers.areAsked(draft)
        ? withReaders(agent, draft, idempotency)
        : opened(agent, draft, idempotency, Optional.empty());
  }

  /// A repeat asks nobody: it is answered as it was.
  private IntakeResult withReaders(
      Agent agent, ProposalDraft draft, Optional<Opening.Idempotency> idempotency) {
    return earlier
        .repeated(idempotency)
        .or(() -> readers.whyNot(agent, draft))
        .orElseGet(() -> opened(agent, draft, idempotency, Optional.empty()));
  }

  /// What somebody else prepared says what the record holds by the gate's own words already.
  private IntakeResult readBefore(
      Agent agent, ProposalDraft draft, Optional<Opening.Idempotency> idempotency) {
    return earlier
        .repeated(idempotency)
        .orElseGet(() ->
            switch (before.read(agent, draft)) {
              case BeforeValues.Read.Not(var why) -> why;
              case BeforeValues.Read.Of(var read) ->
                  checks
                      .whyDeclined(agent, read)
                      .<IntakeResult>map(declined -> declined)
                      .orElseGet(() -> opened(agent, read, idempotency, Optional.empty()));
            });
  }

  private IntakeResult opened(
      Agent agent,
      ProposalDraft draft,
      Optional<Opening.Idempotency> idempotency,
      Optional<Preparing> preparing) {
    IntakeResult result = opener.open(agent, draft, idempotency, preparing);
    return result instanceof IntakeResult.Recorded recorded
        ? recorded.of(draft.action().digest())
        : result;
  }

  private static Optional<Opening.Idempotency> idempotency(
      Agent agent, byte[] body, Optional<String> key) {
    return key.map(text -> new Opening.Idempotency(agent.id(), text, bodyDigest(body)));
  }

  /// Of what the body says: the order of its members and the blanks between them mean nothing, and
  /// a repeat may have been written anew.
  private static Digest bodyDigest(byte[] body) {
    return Digest.of(CanonicalJson.bytes(CanonicalJson.parse(body)));
  }

  @Override
  public IntakeEvaluation evaluate(Agent agent, byte[] body) {
    return switch (ProposalReader.read(body, executor::environment)) {
      case ReadResult.Malformed(var code, var pointer, int offset, var detail) ->
          new IntakeEvaluation.NotTaken(new IntakeResult.Malformed(code, pointer, offset, detail));
      case ReadResult.Invalid(var errors) ->
          new IntakeEvaluation.NotTaken(new IntakeResult.Invalid(errors));
      case ReadResult.Accepted(var draft) ->
          checks
              .whyDeclined(agent, draft)
              .<IntakeEvaluation>map(IntakeEvaluation.NotTaken::new)
              .orElseGet(() ->
                  switch (opener.asked(agent, draft, Optional.empty())) {
                    case Asked.Not(var why) -> new IntakeEvaluation.NotTaken(why);
                    case Asked.Of(var asked, _) -> evaluated(prospects.usingNothing(agent, asked));
                  });
    };
  }

  private IntakeEvaluation evaluated(Prospect prospect) {
    return opener
        .whyTooSoon(prospect)
        .<IntakeEvaluation>map(IntakeEvaluation.NotTaken::new)
        .orElseGet(() ->
            new IntakeEvaluation.Ruled(
                Prospects.record(prospect),
                AskedNow.of(
                    prospect.ruling().stages(),
                    prospect.request().askedByStage(),
                    prospect.ruled().asked(),
                    prospect.ruled().conflicted(),
                    prospect.proposal().at())));
  }

  /// What somebody else makes, as if its agent had proposed it.
  ///
  /// @param body a `proposal.v1`
  IntakeResult prepared(Agent agent, byte[] body, Preparing preparing) {
    return prepared(agent, body, preparing, Optional.empty());
  }

  IntakeResult prepared(
      Agent agent, byte[] body, Preparing preparing, Optional<String> idempotencyKey) {
    return switch (ProposalReader.read(body, executor::environment)) {
      case ReadResult.Malformed(var code, var pointer, int offset, var detail) ->
          new IntakeResult.Malformed(code, pointer, offset, detail);
      case ReadResult.Invalid(var errors) -> new IntakeResult.Invalid(errors);
      case ReadResult.Accepted(var draft) ->
          taken(agent, draft, idempotency(agent, body, idempotencyKey), Optional.of(preparing));
    };
  }
}
