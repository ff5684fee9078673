package dev.countersign.execution;

import dev.countersign.request.DryRunFinding;
import java.util.Optional;

/// What a target said would become of an action, which it did not carry out.
///
/// @param code why not, or why it could not be asked; stable, lower case, as of [Outcome.Failed]
public record TargetTrial(DryRunFinding finding, Optional<String> code) {
  public static TargetTrial works() {
    return new TargetTrial(DryRunFinding.WOULD_WORK, Optional.empty());
  }

  public static TargetTrial fails(String code) {
    return new TargetTrial(DryRunFinding.WOULD_FAIL, Optional.of(code));
  }

  public static TargetTrial notTried(String code) {
    return new TargetTrial(DryRunFinding.NOT_TRIED, Optional.of(code));
  }
}
