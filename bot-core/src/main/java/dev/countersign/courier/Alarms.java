package dev.countersign.courier;

import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.drawing.AlarmPage;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells operators and security at once that break-glass was used, and that it was ended: in each
/// chat that the settings name, as a message of its own. A chat that does not answer is tried again
/// until it does, however long that takes: what is told then is how it stands by then.
///
/// A worker that is lost between sending and settling tells it twice.
public final class Alarms {
  private static final Logger log = LoggerFactory.getLogger(Alarms.class);

  private final Ledger ledger;
  private final Deliveries deliveries;
  private final Directory directory;
  private final Map<Surface, ChatChannel> chats;
  private final BiFunction<ChatAddress, ProposalId, AlarmPage.Ways> ways;
  private final CourierMetrics metrics;
  private final Outages outages = new Outages();

  /// @param ways the buttons that end it and have its retrospective filed, for everybody who reads
  ///   there
  public Alarms(
      Ledger ledger,
      Deliveries deliveries,
      Directory directory,
      Map<Surface, ChatChannel> chats,
      BiFunction<ChatAddress, ProposalId, AlarmPage.Ways> ways,
      CourierMetrics metrics) {
    this.ledger = ledger;
    this.deliveries = deliveries;
    this.directory = directory;
    this.chats = Map.copyOf(chats);
    this.ways = ways;
    this.metrics = metrics;
  }

  /// @param delivery a claimed [dev.countersign.ledger.DeliveryKind#ALARM]
  public void deliver(Delivery delivery) {
    ChatAddress place = ChatAddress.parse(delivery.target());
    ledger
        .find(delivery.request())
        .filter(record ->
            record.request().state() instanceof Approved approved && approved.glass().isPresent())
        .ifPresentOrElse(
            record -> tell(delivery, place, record), () -> deliveries.settle(delivery));
  }

  private void tell(Delivery delivery, ChatAddress place, RequestRecord record) {
    ChatChannel chat = chats.get(place.surface());
    Optional<Duration> out = outages.wait(place.surface(), record.now());
    if (out.isPresent()) {
      deliveries.postpone(delivery, out.get());
      return;
    }
    Sent sent =
        chat == null
            ? new Sent.Refused(Obstacle.PLACE, "chat_not_connected")
            : chat.say(
                place,
                AlarmPage.of(
                    record, record.people(directory), ways.apply(place, record.request().id())));
    metrics.sent(place.surface(), sent);
    outages.heard(place.surface(), sent);
    switch (sent) {
      case Sent.Shown _ -> deliveries.settle(delivery);
      case Sent.Later later -> deliveries.postpone(delivery, Pauses.of(later, delivery.attempts()));
      case Sent.Refused(_, var code) -> {
        log.error(
            "{} is not told yet that break-glass was used on {}: {}",
            place,
            delivery.request(),
            code);
        deliveries.postpone(delivery, RefusedCards.pause(delivery.attempts()));
      }
    }
  }
}
