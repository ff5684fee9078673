package dev.countersign.breakglass;

import dev.countersign.people.ChatAddress;
import java.util.Set;

/// The settings of break-glass.
///
/// @param days working days until its retrospective is due, 1..[#MOST_DAYS]
/// @param most uses of one person within 30 days, 1..[#MOST_USES]
/// @param alarms where operators and security are told at once; where there is none, nobody may use
///   it
public record GlassRule(int days, int most, Set<ChatAddress> alarms) {
  public static final int USUAL_DAYS = 3;
  public static final int MOST_DAYS = 5;
  public static final int USUAL_USES = 3;
  public static final int MOST_USES = 10;

  /// Nobody would be told, so nobody may use it.
  public static final GlassRule NONE = new GlassRule(USUAL_DAYS, USUAL_USES, Set.of());

  public GlassRule {
    alarms = Set.copyOf(alarms);
    if (days < 1 || days > MOST_DAYS || most < 1 || most > MOST_USES) {
      throw new IllegalArgumentException("break-glass has bounds");
    }
  }
}
