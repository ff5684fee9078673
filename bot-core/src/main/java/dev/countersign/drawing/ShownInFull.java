package dev.countersign.drawing;

import dev.countersign.card.CardRenderer;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Surface;
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

  public boolean on(RequestRecord prospective, Surface chat) {
    CardRenderer renderer = renderers.get(chat);
    return renderer != null
        && CardsToCome.of(prospective).stream().allMatch(card -> renderer.render(card).complete());
  }
}
