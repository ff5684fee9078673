package dev.countersign.courier;

import dev.countersign.card.CardRouting;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.Ring;
import dev.countersign.courier.BelowCard.Standing;
import dev.countersign.drawing.CardComposer;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Mutes;
import dev.countersign.ledger.RingTarget;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import java.util.List;
import java.util.Map;

/// Messages below a card that name people: those who have not decided are reminded, and those who
/// can say whether it happened where nobody knows; those who are asked since the card stands there
/// are called. A chat notifies whom it names, so everybody is named at one place ([NamedOnce],
/// [RingSelection]).
///
/// Whom to name is asked again when the message is sent.
public final class Reminders {
  /// Whom a reminder names; naming more would be noise, and nobody is named then.
  static final int MOST_NAMED = BelowCard.MOST_NAMED;

  private final Deliveries deliveries;
  private final CardComposer composer;
  private final AskedPeople asked;
  private final Mutes mutes;
  private final CardRouting routing;
  private final BelowCard below;
  private final UnknownReminders unknown;

  public Reminders(
      Ledger ledger,
      Deliveries deliveries,
      Map<Surface, ChatChannel> chats,
      CardComposer composer,
      AskedPeople asked,
      Mutes mutes,
      CardRouting routing,
      CourierMetrics metrics) {
    this.deliveries = deliveries;
    this.composer = composer;
    this.asked = asked;
    this.mutes = mutes;
    this.routing = routing;
    this.below = new BelowCard(ledger, deliveries, chats, metrics);
    this.unknown = new UnknownReminders(deliveries, composer, asked, mutes, routing, below);
  }

  /// @param delivery a claimed [dev.countersign.ledger.DeliveryKind#REMIND]
  public void deliver(Delivery delivery) {
    ChatAddress address = ChatAddress.parse(delivery.target());
    below
        .find(
            delivery,
            address,
            record -> BelowCard.isAsked(record) || UnknownReminders.since(record).isPresent())
        .ifPresent(standing ->
            UnknownReminders.since(standing.record())
                .ifPresentOrElse(
                    since -> unknown.remind(delivery, standing, since),
                    () -> remind(delivery, standing)));
  }

  private void remind(Delivery delivery, Standing standing) {
    ChatAddress address = standing.address();
    List<Person> silent = asked.toRemind(address.surface(), standing.record());
    NamedOnce places = asked.places(standing.record(), routing);
    List<Person> here = BelowCard.unmuted(places.at(address, silent), standing.record(), mutes);
    if (here.isEmpty() && (!silent.isEmpty() || places.isPersonal(address))) {
      // Whoever reads here has decided, is named elsewhere, or wants quiet.
      deliveries.settle(delivery);
      return;
    }
    below.sayOnce(
        delivery,
        standing,
        CardComposer.reminder(composer.summary(standing.record())),
        here.size() <= MOST_NAMED ? Ring.of(BelowCard.named(here)) : Ring.NOBODY);
  }

  /// @param delivery a claimed [dev.countersign.ledger.DeliveryKind#RING]
  public void ring(Delivery delivery) {
    RingTarget target = RingTarget.parse(delivery.target());
    below
        .find(delivery, target.address(), BelowCard::isAsked)
        .ifPresent(standing -> {
          Ring ring = asked.rings(standing.record(), routing).below(target);
          if (ring.isQuiet()) {
            deliveries.settle(delivery);
          } else {
            below.sayOnce(
                delivery,
                standing,
                CardComposer.calling(composer.summary(standing.record())),
                ring);
          }
        });
  }
}
