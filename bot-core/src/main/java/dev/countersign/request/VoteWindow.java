package dev.countersign.request;

import dev.countersign.policy.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How far apart the approvals of one request may lie, where its ruling says so: what somebody
/// approved on Monday for a situation of Monday is not completed on Friday.
public final class VoteWindow {
  private VoteWindow() {}

  /// By when the approvals must be complete, counted from the first of them; empty without a window
  /// or before the first.
  public static Optional<Instant> end(List<Stage> stages, List<Vote> votes) {
    return shortest(stages)
        .flatMap(
            window -> approvals(votes).stream().min(Comparator.naturalOrder()).map(window::addTo))
        .map(Instant::from);
  }

  /// Whether all approvals came before the window closed; the very end is too late.
  public static boolean holds(List<Stage> stages, List<Vote> votes) {
    return end(stages, votes)
        .map(end -> approvals(votes).stream().allMatch(at -> at.isBefore(end)))
        .orElse(true);
  }

  /// The approvals that lie near enough to each other to count together, for each of them as the
  /// first, the earliest first: all of them at once where there is no window.
  ///
  /// @param approvals in the order in which they were cast, which each group keeps
  public static List<List<Vote>> together(List<Stage> stages, List<Vote> approvals) {
    Optional<Duration> window = shortest(stages);
    return window.isEmpty()
        ? List.of(List.copyOf(approvals))
        : approvals.stream()
            .map(Vote::at)
            .distinct()
            .sorted()
            .map(first ->
                approvals.stream()
                    .filter(vote -> !vote.at().isBefore(first))
                    .filter(vote -> vote.at().isBefore(first.plus(window.get())))
                    .toList())
            .toList();
  }

  private static Optional<Duration> shortest(List<Stage> stages) {
    return stages.stream()
        .flatMap(stage -> stage.voteWindow().stream())
        .min(Comparator.naturalOrder());
  }

  private static List<Instant> approvals(List<Vote> votes) {
    return votes.stream()
        .filter(vote -> vote.decision() == Decision.APPROVE)
        .map(Vote::at)
        .toList();
  }
}
