package dev.countersign.card;

import dev.countersign.card.PostedCard.Failure;
import dev.countersign.people.ChatAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether a request is shown at one place, as far as the gate knows.
///
/// @param code why not, as the platform last said; only with [State#REFUSED]
/// @param since when it came to be so
public record Placement(ChatAddress address, State state, Optional<String> code, Instant since) {

  public enum State {
    /// On its way for the first time.
    WAITING,
    SHOWN,
    /// The platform does not take it there; tried again as long as people are asked.
    REFUSED
  }

  /// One for each place, in the order in which they were first asked.
  ///
  /// @param cards all renderings of a request, oldest first
  public static List<Placement> of(List<PostedCard> cards) {
    Map<ChatAddress, List<PostedCard>> places = new LinkedHashMap<>();
    cards.forEach(card -> places.computeIfAbsent(card.address(), _ -> new ArrayList<>()).add(card));
    return places.values().stream().map(Placement::at).toList();
  }

  private static Placement at(List<PostedCard> cards) {
    PostedCard latest = cards.getLast();
    Optional<Failure> failure = latest.failure();
    if (failure.isPresent()) {
      return new Placement(
          latest.address(), State.REFUSED, failure.map(Failure::code), failure.get().since());
    }
    Instant since =
        cards.stream()
            .filter(card -> card.messageId().equals(latest.messageId()))
            .findFirst()
            .orElse(latest)
            .at();
    return new Placement(
        latest.address(),
        latest.messageId().isPresent() ? State.SHOWN : State.WAITING,
        Optional.empty(),
        since);
  }
}
