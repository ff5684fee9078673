package dev.countersign.ledger;

import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.request.ApprovalRequest;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who is told how requests end, without having asked. Only of requests that people were asked
/// about: of the others their agent knows the end from its own call.
///
/// @param requester whether the person for whom the agent acts is told, in their own conversation
/// @param channels by chat, the channel in which every end is told
public record OutcomeNotices(boolean requester, Map<Surface, ChatAddress> channels) {
  /// Nobody is told.
  public static final OutcomeNotices NONE = new OutcomeNotices(false, Map.of());

  public OutcomeNotices {
    channels = Map.copyOf(channels);
  }

  /// What a step that ends a request orders.
  Set<DeliveryOrder> after(RequestRecord before, ApprovalRequest after) {
    Optional<ToldEnd.Kind> end = ToldEnd.of(after.state()).map(ToldEnd::kind);
    boolean isNew =
        end.isPresent()
            && !end.equals(ToldEnd.of(before.request().state()).map(ToldEnd::kind))
            && !before.request().stages().isEmpty();
    if (!isNew) {
      return Set.of();
    }
    Set<DeliveryOrder> orders = new HashSet<>();
    if (requester && before.proposal().context().onBehalfOf().isPresent()) {
      orders.add(new OutcomeTarget(Optional.empty(), end.get()).order());
    }
    channels
        .keySet()
        .forEach(chat -> orders.add(new OutcomeTarget(Optional.of(chat), end.get()).order()));
    return Set.copyOf(orders);
  }
}
