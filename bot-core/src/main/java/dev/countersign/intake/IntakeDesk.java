package dev.countersign.intake;

import dev.countersign.audit.AuditChain;
import dev.countersign.audit.AuditEntryTooLargeException;
import dev.countersign.audit.AuditFact;
import dev.countersign.audit.AuditHead;
import dev.countersign.audit.EventCodec;
import dev.countersign.card.CardRouting;
import dev.countersign.execution.ActionExecutor;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.QuorumGate;
import dev.countersign.grant.QuorumProspects;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Kind;
import dev.countersign.intake.IntakeResult.Reason;
import dev.countersign.intake.IntakeResult.Recorded;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.Admission;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Soundness;
import dev.countersign.ledger.Step;
import dev.countersign.people.Agent;
import dev.countersign.people.ChatAddress;
import dev.countersign.policy.Circumstances;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.ExecutionMode;
import dev.countersign.proposal.ExecutionTrigger;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.ProposalReader;
import dev.countersign.proposal.ReadResult;
import dev.countersign.proposal.Ulid;
import dev.countersign.proposal.WireName;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestEvent.SupersededBy;
import dev.countersign.request.RequestState;
import dev.countersign.request.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a proposal: read, checked against its connection, ruled, and opened in one commit.
public final class IntakeDesk {
  private static final Logger log = LoggerFactory.getLogger(IntakeDesk.class);

  /// Each try means that the request to be superseded moved in between.
  private static final int MOST_TRIES = 16;

  /// How far back an identical action makes a proposal a possible duplicate.
  static final Duration LATELY = Duration.ofHours(24);

  /// A chain longer than this notes no more proposals that were attached; they stay in the metrics.
  static final int MOST_ENTRIES = 200;

  private final RulingDesk rulings;
  private final ActionExecutor executor;
  private final QuorumProspects prospects;
  private final GrantIssuer grants;
  private final CardOrders cards;
  private final Ledger ledger;
  private final Soundness soundness;
  private final InstantSource ledgerClock;
  private final Ulid ids;
  private final Runnable afterCommit;
  private final IntakeLimits limits;

  public IntakeDesk(
      RulingDesk rulings,
      ActionExecutor executor,
      QuorumProspects prospects,
      GrantIssuer grants,
      CardOrders cards,
      Ledger ledger,
      Soundness soundness,
      InstantSource ledgerClock,
      Ulid ids,
      Runnable afterCommit,
      IntakeLimits limits) {
    this.rulings = rulings;
    this.executor = executor;
    this.prospects = prospects;
    this.grants = grants;
    this.cards = cards;
    this.ledger = ledger;
    this.soundness = soundness;
    this.ledgerClock = ledgerClock;
    this.ids = ids;
    this.afterCommit = afterCommit;
    this.limits = limits;
  }

  /// @param agent from the verified credential
  /// @param idempotencyKey at most 255 characters, checked by the caller
  public IntakeResult submit(Agent agent, byte[] body, Optional<String> idempotencyKey) {
    return switch (ProposalReader.read(body, executor::environment)) {
      case ReadResult.Malformed(var code, var pointer, int offset, var detail) ->
          new IntakeResult.Malformed(code, pointer, offset, detail);
      case ReadResult.Invalid(var errors) -> new IntakeResult.Invalid(errors);
      case ReadResult.Accepted(var draft) -> {
        Optional<Opening.Idempotency> idempotency =
            idempotencyKey.map(key -> new Opening.Idempotency(agent.id(), key, bodyDigest(body)));
        yield whyDeclined(agent, draft)
            .map(declined -> repeatOf(idempotency).orElse(declined))
            .orElseGet(() -> open(agent, draft, idempotency));
      }
    };
  }

  /// Of what the body says: the order of its members and the blanks between them mean nothing, and
  /// a repeat may have been written anew.
  private static Digest bodyDigest(byte[] body) {
    return Digest.of(CanonicalJson.bytes(CanonicalJson.parse(body)));
  }

  /// What the policy would say now; nothing is stored.
  public IntakeEvaluation evaluate(Agent agent, byte[] body) {
    return switch (ProposalReader.read(body, executor::environment)) {
      case ReadResult.Malformed(var code, var pointer, int offset, var detail) ->
          new IntakeEvaluation.NotTaken(new IntakeResult.Malformed(code, pointer, offset, detail));
      case ReadResult.Invalid(var errors) ->
          new IntakeEvaluation.NotTaken(new IntakeResult.Invalid(errors));
      case ReadResult.Accepted(var draft) ->
          whyDeclined(agent, draft)
              .<IntakeEvaluation>map(IntakeEvaluation.NotTaken::new)
              .orElseGet(() -> {
                Prospect prospect = prospect(agent, draft);
                return leavesNoTime(draft, prospect)
                    ? new IntakeEvaluation.NotTaken(tooSoon())
                    : new IntakeEvaluation.Ruled(
                        prospect.ruling(), draft.action().digest(), draft.context().digest());
              });
    };
  }

  private Optional<Declined> whyDeclined(Agent agent, ProposalDraft draft) {
    if (!agent.mayPropose().contains(draft.action().actionClass())) {
      return Optional.of(
          declined(
              Kind.FORBIDDEN,
              "class_not_permitted",
              "/proposed_changes/class",
              "this agent is not registered for this class of action: propose another class, or"
                  + " have it added to may_propose in people.yaml"));
    }
    if (draft.executionMode().filter(mode -> mode == ExecutionMode.GRANT).isPresent()
        || draft.executionTrigger().filter(t -> t == ExecutionTrigger.ON_COLLECTION).isPresent()) {
      return Optional.of(
          declined(
              Kind.UNPROCESSABLE,
              "execution_mode_unsupported",
              "/execution",
              "this deployment executes on approval through its own connections only: leave"
                  + " execution out"));
    }
    if (draft.callbackEndpoint().isPresent()) {
      return Optional.of(
          declined(
              Kind.UNPROCESSABLE,
              "unknown_callback_endpoint",
              "/callback_endpoint",
              "no such endpoint is registered; poll or wait instead"));
    }
    if (draft.expiresAt().filter(end -> !end.isAfter(ledgerClock.instant())).isPresent()) {
      return Optional.of(
          declined(
              Kind.UNPROCESSABLE,
              "already_expired",
              "/expires_at",
              "expires_at is not in the future: give a later one, or leave it to the policy"));
    }
    return executor
        .check(draft.action())
        .map(why -> declined(Kind.UNPROCESSABLE, why.code(), why.pointer(), why.detail()))
        .or(() -> whyNotThere(draft))
        .or(() -> whyNotFor(agent, draft));
  }

  /// The environment is a fact about the connection, not something to be claimed.
  private Optional<Declined> whyNotThere(ProposalDraft draft) {
    Environment there = executor.environment(draft.action().targetSystem());
    return there == draft.action().environment()
        ? Optional.empty()
        : Optional.of(
            declined(
                Kind.UNPROCESSABLE,
                "environment_mismatch",
                "/environment",
                "this connection is in the environment \""
                    + WireName.of(there)
                    + "\": say so in /environment, or leave it out"));
  }

  private Optional<Declined> whyNotFor(Agent agent, ProposalDraft draft) {
    Optional<String> named = draft.context().onBehalfOf();
    if (named.isEmpty() && agent.mustNamePerson()) {
      return Optional.of(
          declined(
              Kind.UNPROCESSABLE,
              "person_required",
              "/agent/on_behalf_of",
              "this agent must say in /agent/on_behalf_of for whom it acts"));
    }
    return named.isPresent() && rulings.actsFor(draft.context()).isEmpty()
        ? Optional.of(
            declined(
                Kind.UNPROCESSABLE,
                "unknown_person",
                "/agent/on_behalf_of",
                "/agent/on_behalf_of names nobody: the id of a person in people.yaml is expected,"
                    + " or a linked account such as slack:T01:U01"))
        : Optional.empty();
  }

  private static Declined declined(Kind kind, String code, String detail) {
    return declined(kind, code, "", detail);
  }

  private static Declined declined(Kind kind, String code, String pointer, String detail) {
    return new Declined(new Reason(kind, code), pointer, detail, Optional.empty());
  }

  /// @param ruling with what speaks against it beside the policy
  /// @param ruled by the policy, with the people of that moment
  private record Prospect(
      Proposal proposal, Ruling ruling, ApprovalRequest request, RulingDesk.Ruled ruled) {}

  private Prospect prospect(Agent agent, ProposalDraft draft) {
    Instant now = ledgerClock.instant();
    RulingDesk.Ruled ruled = rulings.rule(agent, draft.action(), draft.context());
    Proposal proposal =
        new Proposal(
            new ProposalId(ProposalId.PREFIX + ids.next()),
            agent.id(),
            ruled.agent().owner(),
            draft.action(),
            draft.context(),
            now);
    Ruling ruling =
        ruled
            .ruling()
            .in(
                new Circumstances(
                    rulings.audience(draft.action()),
                    executor.executes(draft.action().targetSystem()),
                    ledger.latest(
                        agent.id(),
                        draft.action().digest(),
                        now.minus(LATELY),
                        draft.supersedes())));
    Prospect prospect =
        new Prospect(proposal, ruling, opened(proposal, ruling, ruled, draft), ruled);
    if (ruling.gate() != Gate.ASK) {
      return prospect;
    }
    Ruling refused = ruling;
    for (Finding why : prospects.whyNobodyCan(record(prospect), ruled.asked(), ruled.routing())) {
      refused = refused.refusedBecause(why);
    }
    return refused.equals(ruling)
        ? prospect
        : new Prospect(proposal, refused, opened(proposal, refused, ruled, draft), ruled);
  }

  private static ApprovalRequest opened(
      Proposal proposal, Ruling ruling, RulingDesk.Ruled ruled, ProposalDraft draft) {
    Instant byPolicy = proposal.at().plus(ruling.expiresIn());
    return ApprovalRequest.opened(
        proposal.id(),
        proposal.action().digest(),
        ruling.gate(),
        ruling.stages(),
        ruled.conflicted(),
        draft
            .expiresAt()
            .filter(end -> end.isBefore(byPolicy))
            .orElse(byPolicy)
            .truncatedTo(ChronoUnit.MICROS),
        proposal.at());
  }

  private static RequestRecord record(Prospect prospect) {
    return new RequestRecord(
        prospect.proposal(),
        prospect.ruling(),
        prospect.request(),
        AuditHead.genesis(prospect.proposal().id()),
        Optional.empty(),
        List.of(),
        prospect.proposal().at());
  }

  private IntakeResult open(
      Agent agent, ProposalDraft draft, Optional<Opening.Idempotency> idempotency) {
    Prospect prospect = prospect(agent, draft);
    if (leavesNoTime(draft, prospect)) {
      return repeatOf(idempotency).orElseGet(this::tooSoon);
    }
    Set<ProposalId> passedOver = new HashSet<>();
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<Commit> superseding = Optional.empty();
      if (draft.supersedes().isPresent()) {
        superseding =
            ledger
                .find(draft.supersedes().get())
                .filter(earlier -> earlier.proposal().agent().equals(agent.id()))
                .flatMap(earlier -> supersede(earlier, prospect.proposal().id()));
        if (superseding.isEmpty()) {
          return repeatOf(idempotency)
              .orElseGet(() ->
                  declined(
                      Kind.CONFLICT,
                      "not_supersedable",
                      "/supersedes",
                      "there is no pending request of this agent by that id"));
        }
      }
      Opening opening;
      try {
        opening = opening(prospect, draft, idempotency, superseding, passedOver);
      } catch (AuditEntryTooLargeException e) {
        return declined(
            Kind.UNPROCESSABLE,
            "ruling_too_large",
            "what the policy finds about this proposal does not fit one audit entry; propose a"
                + " smaller action, or let fewer rules speak about it");
      }
      switch (ledger.open(opening)) {
        case OpenResult.Opened _ -> {
          afterCommit.run();
          return new Recorded(prospect.proposal().id(), false);
        }
        case OpenResult.Replayed(var earlier, var attached) -> {
          return new Recorded(earlier, true, attached);
        }
        case OpenResult.OverBudget over -> {
          return tooMany(over);
        }
        case OpenResult.AskedTooOften often -> {
          return tooOften(often);
        }
        case OpenResult.Identical(var pending) -> {
          try {
            Optional<IntakeResult> attached = attach(pending, prospect.proposal(), idempotency);
            if (attached.isPresent()) {
              return attached.get();
            }
          } catch (DamagedRecordException e) {
            // Nobody can decide that one, so it stands for nothing and keeps nothing out.
            log.error("an identical proposal is asked anew: {}", e.getMessage());
            passedOver.add(pending);
          }
        }
        case OpenResult.Attached _ ->
            throw new IllegalStateException("an opening attaches to nothing by itself");
        case OpenResult.KeyReused _ -> {
          return reused();
        }
        case OpenResult.Overtaken _ -> {}
      }
    }
    throw new LedgerUnavailableException("the request before this one did not hold still");
  }

  /// Empty when the pending request moved meanwhile.
  private Optional<IntakeResult> attach(
      ProposalId pending, Proposal proposal, Optional<Opening.Idempotency> idempotency) {
    Optional<RequestRecord> found =
        ledger
            .find(pending)
            .filter(record -> record.request().state() instanceof RequestState.Pending)
            .filter(record -> record.proposal().agent().equals(proposal.agent()))
            .filter(record -> record.request().action().equals(proposal.action().digest()));
    return found.flatMap(record ->
        switch (ledger.attach(pending, noteOn(record, proposal), idempotency)) {
          case OpenResult.Attached _ -> Optional.of(new Recorded(pending, false, true));
          case OpenResult.Replayed(var earlier, var attached) ->
              Optional.of(new Recorded(earlier, true, attached));
          case OpenResult.KeyReused _ -> Optional.of(reused());
          case OpenResult.Overtaken _,
              OpenResult.Opened _,
              OpenResult.Identical _,
              OpenResult.OverBudget _,
              OpenResult.AskedTooOften _ ->
              Optional.empty();
        });
  }

  private static Optional<Commit> noteOn(RequestRecord record, Proposal proposal) {
    return record.head().seq() >= MOST_ENTRIES
        ? Optional.empty()
        : Step.on(record).noting(OpeningFacts.proposedAgain(proposal)).answering(true).commit();
  }

  private static Declined tooMany(OpenResult.OverBudget over) {
    return switch (over.spent()) {
      case AGENT ->
          declined(
              Kind.TOO_MANY,
              "agent_has_too_many_open",
              over.open()
                  + " requests of this agent wait for people, and proposals.open_per_agent is "
                  + over.most()
                  + ": wait until some are decided, or withdraw what is no longer needed");
      case CHANNEL ->
          declined(
              Kind.TOO_MANY,
              "channel_has_too_many_open",
              over.open()
                  + " requests wait in a channel that this one would be asked in, and"
                  + " proposals.open_per_channel is "
                  + over.most()
                  + ": wait until some are decided");
    };
  }

  private static Declined tooOften(OpenResult.AskedTooOften often) {
    String asked = often.most() + " requests within the last " + words(often.window());
    String next =
        ": propose it again in "
            + words(often.again())
            + ". Requests that were superseded, withdrawn or have lapsed count too";
    return switch (often.spent()) {
      case AGENT ->
          new Declined(
              new Reason(Kind.TOO_MANY, "agent_asked_too_often"),
              "",
              "this agent asked people "
                  + asked
                  + ", and proposals.asked_per_agent is "
                  + often.most()
                  + next,
              Optional.of(often.again()));
      case CHANNEL ->
          new Declined(
              new Reason(Kind.TOO_MANY, "channel_asked_too_often"),
              "",
              "people were asked "
                  + asked
                  + " in a channel where this one would be shown, and proposals.asked_per_channel"
                  + " is "
                  + often.most()
                  + next,
              Optional.of(often.again()));
    };
  }

  private static String words(Duration duration) {
    Duration seconds = duration.plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    return seconds.toSeconds() % 60 == 0
        ? seconds.toMinutes() + " min"
        : seconds.toSeconds() + " s";
  }

  /// Whether people are to be asked who have too little time to read what is asked. What the policy
  /// itself cuts short is its operator's decision.
  private boolean leavesNoTime(ProposalDraft draft, Prospect prospect) {
    ApprovalRequest request = prospect.request();
    Instant least = prospect.proposal().at().plus(limits.leastTimeToDecide());
    Instant byPolicy = prospect.proposal().at().plus(prospect.ruling().expiresIn());
    return request.state() instanceof RequestState.Pending
        && draft
            .expiresAt()
            .filter(end -> end.isBefore(least) && end.isBefore(byPolicy))
            .isPresent();
  }

  private Declined tooSoon() {
    return declined(
        Kind.UNPROCESSABLE,
        "expires_too_soon",
        "/expires_at",
        "people are asked about this and have at least "
            + words(limits.leastTimeToDecide())
            + " to decide (proposals.least_time_to_decide): give a later expires_at, or leave it to"
            + " the policy");
  }

  /// A repeat that supersedes finds its target superseded by itself; the key tells it from a
  /// conflict.
  private Optional<IntakeResult> repeatOf(Optional<Opening.Idempotency> idempotency) {
    return idempotency
        .flatMap(ledger::opened)
        .map(earlier ->
            switch (earlier) {
              case OpenResult.Replayed(var id, var attached) -> new Recorded(id, true, attached);
              case OpenResult.KeyReused _,
                  OpenResult.Opened _,
                  OpenResult.Overtaken _,
                  OpenResult.Identical _,
                  OpenResult.Attached _,
                  OpenResult.OverBudget _,
                  OpenResult.AskedTooOften _ ->
                  reused();
            });
  }

  private static Declined reused() {
    return declined(
        Kind.UNPROCESSABLE,
        "idempotency_key_reused",
        "this Idempotency-Key came before with another body: use a new key for a new proposal");
  }

  private Optional<Commit> supersede(RequestRecord earlier, ProposalId successor) {
    SupersededBy event = new SupersededBy(successor, earlier.now());
    return switch (Transition.apply(earlier.request(), event)) {
      case Transition.Result.Refused _ -> Optional.empty();
      case Transition.Result.Moved(var next) -> {
        soundness.require(earlier, ledger.audit(earlier.request().id()));
        yield Step.on(earlier)
            .moving(
                next,
                EventCodec.fact(event, "agent:" + earlier.proposal().agent(), JsonObject.EMPTY))
            .ordering(cards.forChange(next, earlier.cards()))
            .answering(true)
            .commit();
      }
    };
  }

  private Opening opening(
      Prospect prospect,
      ProposalDraft draft,
      Optional<Opening.Idempotency> idempotency,
      Optional<Commit> superseding,
      Set<ProposalId> passedOver) {
    Proposal proposal = prospect.proposal();
    Ruling ruling = prospect.ruling();
    ApprovalRequest request = prospect.request();
    List<AuditFact> facts = new ArrayList<>();
    facts.add(OpeningFacts.proposed(proposal));
    facts.add(OpeningFacts.ruled(ruling, request, prospect.ruled().people()));
    Optional<IssuedGrant> grant = Optional.empty();
    Set<DeliveryOrder> deliveries = new HashSet<>();
    if (request.state() instanceof RequestState.Approved) {
      GrantIssuer.Issue issue =
          grants.issue(proposal, ruling, QuorumGate.allowed(request, ruling), proposal.at());
      request = issue.request();
      facts.add(issue.fact());
      grant = issue.grant();
      deliveries.addAll(issue.deliveries());
    }
    deliveries.addAll(new CardOrders(prospect.ruled().routing()).forChange(request, List.of()));
    return new Opening(
        proposal,
        ruling,
        request,
        AuditChain.append(AuditHead.genesis(proposal.id()), proposal.id(), proposal.at(), facts),
        grant,
        deliveries,
        idempotency,
        superseding,
        request.state() instanceof RequestState.Pending
            ? Optional.of(
                new Admission(
                    Likeness.of(proposal, ruling, request),
                    draft.anew() || superseding.isPresent(),
                    passedOver,
                    limits.open(),
                    limits.asked(),
                    shown(request, prospect.ruled().routing())))
            : Optional.empty());
  }

  /// In every stage: an approval brings it before the next group, and no agent waits for that.
  private static Set<String> shown(ApprovalRequest request, CardRouting routing) {
    return request.stages().stream()
        .flatMap(stage -> routing.of(stage.group()).stream())
        .map(ChatAddress::toString)
        .collect(Collectors.toSet());
  }
}
