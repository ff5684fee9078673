package dev.countersign.drawing;

import dev.countersign.card.CardRenderer;
import dev.countersign.card.CardView;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import java.util.List;
import java.util.Map;

/// Whether a surface could show a request's card without leaving anything out, now and after every
/// approval that it still lacks. What a reviewer could not see, nobody can approve, so there is no
/// point in asking.
public final class ShownInFull {
  private final Surfaces surfaces;
  private final Map<Surface, CardRenderer> renderers;

  /// @param surfaces that this deployment has
  /// @param renderers of those that do not show every action in full
  public ShownInFull(Surfaces surfaces, Map<Surface, CardRenderer> renderers) {
    this.surfaces = surfaces;
    this.renderers = Map.copyOf(renderers);
  }

  /// @param cards all that the request can come to have, see [CardsToCome]; the same for every
  ///   surface
  public boolean on(List<CardView> cards, Surface surface) {
    if (surfaces.showInFull(surface)) {
      return true;
    }
    CardRenderer renderer = renderers.get(surface);
    return renderer != null && cards.stream().allMatch(card -> renderer.render(card).complete());
  }
}
