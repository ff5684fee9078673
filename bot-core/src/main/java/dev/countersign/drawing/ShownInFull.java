package dev.countersign.drawing;

import dev.countersign.card.CardRenderer;
import dev.countersign.card.CardView;
import dev.countersign.people.Surface;
import java.util.List;
import java.util.Map;

/// Whether a chat could show a request's card without leaving anything out, now and after every
/// approval that it still lacks. What a reviewer could not see, nobody can approve, so there is no
/// point in asking.
public final class ShownInFull {
  private final Map<Surface, CardRenderer> renderers;

  /// @param renderers of the chats that this deployment is connected to
  public ShownInFull(Map<Surface, CardRenderer> renderers) {
    this.renderers = Map.copyOf(renderers);
  }

  /// @param cards all that the request can come to have, see [CardsToCome]; the same for every chat
  public boolean on(List<CardView> cards, Surface chat) {
    CardRenderer renderer = renderers.get(chat);
    return renderer != null && cards.stream().allMatch(card -> renderer.render(card).complete());
  }
}
