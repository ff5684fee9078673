package dev.countersign.decision;

import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.ConsoleAddress;
import dev.countersign.card.FormOpening;
import dev.countersign.card.FormTopic;
import dev.countersign.card.UnavailableException;
import dev.countersign.decision.Pressed.Alarm;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.QuorumProspects;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.WireName;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.CardTarget;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.NotedAlarms;
import dev.countersign.ledger.Steps;
import dev.countersign.ledger.StrayCards;
import dev.countersign.people.Directory;
import dev.countersign.policy.AgentAlarm;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.BatchId;
import dev.countersign.token.DecisionClaims;
import dev.countersign.token.DecisionTokenVerifier;
import dev.countersign.token.TokenRefusal;
import dev.countersign.token.TokenVerdict;
import dev.countersign.token.VerifiedToken;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a click: token, card, request and person verified, then one commit with the vote, its
/// audit entry, the grant if the quorum is complete, and the deliveries. Answers from what is
/// committed.
public final class DecisionDesk implements ClickDesk {
  private static final Logger log = LoggerFactory.getLogger(DecisionDesk.class);

  private final DecisionTokenVerifier verifier;
  private final InstantSource ledgerClock;
  private final Steps steps;
  private final Directory directory;
  private final Judge judge;
  private final DecisionMetrics metrics;
  private final NotedAlarms alarms;
  private final RefusedClicks refusedClicks = new RefusedClicks();
  private final StrayCards strays = new StrayCards();

  /// @param console where attachments are opened
  public DecisionDesk(
      DecisionTokenVerifier verifier,
      InstantSource ledgerClock,
      Ledger ledger,
      Steps steps,
      Directory directory,
      QuorumProspects prospects,
      RecordProof proof,
      GrantIssuer grants,
      CardOrders cards,
      Optional<ConsoleAddress> console,
      DecisionMetrics metrics,
      NotedAlarms alarms) {
    this.verifier = verifier;
    this.ledgerClock = ledgerClock;
    this.steps = steps;
    this.directory = directory;
    this.judge = new Judge(ledger, prospects, proof, grants, cards, console, refusedClicks);
    this.metrics = metrics;
    this.alarms = alarms;
  }

  @Override
  public ClickAnswer decide(Click click) {
    return pressed(click, false).answer();
  }

  @Override
  public FormOpening open(Click click) {
    Pressed pressed = pressed(click, true);
    return pressed
        .opens()
        .<FormOpening>map(FormOpening.Open::new)
        .orElseGet(() -> new FormOpening.Not(pressed.answer()));
  }

  /// @param opening see [Press#opening]
  private Pressed pressed(Click click, boolean opening) {
    return guarded(
        click,
        () ->
            switch (verifier.verify(click.token(), ledgerClock.instant())) {
              case TokenVerdict.Refused(var reason) ->
                  verifier
                      .lapsed(click.token(), ledgerClock.instant())
                      .map(token -> pressed(token, click, true, opening))
                      .orElseGet(() -> new Pressed(badToken(click, reason), false));
              case TokenVerdict.Verified(var token) -> pressed(token, click, false, opening);
            });
  }

  private Pressed guarded(Click click, Supplier<Pressed> step) {
    try {
      return step.get();
    } catch (LedgerUnavailableException e) {
      return new Pressed(notRecorded(click, e), false);
    } catch (DamagedRecordException e) {
      log.error("nobody can decide it: {}", e.getMessage());
      metrics.notCounted(click.account().surface(), WireName.of(ClickRefusal.RECORD_UNSOUND));
      return new Pressed(ClickWords.refused(ClickRefusal.RECORD_UNSOUND), false);
    }
  }

  /// What whoever pressed is told when the ledger did not answer.
  public ClickAnswer notRecorded(Click click, UnavailableException e) {
    log.error("a click at {} could not be recorded: {}", click.address(), e.getMessage());
    metrics.notCounted(click.account().surface(), "unavailable");
    return ClickWords.unavailable();
  }

  private ClickAnswer badToken(Click click, TokenRefusal reason) {
    Optional<ClickRefusal> flaw = ClickChecklist.flaw(click);
    String code = flaw.map(WireName::of).orElse(WireName.of(reason));
    ClickRefusal refusal =
        flaw.orElse(
            reason == TokenRefusal.TOKEN_EXPIRED
                ? ClickRefusal.EXPIRED_TOKEN
                : ClickRefusal.BAD_TOKEN);
    noteOnCard(click, refusal);
    log.warn(
        "refused a button from {} at {}: {}, its token {}",
        click.account(),
        click.address(),
        code,
        WireName.of(reason));
    metrics.notCounted(click.account().surface(), code);
    return ClickWords.refused(refusal);
  }

  /// Its token names no request, but the message may be one that a request keeps its card in.
  private void noteOnCard(Click click, ClickRefusal reason) {
    if (!CardTarget.isMessage(click.messageId())) {
      return;
    }
    RefusedClicks.Source source =
        new RefusedClicks.Source(click.address() + " " + click.messageId(), click.account());
    boolean noted =
        steps
            .runOnCard(
                click.address(),
                click.messageId(),
                _ ->
                    refusedClicks.isNoted(source, reason)
                        ? new PressStep.Stranger(Optional.empty(), true)
                        : new PressStep.Stranger(directory.byAccount(click.account()), false),
                (record, stranger) -> PressStep.onCard(click, reason, stranger, record))
            .orElse(false);
    if (noted) {
      refusedClicks.remember(source, reason);
    }
  }

  private Pressed pressed(VerifiedToken token, Click click, boolean lapsed, boolean opening) {
    PressedButton button =
        new PressedButton(
            token,
            click,
            lapsed,
            strays.isOrdered(click.address(), click.messageId()),
            false,
            opening,
            Optional.empty());
    return token.claims().batch().map(batch -> each(button, batch)).orElseGet(() -> one(button));
  }

  /// As many presses as requests are ticked, each with its own look, vote, entry and answer: what
  /// becomes of one says nothing of the others. Pressed once more, whatever was counted before
  /// counts no second time, and the rest is decided.
  private Pressed each(PressedButton button, BatchId batch) {
    DecisionClaims claims = button.token().claims();
    Set<String> values = button.click().inputs().ticked();
    return switch (PressedBatch.of(claims, values, steps.inBatch(batch))) {
      case PressedBatch.Refused(var reason) -> one(button.refusedFor(reason));
      case PressedBatch.Ticked(var ticked) -> {
        List<PressedBatch.Answered> answers = new ArrayList<>();
        List<FormTopic> topics = new ArrayList<>();
        for (PressedBatch.Numbered each : ticked) {
          Pressed pressed = guarded(button.click(), () -> one(button.on(each.item())));
          pressed.opens().ifPresent(topics::add);
          answers.add(
              new PressedBatch.Answered(each.number(), each.item().request(), pressed.answer()));
        }
        Pressed all = new Pressed(ClickWords.batch(claims.decision(), answers), false);
        yield topics.isEmpty() ? all : all.opening(FormTopic.ofEach(topics));
      }
    };
  }

  private Pressed one(PressedButton button) {
    Pressed pressed =
        steps
            .runWithChain(
                button.token().claims().request(),
                (record, chain) ->
                    judge.of(Press.of(button, record.people(directory)), record, chain),
                (record, judged) -> PressStep.of(judged.press(), record, judged.judgement()))
            .orElseGet(() -> new Pressed(ClickWords.refused(ClickRefusal.UNKNOWN_REQUEST), false));
    follow(button, pressed);
    return pressed;
  }

  /// Once, however often the step had to be tried.
  private void follow(PressedButton button, Pressed pressed) {
    Click click = button.click();
    ProposalId request = button.token().claims().request();
    ClickAnswer answer = pressed.answer();
    pressed.noted().ifPresent(reason -> refusedClicks.remember(button.source(), reason));
    if (pressed.stray()) {
      strays.remember(click.address(), click.messageId());
    }
    pressed.alarm().ifPresent(alarm -> warn(request, alarm));
    pressed.fast().ifPresent(fast -> alarms.note(fast.agent(), AgentAlarm.FAST_APPROVALS));
    if (pressed.opens().isPresent()) {
      return;
    }
    if (answer.kind() == ClickAnswer.Kind.COUNTED) {
      metrics.voted(click.account().surface(), button.token().claims().decision());
      pressed.fast().ifPresent(fast -> metrics.approvedFast(fast.risk()));
    } else {
      log.info("click of {} on {} not counted: {}", click.account(), request, answer.code());
      metrics.notCounted(click.account().surface(), answer.code());
    }
  }

  private static void warn(ProposalId request, Alarm alarm) {
    switch (alarm) {
      case Alarm.Unsound(var place, var why) ->
          log.error(
              "{} is not as it was written, and nobody can decide it: {}: {}; run `countersign"
                  + " verify`",
              request,
              place,
              why);
      case Alarm.Barred(var why, var detail) ->
          log.warn("{} is approved but must not run: {}, {}", request, why, detail);
    }
  }
}
