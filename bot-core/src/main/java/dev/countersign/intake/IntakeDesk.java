package dev.countersign.intake;

import dev.countersign.audit.AuditEntryTooLargeException;
import dev.countersign.execution.ActionExecutor;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.QuorumProspects;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Recorded;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.Soundness;
import dev.countersign.people.Agent;
import dev.countersign.people.AskedNow;
import dev.countersign.policy.Lapse;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.ProposalReader;
import dev.countersign.proposal.ReadResult;
import dev.countersign.proposal.Ulid;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a proposal: read, checked against its connection, ruled, and opened in one commit.
public final class IntakeDesk implements Intake {
  private static final Logger log = LoggerFactory.getLogger(IntakeDesk.class);

  /// Each try means that the request to be superseded moved in between, or that one more standing
  /// approval was used up.
  private static final int MOST_TRIES = 16;

  private final ActionExecutor executor;
  private final DraftChecks checks;
  private final Prospects prospects;
  private final EarlierRequests earlier;
  private final Openings openings;
  private final Ledger ledger;
  private final Runnable afterCommit;
  private final IntakeLimits limits;

  public IntakeDesk(
      RulingDesk rulings,
      ActionExecutor executor,
      QuorumProspects quorums,
      GrantIssuer grants,
      Ledger ledger,
      Soundness soundness,
      InstantSource ledgerClock,
      Ulid ids,
      Runnable afterCommit,
      IntakeLimits limits) {
    this.executor = executor;
    this.checks = new DraftChecks(rulings, executor, ledgerClock);
    this.prospects = new Prospects(rulings, executor, quorums, ledger, ledgerClock, ids);
    this.earlier = new EarlierRequests(ledger, soundness);
    this.openings = new Openings(grants, limits);
    this.ledger = ledger;
    this.afterCommit = afterCommit;
    this.limits = limits;
  }

  @Override
  public IntakeResult submit(Agent agent, byte[] body, Optional<String> idempotencyKey) {
    return switch (ProposalReader.read(body, executor::environment)) {
      case ReadResult.Malformed(var code, var pointer, int offset, var detail) ->
          new IntakeResult.Malformed(code, pointer, offset, detail);
      case ReadResult.Invalid(var errors) -> new IntakeResult.Invalid(errors);
      case ReadResult.Accepted(var draft) -> {
        Optional<Opening.Idempotency> idempotency =
            idempotencyKey.map(key -> new Opening.Idempotency(agent.id(), key, bodyDigest(body)));
        yield checks
            .whyDeclined(agent, draft)
            .map(declined -> earlier.repeated(idempotency).orElse(declined))
            .orElseGet(() -> open(agent, draft, idempotency));
      }
    };
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
              .orElseGet(() -> evaluated(prospects.usingNothing(agent, draft)));
    };
  }

  private IntakeEvaluation evaluated(Prospect prospect) {
    return whyTooSoon(prospect)
        .<IntakeEvaluation>map(IntakeEvaluation.NotTaken::new)
        .orElseGet(() ->
            new IntakeEvaluation.Ruled(
                prospect.ruling(),
                prospect.draft().action().digest(),
                prospect.draft().context().digest(),
                AskedNow.of(
                    prospect.ruling().stages(),
                    Set.of(),
                    prospect.ruled().asked(),
                    prospect.ruled().conflicted(),
                    prospect.proposal().at())));
  }

  private Optional<Declined> whyTooSoon(Prospect prospect) {
    return prospect.leavesLessThan(limits.leastTimeToDecide())
        ? Optional.of(IntakeWords.tooSoon(limits.leastTimeToDecide()))
        : Optional.empty();
  }

  private IntakeResult open(
      Agent agent, ProposalDraft draft, Optional<Opening.Idempotency> idempotency) {
    Set<ProposalId> passedOver = new HashSet<>();
    Map<String, Lapse> usedUp = new HashMap<>();
    Prospect prospect =
        draft.context().dryRun()
            ? prospects.usingNothing(agent, draft)
            : prospects.of(agent, draft, usedUp);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<Declined> tooSoon = whyTooSoon(prospect);
      if (tooSoon.isPresent()) {
        return earlier.repeated(idempotency).orElse(tooSoon.get());
      }
      Proposal proposal = prospect.proposal();
      Optional<Commit> superseding =
          draft.supersedes().flatMap(before -> earlier.supersede(before, proposal));
      if (draft.supersedes().isPresent() && superseding.isEmpty()) {
        return earlier.repeated(idempotency).orElseGet(IntakeWords::notSupersedable);
      }
      Opening opening;
      try {
        opening = openings.of(prospect, idempotency, superseding, passedOver);
      } catch (AuditEntryTooLargeException e) {
        return IntakeWords.rulingTooLarge();
      }
      OpenResult result = ledger.open(opening);
      if (result instanceof OpenResult.UsedUp(var counts)) {
        usedUp.putAll(counts.usedUp(prospect.ruling().allowances()));
        prospect = prospects.of(agent, draft, usedUp);
        continue;
      }
      Optional<IntakeResult> answer =
          result instanceof OpenResult.Identical(var pending)
              ? attached(pending, proposal, idempotency, passedOver)
              : answer(result, proposal.id());
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new LedgerUnavailableException("the request before this one did not hold still");
  }

  /// Empty when it is to be tried again.
  private Optional<IntakeResult> answer(OpenResult result, ProposalId opened) {
    return switch (result) {
      case OpenResult.Opened _ -> {
        afterCommit.run();
        yield Optional.of(new Recorded(opened, false));
      }
      case OpenResult.Replayed(var before, var attached) ->
          Optional.of(new Recorded(before, true, attached));
      case OpenResult.OverBudget over -> Optional.of(IntakeWords.tooMany(over));
      case OpenResult.AskedTooOften often -> Optional.of(IntakeWords.tooOften(often));
      case OpenResult.KeyReused _ -> Optional.of(IntakeWords.keyReused());
      case OpenResult.Overtaken _ -> Optional.empty();
      case OpenResult.Identical _, OpenResult.Attached _, OpenResult.UsedUp _ ->
          throw new IllegalStateException("this was answered before");
    };
  }

  /// Empty when it is to be tried again, without that request where nobody can decide it.
  private Optional<IntakeResult> attached(
      ProposalId pending,
      Proposal proposal,
      Optional<Opening.Idempotency> idempotency,
      Set<ProposalId> passedOver) {
    try {
      return earlier.attach(pending, proposal, idempotency);
    } catch (DamagedRecordException e) {
      // Nobody can decide that one, so it stands for nothing and keeps nothing out.
      log.error("an identical proposal is asked anew: {}", e.getMessage());
      passedOver.add(pending);
      return Optional.empty();
    }
  }
}
