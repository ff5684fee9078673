package dev.countersign.drawing;

import dev.countersign.card.CardRenderer;
import dev.countersign.card.CardView;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import java.util.List;
import java.util.Map;

/// Whether a surface could show an action without leaving anything out: on its card, now and after
/// every approval that it still lacks, or in pages. What a reviewer could not see, nobody can
/// approve, so there is no point in asking.
public final class ShownInFull {
  private final Surfaces surfaces;
  private final Map<Surface, CardRenderer> renderers;

  /// @param surfaces that this deployment has
  /// @param renderers of those that do not show every action in full
  public ShownInFull(Surfaces surfaces, Map<Surface, CardRenderer> renderers) {
    this.surfaces = surfaces;
    this.renderers = Map.copyOf(renderers);
  }

  /// Nothing is drawn where all of them surely fit.
  ///
  /// @param cards all that the request can come to have; the same for every surface
  public boolean on(CardsToCome cards, Surface surface) {
    if (surfaces.showInFull(surface)) {
      return true;
    }
    CardRenderer renderer = renderers.get(surface);
    return renderer != null && (onCards(cards, renderer) || inPages(cards.pages(), renderer));
  }

  private static boolean onCards(CardsToCome cards, CardRenderer renderer) {
    return !cards.masked()
        && (cards.plain().stream().allMatch(renderer::surelyShowsWhole)
            || cards.all().stream().allMatch(card -> renderer.render(card).complete()));
  }

  private static boolean inPages(List<CardView> pages, CardRenderer renderer) {
    return !pages.isEmpty() && pages.stream().allMatch(page -> renderer.render(page).complete());
  }
}
