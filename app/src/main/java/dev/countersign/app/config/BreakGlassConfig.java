package dev.countersign.app.config;

import dev.countersign.breakglass.GlassRule;
import java.time.Duration;
import java.util.Set;

/// How break-glass may be used, by whom `people.yaml` gives the right.
///
/// @param days working days until the retrospective of a use is due
/// @param most uses of one person within 30 days
/// @param startAfter how long what was approved by it waits before it starts
public record BreakGlassConfig(int days, int most, Duration startAfter) {
  static BreakGlassConfig read(SettingsSection section) {
    BreakGlassConfig config =
        new BreakGlassConfig(
            section.integer("retrospective_days", GlassRule.USUAL_DAYS, 1, GlassRule.MOST_DAYS),
            section.integer("most_in_30_days", GlassRule.USUAL_USES, 1, GlassRule.MOST_USES),
            section.duration(
                "start_after", GlassRule.USUAL_WAIT, Duration.ZERO, GlassRule.LONGEST_WAIT));
    section.close();
    return config;
  }

  /// @param notices in whose channels operators and security are told
  public GlassRule rule(NoticesConfig notices) {
    return new GlassRule(days, most, startAfter, Set.copyOf(notices.alerts().values()));
  }
}
