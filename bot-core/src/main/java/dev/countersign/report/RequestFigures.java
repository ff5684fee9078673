package dev.countersign.report;

import dev.countersign.request.RejectReason;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The requests of one rule, tag, action type or agent, counted.
public final class RequestFigures {
  private final Map<Ending, Long> endings = new EnumMap<>(Ending.class);
  private final Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
  private final Spread decided = new Spread();
  private long requests;
  private long defects;

  void add(RequestFacts request) {
    requests++;
    endings.merge(request.ending(), 1L, Long::sum);
    request.decidedAfter().ifPresent(decided::add);
    request.votes().stream()
        .flatMap(vote -> vote.reason().stream())
        .forEach(reason -> reasons.merge(reason, 1L, Long::sum));
    if (request.ending().isApproval() && request.problems() > 0) {
      defects++;
    }
  }

  public long requests() {
    return requests;
  }

  public long ended(Ending ending) {
    return endings.getOrDefault(ending, 0L);
  }

  /// Approved by people or by the policy alone.
  public long approved() {
    return ended(Ending.APPROVED) + ended(Ending.AUTO_APPROVED);
  }

  /// How many of the approved ones somebody reported a problem with.
  public long defects() {
    return defects;
  }

  public Map<RejectReason, Long> reasons() {
    return Collections.unmodifiableMap(reasons);
  }

  /// How long people took, from the proposal to the vote that decided it.
  ///
  /// @return empty where people decided none
  public Optional<Duration> timeToDecide(int percentile) {
    return decided.percentile(percentile);
  }
}
