package dev.countersign.courier;

import dev.countersign.card.CardRouting;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.PostedCard;
import dev.countersign.card.Run;
import dev.countersign.drawing.CardComposer;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.request.RequestState.Pending;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reminds those who have not decided, below the card, and names them where they are few: a chat
/// notifies whom it names, so everybody is named at one place ([NamedOnce]).
///
/// Whether somebody is still silent is asked again when the reminder is sent. A worker that is lost
/// after sending sends it twice; none is made up for once the request is decided.
public final class Reminders {
  /// Naming more would be noise; then nobody is named.
  static final int MOST_NAMED = 8;

  /// A place whose card does not come to stand in so many tries gets no reminder: its card is the
  /// matter of [RefusedCards].
  static final int MOST_TRIES = 10;

  private static final Logger log = LoggerFactory.getLogger(Reminders.class);

  private final Ledger ledger;
  private final Deliveries deliveries;
  private final Map<Surface, ChatChannel> chats;
  private final CardComposer composer;
  private final AskedPeople asked;
  private final CardRouting routing;
  private final CourierMetrics metrics;

  public Reminders(
      Ledger ledger,
      Deliveries deliveries,
      Map<Surface, ChatChannel> chats,
      CardComposer composer,
      AskedPeople asked,
      CardRouting routing,
      CourierMetrics metrics) {
    this.ledger = ledger;
    this.deliveries = deliveries;
    this.chats = Map.copyOf(chats);
    this.composer = composer;
    this.asked = asked;
    this.routing = routing;
    this.metrics = metrics;
  }

  /// @param delivery a claimed [dev.countersign.ledger.DeliveryKind#REMIND]
  public void deliver(Delivery delivery) {
    ChatAddress address = ChatAddress.parse(delivery.target());
    Optional<RequestRecord> record =
        ledger
            .find(delivery.request())
            .filter(found -> found.request().state() instanceof Pending)
            .filter(found -> found.now().isBefore(found.request().deadline()));
    ChatChannel chat = chats.get(address.surface());
    if (record.isEmpty() || chat == null || delivery.attempts() > MOST_TRIES) {
      deliveries.settle(delivery);
      return;
    }
    Optional<String> message =
        Renderings.latest(record.get(), address).flatMap(PostedCard::messageId);
    if (message.isEmpty()) {
      deliveries.postpone(delivery, RefusedCards.pause(delivery.attempts()));
      return;
    }
    List<Person> silent = asked.toRemind(address.surface(), record.get());
    NamedOnce places = asked.places(record.get(), routing);
    List<Person> here = places.at(address, silent);
    if (here.isEmpty() && (!silent.isEmpty() || places.isPersonal(address))) {
      // Whoever reads here has decided, or is named elsewhere.
      deliveries.settle(delivery);
      return;
    }
    Sent sent =
        chat.remind(
            address,
            message.get(),
            CardComposer.reminder(composer.compose(record.get())),
            here.size() <= MOST_NAMED ? named(here) : List.of());
    metrics.sent(address.surface(), sent);
    switch (sent) {
      case Sent.Shown _ -> deliveries.settle(delivery);
      case Sent.Later(var pause, _) ->
          deliveries.postpone(delivery, Pauses.of(pause, delivery.attempts()));
      case Sent.Refused(_, var code) -> {
        log.warn("no reminder of {} at {}: {}", delivery.request(), address, code);
        deliveries.settle(delivery);
      }
    }
  }

  private static List<Run.Human> named(List<Person> people) {
    return people.stream().map(person -> new Run.Human(person.name(), person.accounts())).toList();
  }
}
