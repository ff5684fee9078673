package dev.countersign.ledger;

import dev.countersign.card.CardRouting;
import dev.countersign.card.PostedCard;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.ApprovalRequest;
import java.util.List;
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
    return Stream.concat(cards.stream().map(PostedCard::address), newAddresses(request))
        .distinct()
        .map(address -> new DeliveryOrder(DeliveryKind.SHOW_CARD, address.toString()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Stream<ChatAddress> newAddresses(ApprovalRequest request) {
    return request.asked().stream().flatMap(group -> routing.of(group).stream());
  }
}
