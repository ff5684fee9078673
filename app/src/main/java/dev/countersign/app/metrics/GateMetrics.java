package dev.countersign.app.metrics;

import dev.countersign.app.worker.WorkerMetrics;
import dev.countersign.breakglass.GlassMetrics;
import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.clockwork.DueSweep.Swept;
import dev.countersign.courier.CourierMetrics;
import dev.countersign.decision.DecisionMetrics;
import dev.countersign.execution.ExecutionEnd;
import dev.countersign.execution.ExecutionMetrics;
import dev.countersign.json.WireName;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.StrongerRefusal;
import dev.countersign.people.Surface;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.refusal.Door;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.refusal.Trace;
import dev.countersign.request.Decision;
import dev.countersign.request.ReadBackFinding;
import dev.countersign.stronger.PasskeyMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// The gate's own counters and timers.
public final class GateMetrics
    implements CourierMetrics,
        DecisionMetrics,
        ExecutionMetrics,
        CallbackMetrics,
        WorkerMetrics,
        GlassMetrics,
        PasskeyMetrics {
  private static final String CARD_UPDATES = "countersign.card.updates";
  private static final String EXECUTIONS = "countersign.executions";
  private static final String EXPIRED = "countersign.expired";
  private static final String FAST_APPROVALS = "countersign.fast.approvals";
  private static final String REMINDED = "countersign.reminded";
  private static final String ESCALATED = "countersign.escalated";
  private static final String FAILURES = "countersign.worker.failures";
  private static final String NOT_COUNTED = "countersign.clicks.not.counted";
  private static final String PUT_OFF = "countersign.executions.put.off";
  private static final String READ_BACKS = "countersign.read.backs";
  private static final String GLASS_REFUSED = "countersign.break.glass.refused";
  private static final String PASSKEYS_REFUSED = "countersign.passkeys.refused";
  private static final String UNREACHED = "countersign.requests.unreached";

  private static final String OUTCOME_FILES = "countersign.outcome.files";

  private static final String CONNECTION = "connection";
  private static final String STATUS = "status";
  private static final String SURFACE = "surface";
  private static final String RESULT = "result";
  private static final String REFUSED = "refused";
  private static final String REASON = "reason";
  private static final String PURPOSE = "purpose";

  /// What passkeys are used for; enrolling one is no use of it.
  private static final Set<Bound.Purpose> USES =
      EnumSet.complementOf(EnumSet.of(Bound.Purpose.ENROL));

  /// Slack waits three seconds for an answer; the goal is below one.
  private static final Duration[] CALLBACK_BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(3)
  };

  /// A connection may take at most thirty seconds.
  private static final Duration[] EXECUTION_BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private final MeterRegistry registry;

  /// Gives all meters of the registry their descriptions, so it comes before any of them. What must
  /// alarm is there from the start with 0: a rate over a series that appears with its first count
  /// does not see that one.
  public GateMetrics(MeterRegistry registry) {
    this.registry = registry;
    registry.config().meterFilter(new MetricDescriptions());
    registry.counter(UNREACHED);
    registry.counter(EXPIRED);
    registry.counter(REMINDED);
    registry.counter(ESCALATED);
    for (String result : List.of("not_kept", "settled_otherwise", REFUSED)) {
      registry.counter(OUTCOME_FILES, RESULT, result);
    }
    for (RiskLevel risk : RiskLevel.values()) {
      registry.counter(FAST_APPROVALS, "risk", WireName.of(risk));
    }
    for (GlassRefusal why : GlassRefusal.values()) {
      registry.counter(GLASS_REFUSED, REASON, WireName.of(why));
    }
    for (Bound.Purpose purpose : USES) {
      for (StrongerRefusal why : StrongerRefusal.values()) {
        if (why != StrongerRefusal.COUNT_FELL && Trace.of(Door.of(purpose), why) != Trace.ALARM) {
          continue;
        }
        registry.counter(PASSKEYS_REFUSED, PURPOSE, WireName.of(purpose), REASON, WireName.of(why));
      }
    }
    for (Surface surface : Surface.chats()) {
      registry.counter(CARD_UPDATES, SURFACE, WireName.of(surface), RESULT, REFUSED);
      registry.counter(NOT_COUNTED, SURFACE, WireName.of(surface), "code", "unavailable");
    }
  }

  @Override
  public void sent(Surface surface, Sent result) {
    String word =
        switch (result) {
          case Sent.Shown _ -> "shown";
          case Sent.Later _ -> "later";
          case Sent.Refused _ -> REFUSED;
        };
    count(CARD_UPDATES, SURFACE, WireName.of(surface), RESULT, word);
  }

  @Override
  public void unreached() {
    registry.counter(UNREACHED).increment();
  }

  @Override
  public void voted(Surface surface, Decision decision) {
    count("countersign.votes", SURFACE, WireName.of(surface), "decision", WireName.of(decision));
  }

  @Override
  public void approvedFast(RiskLevel risk) {
    count(FAST_APPROVALS, "risk", WireName.of(risk));
  }

  @Override
  public void notCounted(Surface surface, String code) {
    count(NOT_COUNTED, SURFACE, WireName.of(surface), "code", code);
  }

  @Override
  public void glassRefused(GlassRefusal why) {
    count(GLASS_REFUSED, REASON, WireName.of(why));
  }

  @Override
  public void passkeyRefused(Bound.Purpose purpose, StrongerRefusal why) {
    count(PASSKEYS_REFUSED, PURPOSE, WireName.of(purpose), REASON, WireName.of(why));
  }

  @Override
  public void ended(String connection, ExecutionEnd end, Duration took) {
    count(EXECUTIONS, CONNECTION, connection, STATUS, WireName.of(end));
    if (end != ExecutionEnd.BARRED) {
      Timer.builder("countersign.execution")
          .tag(CONNECTION, connection)
          .serviceLevelObjectives(EXECUTION_BUCKETS)
          .register(registry)
          .record(notNegative(took));
    }
  }

  @Override
  public void putOff(String connection, String code) {
    count(PUT_OFF, CONNECTION, connection, "code", code);
  }

  @Override
  public void readBack(String connection, ReadBackFinding finding) {
    count(READ_BACKS, CONNECTION, connection, STATUS, WireName.of(finding));
  }

  /// @param result what became of an outcome file, in lower case
  public void outcomeFile(String result) {
    count(OUTCOME_FILES, RESULT, result);
  }

  /// @param waiting how many outcome files wait for the database
  public void outcomeFiles(Supplier<Number> waiting) {
    Gauge.builder("countersign.outcome.files.waiting", waiting).register(registry);
  }

  @Override
  public void callback(Surface chat, CallbackResult result, Duration took) {
    count("countersign.callbacks", SURFACE, WireName.of(chat), RESULT, WireName.of(result));
    Timer.builder("countersign.callback")
        .tag(SURFACE, WireName.of(chat))
        .serviceLevelObjectives(CALLBACK_BUCKETS)
        .register(registry)
        .record(notNegative(took));
  }

  @Override
  public void callerRefused(Surface chat, String reason) {
    count("countersign.callers.refused", SURFACE, WireName.of(chat), REASON, reason);
  }

  @Override
  public void privateReply(Surface chat, PrivateReply result) {
    count("countersign.private.replies", SURFACE, WireName.of(chat), RESULT, WireName.of(result));
  }

  @Override
  public void connection(Surface chat, Connection change) {
    count("countersign.chat.connections", SURFACE, WireName.of(chat), RESULT, WireName.of(change));
  }

  @Override
  public void joins(String worker) {
    registry.counter(FAILURES, "worker", worker);
  }

  @Override
  public void failed(String worker) {
    count(FAILURES, "worker", worker);
  }

  /// There are such connections: how an execution there may end badly is known before it does.
  public void connections(Set<String> names) {
    for (String name : names) {
      for (ExecutionEnd end :
          List.of(ExecutionEnd.FAILED, ExecutionEnd.UNKNOWN, ExecutionEnd.BARRED)) {
        registry.counter(EXECUTIONS, CONNECTION, name, STATUS, WireName.of(end));
      }
      registry.counter(PUT_OFF, CONNECTION, name, "code", "credential_unavailable");
      registry.counter(READ_BACKS, CONNECTION, name, STATUS, WireName.of(ReadBackFinding.DIFFERS));
    }
  }

  public void swept(Swept done) {
    registry.counter(EXPIRED).increment(done.expired());
    registry.counter(REMINDED).increment(done.reminded());
    registry.counter(ESCALATED).increment(done.escalated());
  }

  private void count(String name, String... labels) {
    Counter.builder(name).tags(labels).register(registry).increment();
  }

  /// A duration between the ledger's clock and ours comes out below zero where that one is behind;
  /// a timer refuses it.
  private static Duration notNegative(Duration took) {
    return took.isNegative() ? Duration.ZERO : took;
  }
}
