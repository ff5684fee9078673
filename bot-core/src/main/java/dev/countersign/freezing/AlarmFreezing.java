package dev.countersign.freezing;

import dev.countersign.ledger.AgentAlarms;
import dev.countersign.policy.Policy;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Freezes agents where the policy in force says so. What was frozen is told, shown and lifted as
/// any other freeze; nothing here lifts one.
public final class AlarmFreezing {
  private static final Logger log = LoggerFactory.getLogger(AlarmFreezing.class);

  private final AgentAlarms alarms;
  private final Supplier<Policy> policy;

  public AlarmFreezing(AgentAlarms alarms, Supplier<Policy> policy) {
    this.alarms = alarms;
    this.policy = policy;
  }

  /// One look, at what all replicas counted.
  public void look() {
    Policy inForce = policy.get();
    if (inForce.alarms().bounds().isEmpty()) {
      return;
    }
    alarms
        .freeze(inForce.alarms(), inForce.version())
        .forEach(freeze ->
            log.warn(
                "froze {} (freeze {}) as the policy says: {}",
                freeze.scope(),
                freeze.number(),
                freeze.reason()));
  }
}
