package dev.countersign.ledger;

import dev.countersign.card.PostedCard;
import dev.countersign.people.ChatAddress;
import dev.countersign.policy.GroupName;
import dev.countersign.request.ApprovalRequest;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Whom a [DeliveryKind#RING] is for, and below which card. Who is asked when a card is first
/// posted is named in the post itself and needs none.
///
/// As text the address, then `asked`, the group and the version, or `from` and the other address.
public sealed interface RingTarget {
  ChatAddress address();

  /// A group that came to be asked.
  ///
  /// @param version of the request since which it is: a card that was first posted at it or later
  ///   has named them
  record Asked(ChatAddress address, GroupName group, int version) implements RingTarget {
    @Override
    public String toString() {
      return address + " asked " + group.value() + " " + version;
    }
  }

  /// Those who would have been named at another place, which does not take the card.
  record From(ChatAddress address, ChatAddress refusing) implements RingTarget {
    @Override
    public String toString() {
      return address + " from " + refusing;
    }
  }

  /// @throws IllegalArgumentException when the text is not one that these write
  static RingTarget parse(String text) {
    String[] parts = text.split(" ", -1);
    ChatAddress address = ChatAddress.parse(parts[0]);
    if (parts.length == 4 && parts[1].equals("asked")) {
      return new Asked(address, new GroupName(parts[2]), Integer.parseInt(parts[3]));
    }
    if (parts.length == 3 && parts[1].equals("from")) {
      return new From(address, ChatAddress.parse(parts[2]));
    }
    throw new IllegalArgumentException("not whom a ring is for");
  }

  default DeliveryOrder order() {
    return new DeliveryOrder(DeliveryKind.RING, toString());
  }

  /// For every group that a change brings in, below the cards that were there before it.
  ///
  /// @param places where the request is asked after it
  static Set<DeliveryOrder> joined(
      RequestRecord before, ApprovalRequest after, Set<ChatAddress> places) {
    Set<GroupName> joined = new HashSet<>(after.asked());
    before.request().asked().forEach(joined::remove);
    return before.cards().stream()
        .map(PostedCard::address)
        .distinct()
        .filter(places::contains)
        .flatMap(address ->
            joined.stream().map(group -> new Asked(address, group, after.version()).order()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// At all other places, once one turns out to take no card.
  ///
  /// @param places where the request is asked
  static Set<DeliveryOrder> moved(ChatAddress refusing, Set<ChatAddress> places) {
    return places.stream()
        .filter(place -> !place.equals(refusing))
        .map(place -> new From(place, refusing).order())
        .collect(Collectors.toUnmodifiableSet());
  }
}
