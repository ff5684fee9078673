package dev.countersign.report;

import dev.countersign.request.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Requests that have something in common, counted.
public final class LineFigures {
  /// An approval that came sooner after the first card was drawn.
  public static final Duration FAST = Duration.ofSeconds(10);

  private final Map<Ending, Long> endings = new EnumMap<>(Ending.class);
  private final Spread decided = new Spread();
  private long requests;
  private long approvals;
  private long fast;
  private long defects;

  void add(RequestLine line) {
    requests++;
    endings.merge(line.ending(), 1L, Long::sum);
    defects += line.ending().isApproval() && line.reported() ? 1 : 0;
    decidedAfter(line).ifPresent(decided::add);
    for (RequestLine.Ballot ballot : line.ballots()) {
      if (ballot.decision() == Decision.APPROVE) {
        approvals++;
        fast += isFast(line, ballot.at()) ? 1 : 0;
      }
    }
  }

  /// From the proposal to the vote that decided it; empty where people did not.
  static Optional<Duration> decidedAfter(RequestLine line) {
    return line.ending().isByPeople()
        ? line.ballots().stream()
            .map(RequestLine.Ballot::at)
            .reduce((_, last) -> last)
            .map(at -> Duration.between(line.proposedAt(), at))
        : Optional.empty();
  }

  private static boolean isFast(RequestLine line, Instant at) {
    return line.shownAt()
        .filter(shown -> Duration.between(shown, at).compareTo(FAST) < 0)
        .isPresent();
  }

  public long requests() {
    return requests;
  }

  public long ended(Ending ending) {
    return endings.getOrDefault(ending, 0L);
  }

  /// How many people decided.
  public long decided() {
    return decided.count();
  }

  /// How long people took.
  ///
  /// @return empty where they decided none
  public Optional<Duration> timeToDecide(int percentile) {
    return decided.percentile(percentile);
  }

  /// Approved by people or by the policy alone.
  public long approved() {
    return ended(Ending.APPROVED) + ended(Ending.AUTO_APPROVED);
  }

  /// How many of the approved ones somebody reported a problem with.
  public long defects() {
    return defects;
  }

  /// Votes that approve.
  public long approvals() {
    return approvals;
  }

  /// Those of them that came within [#FAST].
  public long fast() {
    return fast;
  }
}
