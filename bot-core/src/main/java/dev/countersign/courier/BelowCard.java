package dev.countersign.courier;

import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.PostedCard;
import dev.countersign.card.Ring;
import dev.countersign.card.Run;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Mutes;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.request.RequestState.Pending;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says something below the card of a request that still asks people, in a message of its own.
///
/// A worker that is lost after sending sends it twice; nothing is made up for once the request is
/// decided.
final class BelowCard {
  /// Whom a message below a card names; naming more would be noise, and nobody is named then.
  static final int MOST_NAMED = 8;

  /// A place whose card does not come to stand in so many tries is told nothing below it: its card
  /// is the matter of [RefusedCards].
  static final int MOST_TRIES = 10;

  private static final Logger log = LoggerFactory.getLogger(BelowCard.class);

  private final Ledger ledger;
  private final Deliveries deliveries;
  private final Map<Surface, ChatChannel> chats;
  private final CourierMetrics metrics;

  BelowCard(
      Ledger ledger,
      Deliveries deliveries,
      Map<Surface, ChatChannel> chats,
      CourierMetrics metrics) {
    this.ledger = ledger;
    this.deliveries = deliveries;
    this.chats = Map.copyOf(chats);
    this.metrics = metrics;
  }

  /// A card that stands, and the chat that shows it.
  record Standing(RequestRecord record, ChatAddress address, String message, ChatChannel chat) {}

  static boolean isAsked(RequestRecord record) {
    return record.request().state() instanceof Pending
        && record.now().isBefore(record.request().deadline());
  }

  /// The card below which this is to be said; empty where there is none, and the delivery is done
  /// or put off then.
  ///
  /// @param concerns whether anything is to be said of it still
  Optional<Standing> find(
      Delivery delivery, ChatAddress address, Predicate<RequestRecord> concerns) {
    Optional<RequestRecord> record = ledger.find(delivery.request()).filter(concerns);
    ChatChannel chat = chats.get(address.surface());
    if (record.isEmpty() || chat == null || delivery.attempts() > MOST_TRIES) {
      deliveries.settle(delivery);
      return Optional.empty();
    }
    Optional<Standing> standing =
        Renderings.latest(record.get(), address)
            .flatMap(PostedCard::messageId)
            .map(message -> new Standing(record.get(), address, message, chat));
    if (standing.isEmpty()) {
      deliveries.postpone(delivery, RefusedCards.pause(delivery.attempts()));
    }
    return standing;
  }

  /// @return whether the delivery is done; otherwise it is put off
  boolean say(Delivery delivery, Standing standing, String words, Ring ring) {
    Sent sent = standing.chat().remind(standing.address(), standing.message(), words, ring);
    metrics.sent(standing.address().surface(), sent);
    switch (sent) {
      case Sent.Shown _ -> {}
      case Sent.Later later -> {
        deliveries.postpone(delivery, Pauses.of(later, delivery.attempts()));
        return false;
      }
      case Sent.Refused(_, var code) ->
          log.warn("nothing said below {} at {}: {}", delivery.request(), standing.address(), code);
    }
    return true;
  }

  /// The same for what is said once.
  void sayOnce(Delivery delivery, Standing standing, String words, Ring ring) {
    if (say(delivery, standing, words, ring)) {
      deliveries.settle(delivery);
    }
  }

  /// Quiet is nobody else's work: nobody is named in the place of whoever wants it.
  static List<Person> unmuted(List<Person> people, RequestRecord record, Mutes mutes) {
    if (people.isEmpty() || record.ruling().risk().assessed() == RiskLevel.CRITICAL) {
      return people;
    }
    Set<PersonId> muted = mutes.muted();
    return people.stream().filter(person -> !muted.contains(person.id())).toList();
  }

  static List<Run.Human> named(List<Person> people) {
    return people.stream().map(person -> new Run.Human(person.name(), person.accounts())).toList();
  }
}
