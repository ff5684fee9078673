package dev.countersign.gate;

import dev.countersign.breakglass.GlassRule;
import dev.countersign.intake.IntakeLimits;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Policy;
import java.util.function.Supplier;

/// By what proposals are judged.
///
/// @param policy the one in force when it is asked for
/// @param internalDomains which recipients are inside the organisation
/// @param limits how much one agent may have open, and how often it may ask
/// @param glass how break-glass may be used
public record Rules(
    Supplier<Policy> policy, DomainList internalDomains, IntakeLimits limits, GlassRule glass) {

  /// Where nobody may use break-glass.
  public Rules(Supplier<Policy> policy, DomainList internalDomains, IntakeLimits limits) {
    this(policy, internalDomains, limits, GlassRule.NONE);
  }
}
