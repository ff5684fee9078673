package dev.countersign.executors.sending;

import dev.countersign.setup.SetupFinding;
import java.util.List;

/// One look at how a target is set up. Whatever it says there has no effect.
public interface SetupLook {

  /// Runs to the end or until [#giveUp] cuts it short. Call once.
  List<SetupFinding> look();

  /// Ends it from outside, at whatever point it is.
  void giveUp();
}
