package dev.countersign.policy;

import static java.util.Comparator.naturalOrder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the matching rules want, added up: the strictest gate, every stage that any of them asks
/// for, the shortest time, every reminder.
final class Requirements {
  /// Counts of one request: each is a row, and a line of the audit entry.
  static final int MOST_CHARGES = 100;

  /// Ids of beneficiaries in one request: all of them stand in the audit entry.
  static final int MOST_BENEFICIARIES = 50;

  private final List<String> rules = new ArrayList<>();
  private final Map<GroupName, Stage> stages = new LinkedHashMap<>();
  private final SortedSet<String> contradicted = new TreeSet<>();
  private final Set<Beneficiary> beneficiaries = new LinkedHashSet<>();
  private final List<Allowance> allowances = new ArrayList<>();
  private final SortedSet<Integer> remindAt = new TreeSet<>();
  private Gate gate = Gate.ALLOW;
  private boolean chatApprove = true;
  private Duration expiresIn = Sla.LONGEST;
  private Optional<Duration> workingTime = Optional.empty();
  private Optional<Extension> extension = Optional.empty();
  private Optional<Duration> readFor = Optional.empty();
  private int slas;

  void add(Rule rule) {
    add(rule, rule.gate());
  }

  /// A rule whose standing approval does not reach.
  void addFallback(Rule rule) {
    add(rule, rule.fallback());
  }

  /// Whom a rule that asks keeps from deciding, beside those of all others.
  ///
  /// @return whether they are not too many
  boolean addBeneficiaries(List<Beneficiary> named) {
    beneficiaries.addAll(named);
    return beneficiaries.size() <= MOST_BENEFICIARIES;
  }

  /// A rule whose standing approval allows, if all that it counts has room.
  void add(Rule rule, Allowance allowance) {
    add(rule, Gate.ALLOW);
    allowances.add(allowance);
  }

  private void add(Rule rule, Gate answer) {
    rules.add(rule.id());
    gate = gate.strictest(answer);
    if (answer == Gate.ASK) {
      rule.steps().forEach(this::addStep);
      chatApprove &= rule.chatApprove();
      add(rule.sla());
      // The longest: whoever has read for that long has read for the shorter ones.
      readFor = Stream.of(readFor, rule.readFor()).flatMap(Optional::stream).max(naturalOrder());
    }
  }

  /// What is asked already is asked more strictly; the others of the step are asked at once, after
  /// all that was asked before.
  private void addStep(List<Stage> step) {
    boolean begun = false;
    for (Stage stage : step) {
      Stage known = stages.get(stage.group());
      if (known == null) {
        stages.put(stage.group(), stage.together(begun));
        begun = true;
      } else if (known.agreesWith(stage)) {
        stages.put(stage.group(), known.and(stage));
      } else {
        contradicted.add(stage.group().value());
      }
    }
  }

  private void add(Sla sla) {
    remindAt.addAll(sla.remindAt());
    // Only as far as every rule that asks lets it.
    extension =
        slas++ == 0 ? sla.extension() : extension.flatMap(mine -> sla.extension().map(mine::and));
    switch (sla.clock()) {
      case WALL -> expiresIn = shorter(expiresIn, sla.expires());
      case WORKING ->
          workingTime =
              Optional.of(
                  workingTime.map(time -> shorter(time, sla.expires())).orElse(sla.expires()));
    }
  }

  /// Whether a request may count so much more.
  boolean hasRoomFor(Allowance allowance) {
    return allowances.stream().mapToInt(before -> before.charges().size()).sum()
            + allowance.charges().size()
        <= MOST_CHARGES;
  }

  /// Nothing is used where people are asked or the action is refused.
  List<Allowance> allowances() {
    return gate() == Gate.ALLOW ? List.copyOf(allowances) : List.of();
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

  List<Beneficiary> beneficiaries() {
    return gate() == Gate.ASK ? List.copyOf(beneficiaries) : List.of();
  }

  /// Whether the request has expired before an approval could count.
  boolean hasNoTimeToRead() {
    Timing timing = timing();
    return timing.readFor().filter(time -> time.compareTo(timing.expiresIn()) >= 0).isPresent();
  }

  /// The groups of which several rules ask functions that nobody could satisfy all of: none of
  /// those that one rule lists is listed by another.
  SortedSet<String> contradicted() {
    return contradicted;
  }

  boolean chatApprove() {
    return chatApprove;
  }

  Timing timing() {
    if (gate() != Gate.ASK) {
      return new Timing(stages.isEmpty() ? Sla.DEFAULT_EXPIRY : expiresIn);
    }
    return new Timing(
        expiresIn,
        // Only where it may be over before the other is: working time never passes faster.
        workingTime.filter(time -> time.compareTo(expiresIn) < 0),
        // Of too many the last ones: they are nearest to the deadline.
        remindAt.stream().skip(Math.max(0, remindAt.size() - Timing.MOST_REMINDERS)).toList(),
        extension,
        readFor);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
