package dev.countersign.report;

import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The votes of one person, counted.
public final class ReviewerFigures {
  /// With fewer votes a person's median says little.
  public static final int FEWEST_VOTES = 20;

  /// An approval is fast that took less than this part of what the person usually takes.
  private static final int PART = 3;

  private static final int HALF = 50;

  private final Map<Decision, Long> decisions = new EnumMap<>(Decision.class);
  private final Spread votes = new Spread();
  private final Spread approvals = new Spread();
  private long approvedInTheEnd;
  private long defects;

  void add(RequestFacts request, VoteFacts vote) {
    decisions.merge(vote.decision(), 1L, Long::sum);
    vote.after().ifPresent(votes::add);
    if (vote.decision() != Decision.APPROVE) {
      return;
    }
    vote.after().ifPresent(approvals::add);
    if (request.ending().isApproval()) {
      approvedInTheEnd++;
      defects += request.problems() > 0 ? 1 : 0;
    }
  }

  public long votes() {
    return decisions.values().stream().mapToLong(Long::longValue).sum();
  }

  public long voted(Decision decision) {
    return decisions.getOrDefault(decision, 0L);
  }

  /// How long the card had stood when the person voted.
  public Optional<Duration> timeToVote(int percentile) {
    return votes.percentile(percentile);
  }

  /// How many approvals took less than a third of the person's own median; empty below
  /// [#FEWEST_VOTES].
  public Optional<Long> fastApprovals() {
    return votes
        .percentile(HALF)
        .filter(_ -> votes.count() >= FEWEST_VOTES)
        .map(median -> approvals.shorterThan(median.dividedBy(PART)));
  }

  /// Of how many approvals the time is known.
  public long timedApprovals() {
    return approvals.count();
  }

  /// How many requests that the person approved were approved in the end.
  public long approvedInTheEnd() {
    return approvedInTheEnd;
  }

  /// How many of those somebody reported a problem with.
  public long defects() {
    return defects;
  }
}
