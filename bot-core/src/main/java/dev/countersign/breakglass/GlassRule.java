package dev.countersign.breakglass;

import dev.countersign.people.ChatAddress;
import dev.countersign.request.BrokenGlass;
import java.time.Duration;
import java.util.Set;

/// The settings of break-glass.
///
/// @param days working days until its retrospective is due, 1..[#MOST_DAYS]
/// @param most uses of one person within 30 days, 1..[#MOST_USES]
/// @param startAfter how long what was approved by it waits before it starts, so that whoever is
///   told can end it; zero to [#LONGEST_WAIT]
/// @param alarms where operators and security are told at once; where there is none, nobody may use
///   it
public record GlassRule(int days, int most, Duration startAfter, Set<ChatAddress> alarms) {
  public static final int USUAL_DAYS = 3;
  public static final int MOST_DAYS = 5;
  public static final int USUAL_USES = 3;
  public static final int MOST_USES = 10;
  public static final Duration USUAL_WAIT = Duration.ofSeconds(10);

  /// Half of the life of its grant, so that the action has time to start after it.
  public static final Duration LONGEST_WAIT = BrokenGlass.LIFE.dividedBy(2);

  /// Nobody would be told, so nobody may use it.
  public static final GlassRule NONE = new GlassRule(USUAL_DAYS, USUAL_USES, USUAL_WAIT, Set.of());

  public GlassRule {
    alarms = Set.copyOf(alarms);
    if (days < 1
        || days > MOST_DAYS
        || most < 1
        || most > MOST_USES
        || startAfter.isNegative()
        || startAfter.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException("break-glass has bounds");
    }
  }
}
