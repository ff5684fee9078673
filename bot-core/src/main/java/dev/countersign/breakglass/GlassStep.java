package dev.countersign.breakglass;

import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EventCodec;
import dev.countersign.breakglass.GlassJudge.Judgement;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Person;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestEvent.GlassEnded;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.Transition;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a use of break-glass, and its end, write into the record: pure functions of the record and
/// of the judgement on it.
final class GlassStep {
  private GlassStep() {}

  /// @param why nothing was done; empty where it landed
  /// @param detail for the log; may be empty
  record Outcome(Optional<GlassRefusal> why, String detail) {
    static Outcome not(GlassRefusal why) {
      return new Outcome(Optional.of(why), "");
    }
  }

  private static final Outcome DONE = new Outcome(Optional.empty(), "");

  static Step<Outcome> use(
      RequestRecord record, GlassPress press, Judgement judgement, GlassRule rule) {
    return switch (judgement) {
      case Judgement.Not(var why, var detail) ->
          Step.nothing(new Outcome(Optional.of(why), detail));
      case Judgement.Counts counts -> counted(record, press, counts, rule);
    };
  }

  /// The proof, the use, the grant, the retrospective and the news of it land together.
  private static Step<Outcome> counted(
      RequestRecord record, GlassPress press, Judgement.Counts counts, GlassRule rule) {
    Step.Draft draft =
        Step.on(record)
            .signed(press.proven(record.now()))
            .moving(
                counts.next(),
                EventCodec.fact(
                    counts.event(),
                    actor(press.person()),
                    JsonObject.builder()
                        .put("policy", record.ruling().policy().value())
                        .put("people", press.version().map(Digest::value).orElse(null))
                        .build()))
            .moving(counts.issue().request(), counts.issue().fact())
            .breaking(counts.row())
            .ordering(counts.issue().deliveries())
            .ordering(CardOrders.onceDecided(record))
            .ordering(alarms(rule))
            .before(record.request().deadline());
    counts.issue().grant().ifPresent(draft::granting);
    return draft.answering(DONE);
  }

  /// Notes a refused use.
  ///
  /// @param room whether there is any for one more
  static Step<Boolean> refused(RequestRecord record, boolean room, AuditFact fact) {
    return room ? Step.on(record).noting(fact).answering(true) : Step.nothing(false);
  }

  /// @param by who may end it
  /// @param version which import of people they were found in
  static Step<Outcome> end(
      RequestRecord record, Person by, Optional<Digest> version, GlassRule rule) {
    if (!(record.request().state() instanceof Approved approved) || approved.glass().isEmpty()) {
      return Step.nothing(Outcome.not(GlassRefusal.NOT_BROKEN));
    }
    if (!(approved.execution() instanceof Execution.Granted)) {
      return Step.nothing(Outcome.not(GlassRefusal.TOO_LATE_TO_END));
    }
    GlassEnded event = new GlassEnded(by.id(), record.now());
    return Step.on(record)
        .moving(
            Transition.move(record.request(), event),
            EventCodec.fact(
                event,
                actor(by),
                JsonObject.builder()
                    .put("people", version.map(Digest::value).orElse(null))
                    .build()))
        .ordering(CardOrders.onceDecided(record))
        .ordering(alarms(rule))
        .answering(DONE);
  }

  private static Set<DeliveryOrder> alarms(GlassRule rule) {
    return rule.alarms().stream()
        .map(ChatAddress::toString)
        .map(place -> new DeliveryOrder(DeliveryKind.ALARM, place))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String actor(Person person) {
    return "person:" + person.id();
  }
}
