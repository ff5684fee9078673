package dev.countersign.courier;

import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Reply;
import dev.countersign.drawing.CardComposer;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OutcomeNotices;
import dev.countersign.ledger.OutcomeTarget;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.ToldEnd;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells those who did not ask how a request ended: the person for whom the agent acts, and the
/// channels of the settings. What is told is the record of the moment; where it has moved on since,
/// its own end is told and not this one.
///
/// A worker that is lost between sending and settling tells it twice. Nobody is told later than
/// [#LONGEST] after the end.
public final class OutcomeNews {
  /// For so long after an end it is tried to tell it.
  static final Duration LONGEST = Duration.ofDays(1);

  private static final Logger log = LoggerFactory.getLogger(OutcomeNews.class);

  private final Ledger ledger;
  private final Deliveries deliveries;
  private final Directory directory;
  private final Map<Surface, ChatChannel> chats;
  private final Surfaces surfaces;
  private final OutcomeNotices notices;
  private final CardComposer composer;
  private final CourierMetrics metrics;
  private final Outages outages = new Outages();

  /// @param notices in whose channels ends are told
  public OutcomeNews(
      Ledger ledger,
      Deliveries deliveries,
      Directory directory,
      Map<Surface, ChatChannel> chats,
      Surfaces surfaces,
      OutcomeNotices notices,
      CourierMetrics metrics) {
    this.ledger = ledger;
    this.deliveries = deliveries;
    this.directory = directory;
    this.chats = Map.copyOf(chats);
    this.surfaces = surfaces;
    this.notices = notices;
    this.composer = new CardComposer(directory);
    this.metrics = metrics;
  }

  /// One place where it can be told.
  private record Way(Surface surface, BiFunction<ChatChannel, RequestRecord, Sent> call) {}

  /// @param delivery a claimed [dev.countersign.ledger.DeliveryKind#TELL]
  public void deliver(Delivery delivery) {
    OutcomeTarget target = OutcomeTarget.parse(delivery.target());
    ledger
        .find(delivery.request())
        .filter(record -> isDue(record, target))
        .ifPresentOrElse(
            record -> tell(delivery, record, ways(target, record)),
            () -> deliveries.settle(delivery));
  }

  private static boolean isDue(RequestRecord record, OutcomeTarget target) {
    Optional<ToldEnd> end =
        ToldEnd.of(record.request().state()).filter(one -> one.kind() == target.end());
    boolean late = end.filter(one -> !record.now().isBefore(one.at().plus(LONGEST))).isPresent();
    if (late) {
      log.warn("nobody could be told for a day how {} ended: {}", record.request().id(), target);
    }
    return end.isPresent() && !late;
  }

  private List<Way> ways(OutcomeTarget target, RequestRecord record) {
    return target
        .channelOf()
        .map(surface -> inChannel(surface).stream().toList())
        .orElseGet(() -> toRequester(record));
  }

  private Optional<Way> inChannel(Surface surface) {
    return Optional.ofNullable(notices.channels().get(surface))
        .map(channel -> new Way(surface, (chat, record) -> say(chat, channel, record)));
  }

  private Sent say(ChatChannel chat, ChatAddress channel, RequestRecord record) {
    return chat.say(channel, composer.outcomeForChannel(record));
  }

  /// Whom the record names, by their accounts of the moment; nobody where the settings say so,
  /// whatever the row says.
  private List<Way> toRequester(RequestRecord record) {
    return record
        .actsFor()
        .filter(_ -> notices.requester())
        .flatMap(record.people(directory)::byId)
        .stream()
        .flatMap(person -> person.accounts().stream())
        .filter(account -> surfaces.know(account) && chats.containsKey(account.surface()))
        .sorted(Comparator.comparing(AccountId::surface))
        .map(this::toOne)
        .toList();
  }

  private Way toOne(AccountId account) {
    return new Way(
        account.surface(),
        (chat, record) -> {
          Reply news = composer.outcomeForRequester(record);
          return chat.tell(account, news);
        });
  }

  /// At the first place that takes it. One that does not answer is waited for, so that nobody is
  /// told in both chats.
  private void tell(Delivery delivery, RequestRecord record, List<Way> ways) {
    String last = "no_account";
    for (Way way : ways) {
      ChatChannel chat = chats.get(way.surface());
      Optional<Duration> out = outages.wait(way.surface(), record.now());
      if (out.isPresent()) {
        deliveries.postpone(delivery, out.get());
        return;
      }
      Sent sent =
          chat == null
              ? new Sent.Refused(Obstacle.PLACE, "chat_not_connected")
              : way.call().apply(chat, record);
      metrics.sent(way.surface(), sent);
      outages.heard(way.surface(), sent);
      switch (sent) {
        case Sent.Shown _ -> {
          deliveries.settle(delivery);
          return;
        }
        case Sent.Later later -> {
          deliveries.postpone(delivery, Pauses.of(later, delivery.attempts()));
          return;
        }
        case Sent.Refused(_, var code) -> last = code;
      }
    }
    if (ways.isEmpty()) {
      // Nobody in people.yaml, or nowhere to be told.
      deliveries.settle(delivery);
    } else {
      refused(delivery, last);
      deliveries.postpone(delivery, RefusedCards.pause(delivery.attempts()));
    }
  }

  /// Whoever never opened the app refuses each time; one warning of it is enough.
  private static void refused(Delivery delivery, String code) {
    String line = "{} is not told yet how {} ended: {}";
    if (delivery.attempts() > 1) {
      log.info(line, delivery.target(), delivery.request(), code);
    } else {
      log.warn(line, delivery.target(), delivery.request(), code);
    }
  }
}
