package dev.countersign.courier;

import dev.countersign.audit.EntryType;
import dev.countersign.card.CardRouting;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.PostedCard;
import dev.countersign.card.Ring;
import dev.countersign.courier.RefusedCards.Next;
import dev.countersign.courier.Renderings.Drawing;
import dev.countersign.courier.Renderings.Offer;
import dev.countersign.drawing.CardComposer;
import dev.countersign.ledger.CardFacts;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.CardTarget;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Deliveries.NamedMessage;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.ledger.StrayCards;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one card at one chat address up to the committed state.
///
/// A rendering is committed before it is sent, so that a click can never meet a card that the
/// ledger does not know, and a crash in between leaves a rendering that the next try sends again.
/// Delivering twice shows the same card. What the platform calls the message is written down with
/// what becomes of the delivery; the next entry that tells of the card tells it too.
public final class Courier {
  /// What waits for a place that takes cards again is due at once, so many at a time: the next card
  /// that is shown there wakes the next ones.
  private static final int MENDED_TOGETHER = 50;

  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  private final Steps steps;
  private final Deliveries deliveries;
  private final Map<Surface, ChatChannel> chats;
  private final CardComposer composer;
  private final Renderings renderings;
  private final RefusedCards refused;
  private final StrayMessages strays;
  private final Outages outages = new Outages();
  private final Batches batches;
  private final ButtonTokens buttons;
  private final AskedPeople asked;
  private final CardRouting routing;
  private final CourierMetrics metrics;

  /// @param grace how long every place of the group that decides has to refuse before the request
  ///   ends
  public Courier(
      Steps steps,
      Ledger ledger,
      Deliveries deliveries,
      Map<Surface, ChatChannel> chats,
      CardComposer composer,
      Batches batches,
      ButtonTokens buttons,
      Ulid ids,
      AskedPeople asked,
      CardRouting routing,
      Duration grace,
      CourierMetrics metrics) {
    this.steps = steps;
    this.deliveries = deliveries;
    this.chats = Map.copyOf(chats);
    this.composer = composer;
    this.renderings = new Renderings(composer, ids);
    this.refused = new RefusedCards(renderings, new CardOrders(routing), grace);
    this.strays = new StrayMessages(steps, ledger, deliveries, composer, metrics);
    this.batches = batches;
    this.buttons = buttons;
    this.asked = asked;
    this.routing = routing;
    this.metrics = metrics;
  }

  /// @param delivery a claimed [dev.countersign.ledger.DeliveryKind#SHOW_CARD]
  public void deliver(Delivery delivery) {
    CardTarget target = CardTarget.parse(delivery.target());
    ChatAddress address = target.address();
    ChatChannel chat = chats.get(address.surface());
    if (chat == null) {
      log.warn(
          "no connection to {}; the card of {} stays as it is",
          address.surface(),
          delivery.request());
      Next next =
          steps
              .run(
                  delivery.request(),
                  refused::look,
                  (record, around) ->
                      refused.unconnected(record, around, address, delivery.attempts()))
              .orElseGet(Next.Done::new);
      follow(delivery, next);
    } else if (target.batch().isPresent()) {
      batches.deliver(delivery, address, target.batch().get(), chat);
    } else if (target.message().isPresent()) {
      strays.deliver(delivery, target, chat);
    } else {
      Plan plan =
          steps
              .run(
                  delivery.request(),
                  record -> look(record, address, delivery, chat),
                  (record, seen) -> plan(record, address, seen, delivery))
              .orElseGet(Plan.Done::new);
      switch (plan) {
        case Plan.Send(var offer, boolean known) -> send(delivery, offer, known, chat);
        case Plan.Rest(var pause) -> deliveries.keep(delivery, pause);
        case Plan.Later(var pause) -> deliveries.postpone(delivery, pause);
        case Plan.Done _ -> deliveries.settle(delivery);
      }
    }
  }

  /// What a look at the committed state tells.
  private sealed interface Seen {
    record Stands() implements Seen {}

    /// The chat does not answer, and this is not the card that tries.
    record Down(Duration pause) implements Seen {}

    record Drawn(Drawing drawing) implements Seen {}
  }

  /// What a delivery finds to do.
  private sealed interface Plan {
    /// @param known whether the message has shown this very rendering before
    record Send(Offer offer, boolean known) implements Plan {}

    /// It stands, and is looked after again.
    record Rest(Duration pause) implements Plan {}

    record Later(Duration pause) implements Plan {}

    record Done() implements Plan {}
  }

  /// During an outage a card is drawn for its first try only, which leaves its rendering committed.
  private Seen look(
      RequestRecord record, ChatAddress address, Delivery delivery, ChatChannel chat) {
    if (stands(record, address, delivery)) {
      return new Seen.Stands();
    }
    Optional<Duration> wait =
        outages.ahead(address.surface(), record.now()).filter(_ -> delivery.attempts() > 1);
    return wait.isPresent()
        ? new Seen.Down(wait.get())
        : new Seen.Drawn(renderings.draw(record, chat));
  }

  private static Step<Plan> plan(
      RequestRecord record, ChatAddress address, Seen seen, Delivery delivery) {
    return switch (seen) {
      case Seen.Stands _ -> Step.nothing(rest(record));
      case Seen.Down(var pause) -> Step.nothing(new Plan.Later(pause));
      case Seen.Drawn(var drawing) -> plan(record, address, drawing, delivery);
    };
  }

  private static Step<Plan> plan(
      RequestRecord record, ChatAddress address, Drawing drawing, Delivery delivery) {
    Optional<PostedCard> latest = Renderings.latest(record, address);
    return Renderings.offer(record, address, drawing, false)
        .map(offer -> {
          boolean known = isKnown(offer, latest, delivery);
          return known && CardChecks.isFresh(offer.card(), record)
              ? rest(record)
              : new Plan.Send(offer, known);
        });
  }

  private static Plan rest(RequestRecord record) {
    return isPending(record) ? new Plan.Rest(CardChecks.pause(record)) : new Plan.Done();
  }

  /// Whether the message already shows the committed state with buttons that live, or was told it
  /// in its thread. A repeated delivery cannot know what became of the earlier one and shows it
  /// again.
  private static boolean stands(RequestRecord record, ChatAddress address, Delivery delivery) {
    return Renderings.latest(record, address)
        .filter(latest -> stands(latest, record, delivery))
        .isPresent();
  }

  private static boolean stands(PostedCard latest, RequestRecord record, Delivery delivery) {
    boolean current = !latest.personal() && latest.version() == record.request().version();
    boolean shown =
        CardChecks.isFresh(latest, record)
            && delivery.attempts() == 1
            && latest.messageId().isPresent()
            && latest.failure().isEmpty();
    return current && (latest.closed() || shown);
  }

  private static boolean isKnown(Offer offer, Optional<PostedCard> latest, Delivery delivery) {
    return delivery.attempts() == 1
        && offer.card().messageId().isPresent()
        && offer.card().failure().isEmpty()
        && latest.map(PostedCard::id).filter(offer.card().id()::equals).isPresent();
  }

  private static boolean isPending(RequestRecord record) {
    return record.request().state() instanceof Pending;
  }

  private void send(Delivery delivery, Offer offer, boolean known, ChatChannel chat) {
    Optional<Duration> out = outages.wait(offer.card().address().surface(), offer.record().now());
    if (out.isPresent()) {
      deliveries.postpone(delivery, out.get());
      return;
    }
    var tokens = buttons.mint(offer.record(), offer.card(), offer.rendered().asks());
    ChatAddress address = offer.card().address();
    Optional<String> message = offer.card().messageId();
    Sent sent =
        message.isPresent()
            ? chat.update(address, message.get(), offer.rendered(), tokens)
            : chat.post(address, offer.rendered(), tokens, ring(offer));
    metrics.sent(address.surface(), sent);
    outages.heard(address.surface(), sent);
    switch (sent) {
      case Sent.Shown(var messageId) -> shown(delivery, offer, messageId);
      case Sent.Later later -> {
        Duration wait = Pauses.of(later, delivery.attempts());
        if (!later.limited()) {
          log.warn(
              "card of {} at {} waits {}: {}", delivery.request(), address, wait, later.code());
        }
        deliveries.postpone(delivery, wait);
      }
      case Sent.Refused(var obstacle, var code) -> {
        log.error(
            "the card of {} cannot be shown at {}: {}; mend the channel or the group",
            delivery.request(),
            address,
            code);
        Next next =
            steps
                .run(
                    delivery.request(),
                    refused::look,
                    (record, around) ->
                        refused.step(
                            record,
                            around,
                            offer.card(),
                            known,
                            obstacle,
                            code,
                            delivery.attempts()))
                .orElseGet(Next.Done::new);
        if (next instanceof Next.Tell) {
          tell(delivery, offer, chat);
        } else {
          follow(delivery, next);
        }
      }
    }
  }

  private Ring ring(Offer offer) {
    return isPending(offer.record())
        ? asked.rings(offer.record(), routing).posted(offer.card())
        : Ring.NOBODY;
  }

  private void follow(Delivery delivery, Next next) {
    switch (next) {
      case Next.Again(var pause) -> deliveries.postpone(delivery, pause);
      case Next.Stands(var pause) -> deliveries.keep(delivery, pause);
      case Next.Done _, Next.Tell _ -> deliveries.settle(delivery);
      case Next.Ended _ -> {
        log.error("{} ended: no place could be reached where it is decided", delivery.request());
        metrics.unreached();
        deliveries.settle(delivery);
      }
    }
  }

  private void shown(Delivery delivery, Offer offer, String messageId) {
    RequestRecord record = offer.record();
    PostedCard card = offer.card();
    boolean isNew = card.messageId().isEmpty();
    boolean isMended = card.failure().isPresent();
    if (isMended) {
      deliveries.wake(delivery.target(), MENDED_TOGETHER);
    }
    // Where people are given time to read, the entry says when it began.
    boolean isTimed = isNew && record.ruling().readFor().isPresent();
    if (isMended || isTimed || (isNew && !isPending(record))) {
      note(delivery, card, messageId);
    }
    if (!isPending(record)) {
      deliveries.settle(delivery);
      return;
    }
    Optional<NamedMessage> name =
        Optional.of(new NamedMessage(card.id(), messageId))
            .filter(_ -> isNew && !isMended && !isTimed);
    if (!deliveries.keep(delivery, CardChecks.pause(record), name).named()) {
      note(delivery, card, messageId);
    }
  }

  private void note(Delivery delivery, PostedCard card, String messageId) {
    steps.run(delivery.request(), now -> named(now, card, messageId));
  }

  /// Where the post was answered to somebody else as well, or pressed before it was answered, the
  /// card has its message already, and this one is a copy that is to lose its buttons.
  private static Step<Boolean> named(RequestRecord record, PostedCard sent, String messageId) {
    PostedCard card = Renderings.row(record, sent);
    if (card.messageId().filter(name -> !name.equals(messageId)).isPresent()) {
      return StrayCards.on(record, card.address(), messageId).answering(false);
    }
    PostedCard posted = card.in(messageId);
    return posted.equals(card)
        ? Step.nothing(true)
        : Step.on(record)
            .noting(CardFacts.of(EntryType.CARD_POSTED, posted))
            .showing(posted)
            .answering(true);
  }

  /// The outcome, below the message that cannot show it, once for each that there is.
  private void tell(Delivery delivery, Offer offer, ChatChannel chat) {
    PostedCard card = offer.card();
    String words = CardComposer.unchangeable(composer.summary(offer.record()));
    Sent sent = chat.reply(card.address(), card.messageId().orElseThrow(), words);
    metrics.sent(card.address().surface(), sent);
    switch (sent) {
      case Sent.Later later -> deliveries.postpone(delivery, Pauses.of(later, delivery.attempts()));
      case Sent.Shown _ -> {
        steps.run(delivery.request(), record -> told(record, card));
        deliveries.settle(delivery);
      }
      case Sent.Refused(_, var code) -> {
        log.error("{} cannot be told at {}: {}", delivery.request(), card.address(), code);
        deliveries.settle(delivery);
      }
    }
  }

  private static Step<Boolean> told(RequestRecord record, PostedCard sent) {
    PostedCard card = Renderings.row(record, sent);
    return Step.on(record)
        .noting(CardFacts.of(EntryType.CARD_TOLD, card))
        .showing(card.close())
        .answering(true);
  }
}
