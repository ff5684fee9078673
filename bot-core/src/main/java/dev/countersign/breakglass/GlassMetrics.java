package dev.countersign.breakglass;

import dev.countersign.refusal.GlassRefusal;

/// Counts uses of break-glass, and words for ending one, that came to nothing. The label is a
/// closed set: never ids, people or supplied text.
@FunctionalInterface
public interface GlassMetrics {
  void glassRefused(GlassRefusal why);
}
