package dev.countersign.decision;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.audit.EventCodec;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickDesk;
import dev.countersign.grant.Approval;
import dev.countersign.grant.Ballot;
import dev.countersign.grant.Electors;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.QuorumGate;
import dev.countersign.grant.QuorumGate.Shortfall;
import dev.countersign.grant.QuorumGate.Verdict;
import dev.countersign.grant.QuorumProspects;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.CardFacts;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.CardTarget;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.ledger.StrayCards;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.WireName;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Refusal;
import dev.countersign.request.RequestEvent;
import dev.countersign.request.RequestEvent.ExecutionBarred;
import dev.countersign.request.RequestEvent.Voted;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.Transition;
import dev.countersign.request.Vote;
import dev.countersign.token.DecisionClaims;
import dev.countersign.token.DecisionTokenVerifier;
import dev.countersign.token.TokenRefusal;
import dev.countersign.token.TokenVerdict;
import dev.countersign.token.VerifiedToken;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a click: token, card, request and person verified, then one commit with the vote, its
/// audit entry, the grant if the quorum is complete, and the deliveries. Answers from what is
/// committed.
public final class DecisionDesk implements ClickDesk {
  /// A chain longer than this notes no more refused clicks; they stay in log and metrics.
  static final int MOST_ENTRIES = 1_000;

  private static final Logger log = LoggerFactory.getLogger(DecisionDesk.class);

  private final DecisionTokenVerifier verifier;
  private final InstantSource ledgerClock;
  private final Steps steps;
  private final Directory directory;
  private final QuorumProspects prospects;
  private final RecordProof proof;
  private final GrantIssuer grants;
  private final CardOrders cards;
  private final DecisionMetrics metrics;
  private final RefusedClicks refusedClicks = new RefusedClicks();
  private final StrayCards strays = new StrayCards();

  public DecisionDesk(
      DecisionTokenVerifier verifier,
      InstantSource ledgerClock,
      Steps steps,
      Directory directory,
      QuorumProspects prospects,
      RecordProof proof,
      GrantIssuer grants,
      CardOrders cards,
      DecisionMetrics metrics) {
    this.verifier = verifier;
    this.ledgerClock = ledgerClock;
    this.steps = steps;
    this.directory = directory;
    this.prospects = prospects;
    this.proof = proof;
    this.grants = grants;
    this.cards = cards;
    this.metrics = metrics;
  }

  @Override
  public ClickAnswer decide(Click click) {
    try {
      return switch (verifier.verify(click.token(), ledgerClock.instant())) {
        case TokenVerdict.Refused(var reason) ->
            verifier
                .lapsed(click.token(), ledgerClock.instant())
                .map(token -> decide(token, click, true))
                .orElseGet(() -> badToken(click, reason));
        case TokenVerdict.Verified(var token) -> decide(token, click, false);
      };
    } catch (LedgerUnavailableException e) {
      log.error("a click at {} could not be recorded: {}", click.address(), e.getMessage());
      metrics.notCounted(click.account().surface(), "unavailable");
      return ClickWords.unavailable();
    } catch (DamagedRecordException e) {
      log.error("nobody can decide it: {}", e.getMessage());
      metrics.notCounted(click.account().surface(), WireName.of(ClickRefusal.RECORD_UNSOUND));
      return ClickWords.refused(ClickRefusal.RECORD_UNSOUND);
    }
  }

  private ClickAnswer badToken(Click click, TokenRefusal reason) {
    Optional<ClickRefusal> flaw = ClickChecklist.flaw(click);
    String code = flaw.map(WireName::of).orElse(WireName.of(reason));
    ClickRefusal refusal =
        flaw.orElse(
            reason == TokenRefusal.TOKEN_EXPIRED
                ? ClickRefusal.EXPIRED_TOKEN
                : ClickRefusal.BAD_TOKEN);
    log.warn(
        "refused a button from {} at {}: {}, its token {}",
        click.account(),
        click.address(),
        code,
        WireName.of(reason));
    metrics.notCounted(click.account().surface(), code);
    noteOnCard(click, refusal);
    return ClickWords.refused(refusal);
  }

  /// Its token names no request, but the message may be one that a request keeps its card in.
  private void noteOnCard(Click click, ClickRefusal reason) {
    if (!CardTarget.isMessage(click.messageId())) {
      return;
    }
    String card = click.address() + " " + click.messageId();
    AtomicBoolean falls = new AtomicBoolean();
    steps.runOnCard(
        click.address(),
        click.messageId(),
        record -> {
          if (record.head().seq() >= MOST_ENTRIES
              || (!falls.get() && !refusedClicks.note(card, click.account().toString(), reason))) {
            return Step.nothing(false);
          }
          falls.set(true);
          Optional<Person> presser = directory.byAccount(click.account());
          return Step.on(record)
              .noting(refused(click, reason, presser, Optional.empty()))
              .answering(true);
        });
  }

  private ClickAnswer decide(VerifiedToken token, Click click, boolean lapsed) {
    // One reading: the vote names the very import that its person was found in.
    Directory people = directory.asOfNow();
    Press press =
        new Press(
            token,
            click,
            people.byAccount(click.account()),
            people,
            lapsed,
            EnumSet.noneOf(ClickRefusal.class),
            new AtomicBoolean());
    ClickAnswer answer =
        steps
            .runOnChain(token.claims().request(), (record, chain) -> step(press, record, chain))
            .orElseGet(() -> ClickWords.refused(ClickRefusal.UNKNOWN_REQUEST));
    if (press.onStray().get()) {
      strays.remember(click.address(), click.messageId());
    }
    if (answer.kind() == ClickAnswer.Kind.COUNTED) {
      metrics.voted(click.account().surface(), token.claims().decision());
    } else {
      log.info(
          "click of {} on {} not counted: {}",
          click.account(),
          token.claims().request(),
          answer.code());
      metrics.notCounted(click.account().surface(), answer.code());
    }
    return answer;
  }

  /// A click on its way through the tries of its step.
  ///
  /// @param people of the import that the presser was looked up in, and that the vote names
  /// @param lapsed whether its token was in force once and is no more: it is answered from the
  ///   record like any other, and counts for nothing
  /// @param toNote refusals that fell to this very click to write down, however often it has to try
  /// @param onStray whether its message was found to be one that is to lose its buttons
  private record Press(
      VerifiedToken token,
      Click click,
      Optional<Person> presser,
      Directory people,
      boolean lapsed,
      Set<ClickRefusal> toNote,
      AtomicBoolean onStray) {}

  private Step<ClickAnswer> step(
      Press press, RequestRecord record, Supplier<List<AuditEntry>> chain) {
    Step<ClickAnswer> step = answered(press, record, chain);
    return step.commit().isEmpty() && isStray(press, record)
        ? StrayCards.on(record, press.click().address(), press.click().messageId())
            .answering(step.answer())
        : step;
  }

  /// Whether it was pressed on a copy of the card that is still to lose its buttons: the button is
  /// ours, made for this place, and the gate keeps another message there.
  private boolean isStray(Press press, RequestRecord record) {
    Click click = press.click();
    boolean stray =
        click.flaw().isEmpty()
            && press.token().claims().surface().equals(click.address())
            && strays.isNew(record, click.address(), click.messageId());
    press.onStray().set(stray);
    return stray;
  }

  private Step<ClickAnswer> answered(
      Press press, RequestRecord record, Supplier<List<AuditEntry>> chain) {
    Set<PersonId> conflicted = record.conflicted(press.people());
    return switch (ClickChecklist.check(
        press.token(), press.click(), record, press.presser(), conflicted)) {
      case ClickVerdict.Eligible _ when press.lapsed() ->
          refuse(press, record, ClickRefusal.EXPIRED_TOKEN);
      case ClickVerdict.Eligible(var decision) when prospects.areLostBy(decision.vote(), record) ->
          refuse(press, record, ClickRefusal.NEEDED_LATER);
      case ClickVerdict.Eligible(var decision) ->
          switch (proof.of(record, chain.get())) {
            case RecordProof.Finding.Sound(var folded) -> vote(press, record, folded, decision);
            case RecordProof.Finding.Unsound(var place, var why) -> unsound(record, place, why);
          };
      case ClickVerdict.AlreadyVoted _ -> Step.nothing(ClickWords.alreadyVoted(record));
      case ClickVerdict.AlreadyDecided _ -> Step.nothing(ClickWords.alreadyDecided(record));
      case ClickVerdict.Refused(var reason) -> refuse(press, record, reason);
    };
  }

  /// Nothing is written after entries that no gate wrote: it would only make them look older.
  private static Step<ClickAnswer> unsound(RequestRecord record, String place, String why) {
    log.error(
        "{} is not as it was written, and nobody can decide it: {}: {}; run `countersign verify`",
        record.request().id(),
        place,
        why);
    return Step.nothing(ClickWords.refused(ClickRefusal.RECORD_UNSOUND));
  }

  /// The first press may come before the platform has answered the post: then it is what names the
  /// message, and no second one is posted.
  private void settleMessage(Press press, RequestRecord record, Step.Draft draft) {
    Click click = press.click();
    if (isStray(press, record)) {
      StrayCards.into(draft, click.address(), click.messageId());
      return;
    }
    record.cards().stream()
        .filter(card -> card.address().equals(click.address()))
        .reduce((_, later) -> later)
        .filter(card -> card.messageId().isEmpty())
        .filter(card -> ClickChecklist.carries(card, press.token().claims(), click))
        .map(card -> card.in(click.messageId()))
        .ifPresent(card -> draft.noting(CardFacts.of(EntryType.CARD_POSTED, card)).showing(card));
  }

  private Step<ClickAnswer> vote(
      Press press, RequestRecord record, Folded folded, VerifiedDecision decision) {
    Vote vote = decision.vote();
    Voted event = new Voted(vote);
    return switch (Transition.apply(record.request(), event)) {
      case Transition.Result.Refused(var reason) -> throw contradiction(reason);
      case Transition.Result.Moved(var next) -> {
        Step.Draft draft =
            Step.on(record)
                .moving(
                    next,
                    EventCodec.fact(
                        event,
                        "person:" + vote.person(),
                        JsonObject.builder()
                            .put("policy", record.ruling().policy().value())
                            .put("people", press.people().version().map(Digest::value).orElse(null))
                            .build()))
                .voting(vote)
                .before(record.request().deadline());
        settleMessage(press, record, draft);
        ApprovalRequest last =
            next.state() instanceof Approved ? approve(draft, record, folded) : next;
        yield draft
            .ordering(cards.forChange(last, record.cards()))
            .answering(ClickWords.counted(vote.decision(), record, last));
      }
    };
  }

  /// The last approval may find that an earlier one does not count any more, because its person has
  /// left the group: then the request is approved by the count and barred by the gate at once.
  private ApprovalRequest approve(Step.Draft draft, RequestRecord record, Folded folded) {
    Directory people = directory.asOfNow();
    Ballot ballot =
        Ballot.of(folded, draft.request(), record.ruling().gate(), record.conflicted(people));
    return switch (QuorumGate.prove(ballot, Electors.now(people, ballot.groups()))) {
      case Verdict.Proven(var approval) -> granted(draft, record, approval);
      case Verdict.NotProven(var why, var detail) -> barred(draft, record, why, detail);
    };
  }

  private static ApprovalRequest barred(
      Step.Draft draft, RequestRecord record, Shortfall why, String detail) {
    log.warn("{} is approved but must not run: {}, {}", record.request().id(), why, detail);
    ExecutionBarred event = new ExecutionBarred(WireName.of(why), record.now());
    ApprovalRequest next = moved(draft.request(), event);
    draft.moving(next, EventCodec.fact(event, "gate", JsonObject.EMPTY));
    return next;
  }

  private ApprovalRequest granted(Step.Draft draft, RequestRecord record, Approval approval) {
    GrantIssuer.Issue issue =
        grants.issue(record.proposal(), record.ruling(), approval, record.now());
    draft.moving(issue.request(), issue.fact()).ordering(issue.deliveries());
    issue.grant().ifPresent(draft::granting);
    return issue.request();
  }

  private static ApprovalRequest moved(ApprovalRequest request, RequestEvent event) {
    return switch (Transition.apply(request, event)) {
      case Transition.Result.Moved(var next) -> next;
      case Transition.Result.Refused(var reason) -> throw contradiction(reason);
    };
  }

  /// The checklist asks all that the table asks, and more; if they ever disagree, nothing is
  /// counted.
  private static IllegalStateException contradiction(Refusal reason) {
    return new IllegalStateException("an eligible vote that the table refuses: " + reason);
  }

  private Step<ClickAnswer> refuse(Press press, RequestRecord record, ClickRefusal reason) {
    ClickAnswer answer = ClickWords.refused(reason, record);
    if (record.head().seq() >= MOST_ENTRIES || !fallsTo(press, reason)) {
      return Step.nothing(answer);
    }
    Click click = press.click();
    Step.Draft draft = Step.on(record);
    if (isStray(press, record)) {
      StrayCards.into(draft, click.address(), click.messageId());
    }
    return draft
        .noting(refused(click, reason, press.presser(), Optional.of(press.token().claims())))
        .answering(answer);
  }

  /// @param claims of a token that is ours
  private static AuditFact refused(
      Click click, ClickRefusal reason, Optional<Person> presser, Optional<DecisionClaims> claims) {
    return new AuditFact(
        EntryType.CLICK_REFUSED,
        "account:" + click.account(),
        JsonObject.builder()
            .put("reason", WireName.of(reason))
            .put("person", presser.map(person -> person.id().value()).orElse(null))
            .put("decision", claims.map(said -> WireName.of(said.decision())).orElse(null))
            .put("button", click.named().map(WireName::of).orElse(null))
            .put("address", click.address().toString())
            .put("message", click.messageId())
            .put("token", claims.map(said -> said.id().value()).orElse(null))
            .put("callback", click.callback().value())
            .build());
  }

  private boolean fallsTo(Press press, ClickRefusal reason) {
    if (press.toNote().contains(reason)) {
      return true;
    }
    return refusedClicks.note(
            press.token().claims().id().value(), press.click().account().toString(), reason)
        && press.toNote().add(reason);
  }
}
