package dev.countersign.decision;

import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.audit.EventCodec;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.PressWay;
import dev.countersign.decision.Judgement.Sequel;
import dev.countersign.decision.Pressed.Alarm;
import dev.countersign.drawing.CardComposer;
import dev.countersign.grant.QuorumGate.Shortfall;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.CardFacts;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.CardTarget;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.StrayCards;
import dev.countersign.people.Person;
import dev.countersign.request.Decision;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestEvent.ExecutionBarred;
import dev.countersign.request.RequestEvent.Voted;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.Transition;
import dev.countersign.request.Vote;
import dev.countersign.token.DecisionClaims;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a press writes into the record, and what its presser is told: a pure function of the record
/// and of the judgement on it.
final class PressStep {
  /// A chain longer than this notes no more refused clicks; they stay in log and metrics.
  static final int MOST_ENTRIES = 1_000;

  /// An approval that comes sooner after the card was shown there is told in the metrics, and may
  /// have the agent frozen.
  static final Duration FAST = Duration.ofSeconds(5);

  private final Press press;
  private final RequestRecord record;
  private final boolean stray;

  private PressStep(Press press, RequestRecord record) {
    this.press = press;
    this.record = record;
    this.stray = isStray(press, record);
  }

  static Step<Pressed> of(Press press, RequestRecord record, Judgement judgement) {
    PressStep step = new PressStep(press, record);
    return switch (judgement) {
      case Judgement.Counts counts -> step.vote(counts);
      case Judgement.Opens _ ->
          Step.nothing(
              new Pressed(ClickWords.refused(ClickRefusal.INCOMPLETE), false)
                  .opening(CardComposer.topic(record, true)));
      case Judgement.AlreadyVoted _ ->
          step.standing(
              new Pressed(
                  step.repeatedOr(ClickWords.alreadyVoted(record, press.presser())), step.stray));
      case Judgement.AlreadyDecided _ ->
          step.standing(
              new Pressed(step.repeatedOr(ClickWords.alreadyDecided(record)), step.stray));
      case Judgement.Refused(var reason, boolean noted) ->
          step.refuse(reason, noted, new Pressed(ClickWords.refused(reason, record), step.stray));
      case Judgement.TooFast(var stood, var countsFrom, boolean noted) ->
          step.refuse(
              ClickRefusal.TOO_FAST,
              noted,
              step.told(ClickWords.tooFast(countsFrom), stood, Decision.APPROVE));
      case Judgement.NotOpened(int unopened, var page, boolean noted) ->
          step.refuse(
              ClickRefusal.NOT_OPENED,
              noted,
              new Pressed(ClickWords.notOpened(unopened, page), step.stray));
      // Nothing that it says is written after entries that no gate wrote: it would only make them
      // look older.
      case Judgement.Unsound(var place, var why) ->
          step.standing(
              new Pressed(ClickWords.refused(ClickRefusal.RECORD_UNSOUND), step.stray)
                  .alarming(new Alarm.Unsound(place, why)));
    };
  }

  /// Whether it was pressed on a copy of the card that is still to lose its buttons: the button is
  /// ours, made for this place, and the gate keeps another message there.
  private static boolean isStray(Press press, RequestRecord record) {
    Click click = press.click();
    return click.flaw().isEmpty()
        && press.token().claims().surface().equals(click.address())
        && !press.strayOrdered()
        && !press.onBatch()
        && StrayCards.isOne(record, click.address(), click.messageId());
  }

  private ClickAnswer repeatedOr(ClickAnswer standing) {
    return isRepeated()
        ? new ClickAnswer(ClickAnswer.Kind.REPEATED, standing.code(), standing.text())
        : standing;
  }

  private boolean isRepeated() {
    Decision decision = press.token().claims().decision();
    Optional<Remarks> remarks = RemarksReader.read(decision, press.click().inputs());
    return record.request().votes().stream()
        .filter(vote -> press.presser().filter(who -> who.id().equals(vote.person())).isPresent())
        .anyMatch(
            vote -> vote.decision() == decision && remarks.equals(Optional.of(vote.remarks())));
  }

  /// The request stays as it is; a copy of its card loses its buttons.
  private Step<Pressed> standing(Pressed pressed) {
    Click click = press.click();
    return stray
        ? StrayCards.on(record, click.address(), click.messageId()).answering(pressed)
        : Step.nothing(pressed);
  }

  private Step<Pressed> vote(Judgement.Counts counts) {
    Vote vote = counts.vote();
    Voted event = new Voted(vote);
    Step.Draft opened = Step.on(record);
    press.proven(record.now()).ifPresent(opened::signed);
    Step.Draft draft =
        opened
            .moving(
                counts.next(),
                EventCodec.fact(
                    event,
                    "person:" + vote.person(),
                    JsonObject.builder()
                        .put("policy", record.ruling().policy().value())
                        .put("people", press.version().map(Digest::value).orElse(null))
                        .put("message", pressedIn(press.click()))
                        .put("pressed", way(press.click()))
                        .build()))
            .voting(vote)
            .before(record.request().deadline());
    settleMessage(draft);
    follow(draft, counts.sequel());
    Pressed pressed =
        told(
            ClickWords.counted(vote.decision(), record, draft.request()),
            counts.stood(),
            vote.decision());
    return draft.answering(
        counts.sequel() instanceof Sequel.Barred(var why, var detail)
            ? pressed.alarming(new Alarm.Barred(why, detail))
            : pressed);
  }

  /// @param stood how long the card has stood where it was pressed
  private Pressed told(ClickAnswer answer, Duration stood, Decision decision) {
    Pressed pressed = new Pressed(answer, stray);
    return decision == Decision.APPROVE && stood.compareTo(FAST) < 0
        ? pressed.fast(
            new Pressed.Fast(record.proposal().agent(), record.ruling().risk().assessed()))
        : pressed;
  }

  private void follow(Step.Draft draft, Sequel sequel) {
    switch (sequel) {
      case Sequel.Asked(var places) ->
          draft.ordering(CardOrders.whileAsked(record, draft.request(), places));
      case Sequel.Closed _ -> draft.ordering(CardOrders.onceDecided(record));
      case Sequel.Granted(var issue) -> {
        draft
            .moving(issue.request(), issue.fact())
            .ordering(issue.deliveries())
            .ordering(CardOrders.onceDecided(record));
        issue.grant().ifPresent(draft::granting);
      }
      case Sequel.Barred(var why, _) -> bar(draft, why).ordering(CardOrders.onceDecided(record));
    }
  }

  private Step.Draft bar(Step.Draft draft, Shortfall why) {
    ExecutionBarred event = new ExecutionBarred(WireName.of(why), record.now());
    return draft.moving(
        Transition.move(draft.request(), event), EventCodec.fact(event, "gate", JsonObject.EMPTY));
  }

  /// The first press may come before the platform has answered the post: then it is what names the
  /// message, and no second one is posted.
  private void settleMessage(Step.Draft draft) {
    Click click = press.click();
    if (stray) {
      StrayCards.into(draft, click.address(), click.messageId());
      return;
    }
    (press.onBatch() ? record.batched() : record.cards())
        .stream()
            .filter(card -> card.address().equals(click.address()))
            .reduce((_, later) -> later)
            .filter(card -> card.messageId().isEmpty())
            .filter(card -> ClickChecklist.carries(card, press.token().claims(), click))
            .map(card -> card.in(click.messageId()))
            .ifPresent(
                card -> draft.noting(CardFacts.of(EntryType.CARD_POSTED, card)).showing(card));
  }

  private Step<Pressed> refuse(ClickRefusal reason, boolean noted, Pressed pressed) {
    if (noted || record.head().seq() >= MOST_ENTRIES) {
      return standing(new Pressed(pressed.answer(), stray));
    }
    Click click = press.click();
    Step.Draft draft = Step.on(record);
    if (stray) {
      StrayCards.into(draft, click.address(), click.messageId());
    } else if (reason == ClickRefusal.EXPIRED_TOKEN && press.onBatch()) {
      draft.ordering(CardOrders.ofBatches(record));
    } else if (reason == ClickRefusal.EXPIRED_TOKEN) {
      renew(draft, record, click);
    } else if (reason == ClickRefusal.TOO_FAST) {
      // From now on it is known to stand there, and its time runs.
      settleMessage(draft);
    }
    return draft
        .noting(refused(click, reason, press.presser(), Optional.of(press.token().claims())))
        .answering(pressed.noting(reason));
  }

  /// Who pressed a button that names no request.
  ///
  /// @param noted whether such a press of theirs stands in the chain already
  record Stranger(Optional<Person> presser, boolean noted) {}

  /// A press whose token names no request, on a message that one keeps its card in.
  ///
  /// @return whether it was written down
  static Step<Boolean> onCard(
      Click click, ClickRefusal reason, Stranger stranger, RequestRecord record) {
    return stranger.noted() || record.head().seq() >= MOST_ENTRIES
        ? Step.nothing(false)
        : renew(Step.on(record), record, click)
            .noting(refused(click, reason, stranger.presser(), Optional.empty()))
            .answering(true);
  }

  /// The buttons of the card are dead before its request is decided, because of a key or an epoch
  /// that came to its end: whoever presses one has fresh ones drawn.
  private static Step.Draft renew(Step.Draft draft, RequestRecord record, Click click) {
    return record.request().state() instanceof Pending && click.address().surface().isChat()
        ? draft.ordering(Set.of(CardTarget.card(click.address()).order()))
        : draft;
  }

  /// Only where the chat did not simply say that a person pressed.
  private static @Nullable String way(Click click) {
    return click.way() == PressWay.SAID ? null : WireName.of(click.way());
  }

  private static @Nullable String pressedIn(Click click) {
    return CardTarget.isMessage(click.messageId()) ? click.messageId() : null;
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
}
