package dev.countersign.courier;

import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.PostedCard;
import dev.countersign.courier.Renderings.Offer;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
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
/// Delivering twice shows the same card.
public final class Courier {
  /// Buttons live for at most an hour; a pending card gets fresh ones before that.
  static final Duration FRESH = Duration.ofMinutes(45);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  private final Steps steps;
  private final Deliveries deliveries;
  private final Map<Surface, ChatChannel> chats;
  private final Renderings renderings;
  private final ButtonTokens buttons;
  private final CourierMetrics metrics;

  public Courier(
      Steps steps,
      Deliveries deliveries,
      Map<Surface, ChatChannel> chats,
      CardComposer composer,
      ButtonTokens buttons,
      Ulid ids,
      CourierMetrics metrics) {
    this.steps = steps;
    this.deliveries = deliveries;
    this.chats = Map.copyOf(chats);
    this.renderings = new Renderings(composer, ids);
    this.buttons = buttons;
    this.metrics = metrics;
  }

  /// @param delivery a claimed [dev.countersign.ledger.DeliveryKind#SHOW_CARD]
  public void deliver(Delivery delivery) {
    ChatAddress address = ChatAddress.parse(delivery.target());
    ChatChannel chat = chats.get(address.surface());
    if (chat == null) {
      log.warn(
          "no connection to {}; the card of {} stays as it is",
          address.surface(),
          delivery.request());
      deliveries.settle(delivery);
      return;
    }
    Optional<Offer> offer =
        steps
            .run(delivery.request(), record -> offer(record, address, chat, delivery))
            .flatMap(o -> o);
    if (offer.isEmpty()) {
      deliveries.settle(delivery);
      return;
    }
    send(delivery, offer.get(), chat);
  }

  private Step<Optional<Offer>> offer(
      RequestRecord record, ChatAddress address, ChatChannel chat, Delivery delivery) {
    Optional<PostedCard> latest = Renderings.latest(record, address);
    return latest.isPresent() && stands(latest.get(), record, delivery)
        ? Step.nothing(Optional.empty())
        : renderings.offer(record, address, chat, false);
  }

  /// Whether the message already shows the committed state with buttons that live. A repeated
  /// delivery cannot know what became of the earlier one and shows it again.
  private static boolean stands(PostedCard latest, RequestRecord record, Delivery delivery) {
    boolean alive =
        record.request().state().isDecided() || record.now().isBefore(latest.at().plus(FRESH));
    return alive
        && delivery.attempts() == 1
        && latest.messageId().isPresent()
        && !latest.personal()
        && latest.version() == record.request().version();
  }

  private void send(Delivery delivery, Offer offer, ChatChannel chat) {
    var tokens = buttons.mint(offer.record(), offer.card(), offer.rendered().asks());
    ChatAddress address = offer.card().address();
    Optional<String> message = offer.card().messageId();
    Sent sent =
        message.isPresent()
            ? chat.update(address, message.get(), offer.rendered(), tokens)
            : chat.post(address, offer.rendered(), tokens);
    metrics.sent(address.surface(), sent);
    switch (sent) {
      case Sent.Shown(var messageId) -> shown(delivery, offer, messageId);
      case Sent.Later(var pause, var code) -> {
        Duration wait = pause(pause, delivery.attempts());
        log.warn("card of {} at {} waits {}: {}", delivery.request(), address, wait, code);
        deliveries.postpone(delivery, wait);
      }
      case Sent.Never(var code) -> failed(delivery, offer, code);
    }
  }

  private void shown(Delivery delivery, Offer offer, String messageId) {
    if (offer.card().messageId().isEmpty()) {
      PostedCard posted = offer.card().in(messageId);
      steps.run(
          delivery.request(),
          record ->
              Step.on(record)
                  .noting(Renderings.fact(EntryType.CARD_POSTED, posted))
                  .showing(posted)
                  .answering(true));
    }
    if (offer.rendered().asks().isEmpty()) {
      deliveries.settle(delivery);
    } else {
      deliveries.keep(delivery, FRESH);
    }
  }

  /// A message that is gone while people are still asked is posted anew, once per try: a request
  /// whose card somebody deleted must not wait for its deadline unseen.
  private void failed(Delivery delivery, Offer offer, String code) {
    log.error(
        "the card of {} cannot be shown at {}: {}; mend the channel or the group",
        delivery.request(),
        offer.card().address(),
        code);
    boolean again =
        steps
            .run(delivery.request(), record -> noteFailure(record, offer.card(), code))
            .orElse(false);
    if (again) {
      deliveries.postpone(delivery, SHORTEST_PAUSE);
    } else {
      deliveries.settle(delivery);
    }
  }

  private Step<Boolean> noteFailure(RequestRecord record, PostedCard card, String code) {
    Step.Draft draft =
        Step.on(record)
            .noting(
                new AuditFact(
                    EntryType.CARD_FAILED, "gate", Renderings.describe(card).put("code", code).build()));
    boolean again = card.messageId().isPresent() && record.request().state() instanceof Pending;
    if (again) {
      PostedCard fresh = renderings.anew(card, record);
      draft.noting(Renderings.fact(EntryType.CARD_OFFERED, fresh)).showing(fresh);
    }
    return draft.answering(again);
  }

  /// Exponential in the number of attempts, but never shorter than the platform asked for.
  private static Duration pause(Duration asked, int attempts) {
    Duration backoff = SHORTEST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 8));
    Duration wait = asked.compareTo(backoff) > 0 ? asked : backoff;
    return wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
  }
}
