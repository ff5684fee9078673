package dev.countersign.courier;

import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.card.CardView;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.PostedCard;
import dev.countersign.drawing.CardComposer;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.CardTarget;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.RequestState.Pending;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the buttons from messages that stand beside the card that is kept up to date: one that the
/// gate posted and that could not be changed gets the outcome, a copy that it never knew of points
/// to the card.
final class StrayMessages {
  private static final Logger log = LoggerFactory.getLogger(StrayMessages.class);

  private final Steps steps;
  private final Ledger ledger;
  private final Deliveries deliveries;
  private final CardComposer composer;
  private final CourierMetrics metrics;

  StrayMessages(
      Steps steps,
      Ledger ledger,
      Deliveries deliveries,
      CardComposer composer,
      CourierMetrics metrics) {
    this.steps = steps;
    this.ledger = ledger;
    this.deliveries = deliveries;
    this.composer = composer;
    this.metrics = metrics;
  }

  /// @param ours the latest rendering in the message; empty for one that is not known
  /// @param view what it is to show instead
  /// @param words the same below the message, where it cannot be changed
  private record Notice(
      RequestRecord record, Optional<PostedCard> ours, CardView view, String words) {}

  void deliver(Delivery delivery, CardTarget target, ChatChannel chat) {
    ChatAddress address = target.address();
    String message = target.message().orElseThrow();
    Optional<Notice> notice =
        ledger.find(delivery.request()).flatMap(record -> notice(record, address, message));
    if (notice.isEmpty()) {
      deliveries.settle(delivery);
      return;
    }
    Sent sent = chat.update(address, message, chat.render(notice.get().view()), Map.of());
    metrics.sent(address.surface(), sent);
    if (sent instanceof Sent.Refused(var obstacle, _)
        && (obstacle == Obstacle.LOCKED || obstacle == Obstacle.CARD)) {
      sent = chat.reply(address, message, notice.get().words());
      metrics.sent(address.surface(), sent);
      if (sent instanceof Sent.Shown) {
        steps.run(delivery.request(), record -> told(record, target, notice.get().ours()));
      }
    }
    follow(delivery, target, notice.get(), sent);
  }

  private void follow(Delivery delivery, CardTarget target, Notice notice, Sent sent) {
    switch (sent) {
      case Sent.Shown _ -> deliveries.settle(delivery);
      case Sent.Later later -> deliveries.postpone(delivery, Pauses.of(later, delivery.attempts()));
      case Sent.Refused(var obstacle, var code) -> {
        log.warn("a copy of the card of {} at {}: {}", delivery.request(), target, code);
        RequestRecord record = notice.record();
        if (obstacle == Obstacle.PLACE
            && record.now().isBefore(record.request().deadline().plus(RefusedCards.TIDYING))) {
          deliveries.postpone(delivery, RefusedCards.pause(delivery.attempts()));
        } else {
          deliveries.settle(delivery);
        }
      }
    }
  }

  /// Empty when the message is to stay as it is.
  private Optional<Notice> notice(RequestRecord record, ChatAddress address, String message) {
    Optional<PostedCard> kept = Renderings.latest(record, address);
    if (kept.isEmpty() || kept.get().messageId().filter(message::equals).isPresent()) {
      return Optional.empty();
    }
    Optional<PostedCard> ours =
        record.cards().stream()
            .filter(card -> card.address().equals(address))
            .filter(card -> card.messageId().filter(message::equals).isPresent())
            .reduce((_, later) -> later);
    if (ours.isEmpty()) {
      // Another request's card is not for this one to take away, whatever a press says.
      return ledger.postedAt(address, message).isPresent()
          ? Optional.empty()
          : Optional.of(
              new Notice(record, ours, composer.pointer(record), CardComposer.pointing(record)));
    }
    if (ours.get().closed() || record.request().state() instanceof Pending) {
      return Optional.empty();
    }
    CardView settled = composer.compose(record);
    return Optional.of(
        new Notice(record, ours, settled, CardComposer.unchangeable(settled.summary())));
  }

  private static Step<Boolean> told(
      RequestRecord record, CardTarget target, Optional<PostedCard> ours) {
    Step.Draft draft =
        Step.on(record)
            .noting(
                new AuditFact(
                    EntryType.CARD_TOLD,
                    "gate",
                    JsonObject.builder()
                        .put("address", target.address().toString())
                        .put("message", target.message().orElse(null))
                        .build()));
    ours.map(card -> Renderings.row(record, card).close()).ifPresent(draft::showing);
    return draft.answering(true);
  }
}
