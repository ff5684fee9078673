package dev.countersign.people;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// For which of their functions people approve. An approval of a stage with distinct functions
/// needs one that no other approval of the request has; who has several is never held to one of
/// them before all approvals are looked at together.
public final class DistinctFunctions {

  /// Each step is one matching. Far more than twenty approvers with twenty functions each need;
  /// beyond it the answer is "no".
  static final int MOST_STEPS = 10_000;

  /// One approval.
  ///
  /// @param distinct whether it needs a function of its own
  /// @param functions what the person has, in order
  public record Held(boolean distinct, SortedSet<String> functions) {}

  private final List<Held> approvals;
  private final List<Integer> seats;
  private final List<SortedSet<String>> shared;
  private int steps;

  private DistinctFunctions(List<Held> approvals) {
    this.approvals = approvals;
    this.seats =
        IntStream.range(0, approvals.size())
            .filter(index -> approvals.get(index).distinct())
            .boxed()
            .toList();
    // Who has one function only decides first: nothing is to be chosen there.
    this.shared =
        approvals.stream()
            .filter(held -> !held.distinct() && !held.functions().isEmpty())
            .map(Held::functions)
            .distinct()
            .sorted(Comparator.comparingInt(Collection::size))
            .toList();
  }

  /// The function that each approval counts for, in their order; empty when no choice gives every
  /// one that needs it a function of its own. Approvals of ordinary stages may share a function,
  /// and need none.
  public static Optional<List<Optional<String>>> assign(List<Held> approvals) {
    var search = new DistinctFunctions(approvals);
    return search.leaving(new TreeSet<>()).map(search::counted);
  }

  /// Keeps at least one function of every ordinary approval out of the hands of the others. A
  /// choice that leaves too few is given up at once: keeping more never helps.
  private Optional<Map<Integer, String>> leaving(Set<String> kept) {
    if (++steps > MOST_STEPS) {
      return Optional.empty();
    }
    Optional<Map<Integer, String>> own = Matching.of(seats, seat -> free(seat, kept));
    Optional<SortedSet<String>> open =
        shared.stream()
            .filter(functions -> functions.stream().noneMatch(kept::contains))
            .findFirst();
    if (own.isEmpty() || open.isEmpty()) {
      return own;
    }
    for (String function : open.get()) {
      var more = new HashSet<>(kept);
      more.add(function);
      Optional<Map<Integer, String>> found = leaving(more);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private List<String> free(int seat, Set<String> kept) {
    return approvals.get(seat).functions().stream()
        .filter(function -> !kept.contains(function))
        .toList();
  }

  private List<Optional<String>> counted(Map<Integer, String> own) {
    Map<Integer, String> exclusive = new HashMap<>(own);
    return IntStream.range(0, approvals.size())
        .mapToObj(index ->
            Optional.ofNullable(exclusive.get(index))
                .or(() ->
                    approvals.get(index).functions().stream()
                        .filter(function -> !exclusive.containsValue(function))
                        .findFirst()))
        .toList();
  }
}
