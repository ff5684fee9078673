package dev.countersign.ledger;

import dev.countersign.card.CardRouting;
import dev.countersign.card.PostedCard;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.ApprovalRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which cards a change of a request concerns: every one that stands, and those that the open stage
/// still lacks.
public final class CardOrders {
  private final CardRouting routing;

  public CardOrders(CardRouting routing) {
    this.routing = routing;
  }

  /// While people are asked.
  ///
  /// @param cards those that stand already
  /// @param places where the group that decides now is asked
  public static Set<DeliveryOrder> whileAsked(List<PostedCard> cards, Set<ChatAddress> places) {
    return orders(standing(cards), places.stream().map(CardTarget::card));
  }

  /// The same for a change, and calls below the cards that stand for the groups that it brings in.
  ///
  /// @param after the request once it has happened
  /// @param places where the groups that decide then are asked
  public static Set<DeliveryOrder> whileAsked(
      RequestRecord before, ApprovalRequest after, Set<ChatAddress> places) {
    return Stream.concat(
            whileAsked(before.cards(), places).stream(),
            RingTarget.joined(before, after, places).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Once nobody is asked any more.
  ///
  /// @param cards those that stand already
  public static Set<DeliveryOrder> onceDecided(List<PostedCard> cards) {
    return orders(standing(cards), strays(cards));
  }

  private static Stream<CardTarget> standing(List<PostedCard> cards) {
    return cards.stream().map(PostedCard::address).map(CardTarget::card);
  }

  private static Set<DeliveryOrder> orders(Stream<CardTarget> standing, Stream<CardTarget> more) {
    return Stream.concat(standing, more)
        .map(CardTarget::order)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Where the groups that decide now are asked; empty once nobody is.
  ///
  /// @param now at which it is asked who is away
  public Set<ChatAddress> places(ApprovalRequest request, Instant now) {
    return request.asked().stream()
        .flatMap(group -> routing.of(group, now).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Messages that stand beside the one that is kept up to date, their buttons not yet taken away.
  private static Stream<CardTarget> strays(List<PostedCard> cards) {
    Map<ChatAddress, CardTarget> kept = new HashMap<>();
    Map<CardTarget, PostedCard> latest = new LinkedHashMap<>();
    for (PostedCard card : cards) {
      kept.put(card.address(), new CardTarget(card.address(), card.messageId()));
      card.messageId().ifPresent(id -> latest.put(CardTarget.stray(card.address(), id), card));
    }
    return latest.entrySet().stream()
        .filter(stray -> !stray.getValue().closed())
        .map(Map.Entry::getKey)
        .filter(stray -> !kept.containsValue(stray));
  }
}
