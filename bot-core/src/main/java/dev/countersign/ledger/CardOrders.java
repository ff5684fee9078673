package dev.countersign.ledger;

import dev.countersign.card.CardRouting;
import dev.countersign.card.PostedCard;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.ApprovalRequest;
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

  /// @param cards those that stand already
  public Set<DeliveryOrder> forChange(ApprovalRequest request, List<PostedCard> cards) {
    return Stream.of(
            cards.stream().map(PostedCard::address).map(CardTarget::card),
            places(request).stream().map(CardTarget::card),
            request.state().isDecided() ? strays(cards) : Stream.<CardTarget>empty())
        .flatMap(targets -> targets)
        .map(CardTarget::order)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Where the group that decides now is asked; empty once nobody is.
  public Set<ChatAddress> places(ApprovalRequest request) {
    return request.asked().map(routing::of).orElse(Set.of());
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
