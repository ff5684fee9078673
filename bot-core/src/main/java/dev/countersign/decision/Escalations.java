package dev.countersign.decision;

import dev.countersign.audit.EventCodec;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Input;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.InterventionDesk.Sent;
import dev.countersign.card.InterventionForm;
import dev.countersign.card.VisibleText;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.CardComposer;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Entitlement;
import dev.countersign.request.RequestEvent.EscalatedBy;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.Seat;
import dev.countersign.request.Transition;
import dev.countersign.request.Widening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets whoever may decide a stage ask another group too, of those that the ruling names for it. It
/// widens who may decide, takes nobody away, and changes no count of approvals.
final class Escalations {
  private static final Logger log = LoggerFactory.getLogger(Escalations.class);
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private static final String UNKNOWN =
      "Countersign knows no such request that would be yours to escalate. " + WhyNot.ID;
  private static final String NOT_RULED =
      "The policy names no other group that you could ask about this. " + WhyNot.DECIDE_OR_RETURN;
  private static final String ALL_ASKED =
      "Every group that the policy lets you ask about this is asked already.";
  private static final String CHOOSE = "Please choose a group of the list.";
  private static final String PLAIN_NOTE = WhyNot.shorterNote(Widening.LONGEST_NOTE);

  private final Steps steps;
  private final CardOrders orders;

  Escalations(Steps steps, CardOrders orders) {
    this.steps = steps;
    this.orders = orders;
  }

  /// What a person may ask of a request as it stands.
  private sealed interface Offer {
    /// @param seats in open stages of theirs, each of a group that is not asked yet; empty where
    ///   all are
    record Groups(List<Seat> seats) implements Offer {}

    record Nothing(String code, String why) implements Offer {}
  }

  static Opened open(RequestRecord record, Person person, Directory people) {
    return switch (offer(record, person, people)) {
      case Offer.Nothing(var code, var why) -> new Opened.Not(code, why);
      case Offer.Groups(var seats) when seats.isEmpty() -> new Opened.Not("all_asked", ALL_ASKED);
      case Offer.Groups(var seats) ->
          new Opened.Form(
              new InterventionForm(
                  "Escalate",
                  CardComposer.topic(record, true),
                  Optional.of(
                      new InterventionForm.Choice(
                          "Which group is to be asked, too?",
                          seats.stream().map(seat -> seat.group().value()).distinct().toList(),
                          CHOOSE)),
                  new InterventionForm.Note(
                      "Why? Everybody who is asked reads it.", false, Widening.LONGEST_NOTE, ""),
                  "Ask them, too"));
    };
  }

  private static Offer offer(RequestRecord record, Person person, Directory people) {
    Entitlement entitlement = record.entitlement(person, people);
    if (entitlement == Entitlement.NOT_ASKED && !record.concerns(person, people)) {
      return new Offer.Nothing(WireName.of(ClickRefusal.NOT_ELIGIBLE), UNKNOWN);
    }
    if (entitlement == Entitlement.DECIDED) {
      return new Offer.Nothing(
          "already_decided", "Nothing was escalated: " + ClickWords.alreadyDecided(record).text());
    }
    if (entitlement != Entitlement.ENTITLED) {
      return new Offer.Nothing(code(entitlement), WhyNot.said(entitlement));
    }
    ApprovalRequest request = record.request();
    if (!record.now().isBefore(request.deadline())) {
      return new Offer.Nothing("too_late", WhyNot.TOO_LATE.said());
    }
    List<Seat> seats =
        request
            .right(person, record.conflicted(people), record.now())
            .map(request::askable)
            .orElse(List.of());
    return request.stages().stream().allMatch(stage -> stage.mayAsk().isEmpty())
        ? new Offer.Nothing("not_ruled", NOT_RULED)
        : new Offer.Groups(seats);
  }

  /// The same as for a press on a decision.
  private static String code(Entitlement entitlement) {
    return entitlement == Entitlement.NOT_ASKED
        ? WireName.of(ClickRefusal.NOT_ELIGIBLE)
        : WireName.of(entitlement);
  }

  /// What is to be known beside the record.
  ///
  /// @param events one for each stage that comes to ask the group; empty where none does
  /// @param places where the request is asked once they have happened
  private record Look(Answer answer, List<EscalatedBy> events, Set<ChatAddress> places) {
    static Look nothing(Answer answer) {
      return new Look(answer, List.of(), Set.of());
    }
  }

  Optional<Answer> send(ProposalId id, Sent sent, Person person, Directory people) {
    Optional<Look> done = run(id, sent, person, people);
    done.filter(look -> !look.events().isEmpty())
        .ifPresent(
            look -> log.info("{} escalated by {}: another group is asked, too", id, person.id()));
    return done.map(Look::answer);
  }

  private Optional<Look> run(ProposalId id, Sent sent, Person person, Directory people) {
    return steps.run(
        id,
        record -> look(record, sent, person, people),
        (record, look) -> step(record, look, sent));
  }

  private Look look(RequestRecord record, Sent sent, Person person, Directory people) {
    Optional<GroupName> chosen = sent.choice().flatMap(Escalations::group);
    Offer offer = offer(record, person, people);
    if (offer instanceof Offer.Groups && chosen.filter(g -> isDone(record, g)).isPresent()) {
      return Look.nothing(new Answer.Done(chosen.get() + " is asked already; nothing was added."));
    }
    return switch (offer) {
      case Offer.Nothing(var code, var why) -> Look.nothing(new Answer.Refused(code, why));
      case Offer.Groups(var seats) when seats.isEmpty() ->
          Look.nothing(new Answer.Refused("all_asked", ALL_ASKED));
      case Offer.Groups(var seats) -> {
        List<Seat> here =
            seats.stream().filter(seat -> chosen.filter(seat.group()::equals).isPresent()).toList();
        Optional<String> note = sent.note().map(Escalations::onOneLine).filter(t -> !t.isEmpty());
        if (here.isEmpty()) {
          yield Look.nothing(new Answer.Mend(Input.CHOICE, CHOOSE));
        }
        yield note.filter(text -> !isPlain(text)).isPresent()
            ? Look.nothing(new Answer.Mend(Input.NOTE, PLAIN_NOTE))
            : asking(record, here, note, person);
      }
    };
  }

  private static Optional<GroupName> group(String name) {
    try {
      return Optional.of(new GroupName(name));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String onOneLine(String text) {
    return BLANKS.matcher(text).replaceAll(" ").strip();
  }

  /// Short enough, and drawn on a card as it is: then it never takes more room there than it was
  /// measured with before anybody was asked.
  private static boolean isPlain(String note) {
    return RemarksReader.isKeepable(note, Widening.LONGEST_NOTE)
        && !RemarksReader.isBlank(note)
        && VisibleText.onOneLine(note).text().equals(note);
  }

  /// The same form once more, or another's with the same wish. A group that is asked by a stage of
  /// its own was not asked by anybody.
  private static boolean isDone(RequestRecord record, GroupName group) {
    return record.request().state() instanceof Pending pending
        && pending.widened().stream().anyMatch(one -> one.to().equals(group))
        && record.request().asked().contains(group);
  }

  private Look asking(
      RequestRecord record, List<Seat> seats, Optional<String> note, Person person) {
    List<EscalatedBy> events = new ArrayList<>();
    ApprovalRequest request = record.request();
    for (Seat seat : seats) {
      EscalatedBy event =
          new EscalatedBy(
              new Widening(seat.stage(), seat.group(), person.id(), note, record.now()));
      request = Transition.move(request, event);
      events.add(event);
    }
    return new Look(
        new Answer.Done(
            seats.getFirst().group()
                + " is asked, too. Whoever was asked before may still decide, and as many approvals"
                + " are needed as before."),
        List.copyOf(events),
        orders.places(request, record.now()));
  }

  private static Step<Look> step(RequestRecord record, Look look, Sent sent) {
    if (look.events().isEmpty()) {
      return Step.nothing(look);
    }
    Step.Draft draft = Step.on(record);
    for (EscalatedBy event : look.events()) {
      draft.moving(
          Transition.move(draft.request(), event),
          EventCodec.fact(
              event,
              "person:" + event.widening().by(),
              JsonObject.builder()
                  .put(
                      "group",
                      record.request().stages().get(event.widening().stage()).group().value())
                  .put("surface", WireName.of(sent.asker().surface()))
                  .put("user", sent.asker().user())
                  .put("callback", sent.callback().value())
                  .build()));
    }
    return draft
        .ordering(CardOrders.whileAsked(record, draft.request(), look.places()))
        .before(record.request().deadline())
        .answering(look);
  }
}
