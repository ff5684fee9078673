package dev.countersign.policy;

import static java.util.Comparator.naturalOrder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the matching rules want, added up: the strictest gate, every stage that any of them asks
/// for, the shortest time, every reminder.
final class Requirements {
  private final List<String> rules = new ArrayList<>();
  private final Map<GroupName, Stage> stages = new LinkedHashMap<>();
  private final SortedSet<Integer> remindAt = new TreeSet<>();
  private Gate gate = Gate.ALLOW;
  private boolean chatApprove = true;
  private Duration expiresIn = Sla.LONGEST;
  private Optional<Duration> readFor = Optional.empty();

  void add(Rule rule) {
    rules.add(rule.id());
    gate = gate.strictest(rule.gate());
    if (rule.gate() == Gate.ASK) {
      rule.stages().forEach(stage -> stages.merge(stage.group(), stage, Stage::and));
      chatApprove &= rule.chatApprove();
      expiresIn = shorter(expiresIn, rule.sla().expires());
      remindAt.addAll(rule.sla().remindAt());
      readFor = Stream.of(readFor, rule.readFor()).flatMap(Optional::stream).max(naturalOrder());
    }
  }

  /// A rule that could not be evaluated counts as one that matches and refuses.
  void addFailed(Rule rule) {
    rules.add(rule.id());
    gate = Gate.REFUSE;
  }

  /// What this rule asks for cannot be had here.
  void refuse() {
    gate = Gate.REFUSE;
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  List<String> rules() {
    return rules;
  }

  Gate gate() {
    return isEmpty() ? Gate.REFUSE : gate;
  }

  List<Stage> stages() {
    return gate() == Gate.ASK ? List.copyOf(stages.values()) : List.of();
  }

  /// Of too many the last ones: they are nearest to the deadline.
  List<Integer> remindAt() {
    return gate() == Gate.ASK
        ? remindAt.stream().skip(Math.max(0, remindAt.size() - Ruling.MOST_REMINDERS)).toList()
        : List.of();
  }

  /// The longest: whoever has read for that long has read for the shorter ones.
  Optional<Duration> readFor() {
    return gate() == Gate.ASK ? readFor : Optional.empty();
  }

  /// Whether the request has expired when so much time is over.
  boolean isTooLate(Duration time) {
    return time.compareTo(expiresIn()) >= 0;
  }

  boolean chatApprove() {
    return chatApprove;
  }

  Duration expiresIn() {
    return stages.isEmpty() ? Sla.DEFAULT_EXPIRY : expiresIn;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
