package dev.countersign.courier;

import dev.countersign.audit.EntryType;
import dev.countersign.audit.EventCodec;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.Placement;
import dev.countersign.card.PostedCard;
import dev.countersign.card.PostedCard.Failure;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.CardFacts;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.RingTarget;
import dev.countersign.ledger.Step;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.RequestEvent.ReachedNobody;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What follows when a platform refuses a card for another reason than the moment.
///
/// While people are asked, a place that refuses is tried again, ever more slowly, so that whoever
/// mends it heals what is open. A request whose every place has refused for a grace period ends
/// with that reason instead of waiting unseen. A refusal is an entry only when it says something
/// new.
final class RefusedCards {
  /// How long a refusing place is left alone, try by try; the last one from then on.
  static final List<Duration> PAUSES =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15));

  /// For so long after its deadline a message with buttons is tried on, where its place refuses.
  static final Duration TIDYING = Duration.ofDays(1);

  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

  private final Renderings renderings;
  private final CardOrders orders;
  private final Duration grace;

  /// @param grace how long all places have to refuse before the request ends
  RefusedCards(Renderings renderings, CardOrders orders, Duration grace) {
    this.renderings = renderings;
    this.orders = orders;
    this.grace = grace;
  }

  /// What is to be done with the delivery.
  sealed interface Next {
    record Again(Duration pause) implements Next {}

    /// The message shows what it should, and is looked after again.
    record Stands(Duration pause) implements Next {}

    record Done() implements Next {}

    /// Nobody can be asked: the request has ended.
    record Ended() implements Next {}

    /// The outcome goes below the message, which cannot be changed.
    record Tell() implements Next {}
  }

  /// What is to be known beside the record.
  ///
  /// @param asked where the group that decides is asked
  /// @param freshId of a rendering, in case that one is posted anew
  record Around(Set<ChatAddress> asked, String freshId) {}

  Around look(RequestRecord record) {
    return new Around(orders.places(record.request(), record.now()), renderings.freshId());
  }

  /// @param sent the rendering that was refused
  /// @param known whether the message has shown this very rendering before
  /// @param attempts of the delivery
  Step<Next> step(
      RequestRecord record,
      Around around,
      PostedCard sent,
      boolean known,
      Obstacle obstacle,
      String code,
      int attempts) {
    PostedCard card = Renderings.row(record, sent);
    boolean pending = record.request().state() instanceof Pending;
    if (card.messageId().isEmpty()) {
      return pending
          ? unshown(record, around, card, code, attempts)
          : noted(record, card, code, new Next.Done());
    }
    return pending
        ? whileAsked(record, around, card, known, obstacle, code, attempts)
        : onceDecided(record, card, obstacle, code, attempts);
  }

  private Step<Next> whileAsked(
      RequestRecord record,
      Around around,
      PostedCard card,
      boolean known,
      Obstacle obstacle,
      String code,
      int attempts) {
    Next again = new Next.Again(pause(attempts));
    return switch (obstacle) {
      case LOCKED, GONE -> elsewhere(record, around, card, known, obstacle, code);
      // The people see the card as it was, and can decide on it.
      case CARD ->
          attempts == 1
              ? Step.on(record).noting(CardFacts.failed(card, code)).answering(again)
              : Step.nothing(again);
      case PLACE -> unshown(record, around, card, code, attempts);
    };
  }

  private static Step<Next> onceDecided(
      RequestRecord record, PostedCard card, Obstacle obstacle, String code, int attempts) {
    boolean tidying = record.now().isBefore(record.request().deadline().plus(TIDYING));
    return switch (obstacle) {
      case GONE ->
          Step.on(record)
              .noting(CardFacts.failed(card, code))
              .showing(card.close())
              .answering(new Next.Done());
      case LOCKED, CARD -> noted(record, card, code, new Next.Tell());
      case PLACE ->
          noted(record, card, code, tidying ? new Next.Again(pause(attempts)) : new Next.Done());
    };
  }

  /// A place that this gate is not connected to any more; it keeps what it shows.
  Step<Next> unconnected(RequestRecord record, Around around, ChatAddress address, int attempts) {
    Optional<PostedCard> latest = Renderings.latest(record, address);
    return latest.isPresent() && record.request().state() instanceof Pending
        ? unshown(record, around, latest.get(), "chat_not_connected", attempts)
        : Step.nothing(new Next.Done());
  }

  /// A message that is gone is posted anew, once per look: a request whose card somebody deleted
  /// must not wait for its deadline unseen. So is one that cannot be changed, once what it shows is
  /// out of date.
  private static Step<Next> elsewhere(
      RequestRecord record,
      Around around,
      PostedCard card,
      boolean known,
      Obstacle obstacle,
      String code) {
    if (obstacle == Obstacle.LOCKED && known) {
      return Step.nothing(new Next.Stands(CardChecks.pause(record)));
    }
    PostedCard anew = Renderings.anew(card, record, around.freshId());
    return Step.on(record)
        .noting(CardFacts.failed(card, code))
        .noting(CardFacts.of(EntryType.CARD_OFFERED, anew))
        .showing(anew)
        .answering(new Next.Again(SHORTEST_PAUSE));
  }

  private Step<Next> unshown(
      RequestRecord record, Around around, PostedCard card, String code, int attempts) {
    PostedCard failing = card.failing(code, record.now());
    Set<ChatAddress> places = places(record, around);
    List<Placement> refusing = refusing(record, failing);
    Instant since =
        refusing.stream().map(Placement::since).max(Instant::compareTo).orElse(record.now());
    boolean nobody = refusing.stream().map(Placement::address).toList().containsAll(places);
    Instant end = since.plus(grace);
    if (nobody && !record.now().isBefore(end)) {
      return end(record, failing, refusing);
    }
    Duration pause = pause(attempts);
    Duration left = Duration.between(record.now(), end);
    // The last try before the end is one at the end.
    Duration next = nobody && left.compareTo(pause) < 0 ? longest(left, SHORTEST_PAUSE) : pause;
    boolean moves = card.failure().isEmpty() && Renderings.stood(record, card.address()).isEmpty();
    return noted(
        record,
        card,
        code,
        moves ? RingTarget.moved(card.address(), places) : Set.of(),
        new Next.Again(next));
  }

  private static Step<Next> end(
      RequestRecord record, PostedCard failing, List<Placement> refusing) {
    ReachedNobody event = new ReachedNobody(record.now());
    return switch (Transition.apply(record.request(), event)) {
      case Transition.Result.Refused _ -> Step.nothing(new Next.Done());
      case Transition.Result.Moved(var next) ->
          Step.on(record)
              .moving(
                  next,
                  EventCodec.fact(
                      event,
                      "gate",
                      JsonObject.builder()
                          .put("places", JsonArray.of(refusing, RefusedCards::told))
                          .build()))
              .showing(failing)
              .ordering(CardOrders.onceDecided(record.cards()))
              .answering(new Next.Ended());
    };
  }

  private static JsonObject told(Placement placement) {
    return JsonObject.builder()
        .put("address", placement.address().toString())
        .put("code", placement.code().orElse(null))
        .put("since", placement.since())
        .build();
  }

  /// Where the group that decides is asked; where it was asked, once it cannot be asked anywhere.
  private static Set<ChatAddress> places(RequestRecord record, Around around) {
    return around.asked().isEmpty()
        ? record.cards().stream().map(PostedCard::address).collect(Collectors.toSet())
        : around.asked();
  }

  private static List<Placement> refusing(RequestRecord record, PostedCard failing) {
    List<PostedCard> cards =
        record.cards().stream()
            .map(card -> card.id().equals(failing.id()) ? failing : card)
            .toList();
    return Placement.of(cards).stream()
        .filter(placement -> placement.state() == Placement.State.REFUSED)
        .toList();
  }

  private static Step<Next> noted(RequestRecord record, PostedCard card, String code, Next next) {
    return noted(record, card, code, Set.of(), next);
  }

  /// @param rings for those who would have been named there
  private static Step<Next> noted(
      RequestRecord record, PostedCard card, String code, Set<DeliveryOrder> rings, Next next) {
    return card.failure().map(Failure::code).filter(code::equals).isPresent()
        ? Step.nothing(next)
        : Step.on(record)
            .noting(CardFacts.failed(card, code))
            .showing(card.failing(code, record.now()))
            .ordering(rings)
            .answering(next);
  }

  static Duration pause(int attempts) {
    return PAUSES.get(Math.min(Math.max(attempts, 1), PAUSES.size()) - 1);
  }

  private static Duration longest(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
