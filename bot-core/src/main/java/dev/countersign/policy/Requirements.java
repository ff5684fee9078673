package dev.countersign.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the matching rules want, added up: the strictest gate, every stage that any of them asks
/// for, the shortest time.
final class Requirements {
  private final List<String> rules = new ArrayList<>();
  private final Map<GroupName, Stage> stages = new LinkedHashMap<>();
  private Gate gate = Gate.ALLOW;
  private boolean chatApprove = true;
  private Duration expiresIn = Sla.LONGEST;
  private Optional<Duration> workingTime = Optional.empty();

  void add(Rule rule) {
    rules.add(rule.id());
    gate = gate.strictest(rule.gate());
    if (rule.gate() == Gate.ASK) {
      rule.stages().forEach(stage -> stages.merge(stage.group(), stage, Requirements::both));
      chatApprove &= rule.chatApprove();
      add(rule.sla());
    }
  }

  private void add(Sla sla) {
    switch (sla.clock()) {
      case WALL -> expiresIn = shorter(expiresIn, sla.expires());
      case WORKING ->
          workingTime =
              Optional.of(
                  workingTime.map(time -> shorter(time, sla.expires())).orElse(sla.expires()));
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

  boolean chatApprove() {
    return chatApprove;
  }

  Duration expiresIn() {
    return stages.isEmpty() ? Sla.DEFAULT_EXPIRY : expiresIn;
  }

  /// Only where it may be over before [#expiresIn] is: working time never passes faster.
  Optional<Duration> workingTime() {
    return workingTime.filter(time -> time.compareTo(expiresIn) < 0);
  }

  private static Stage both(Stage one, Stage other) {
    return new Stage(
        one.group(),
        Math.max(one.required(), other.required()),
        one.distinctFunction() || other.distinctFunction(),
        Stream.of(one, other)
            .flatMap(stage -> stage.voteWindow().stream())
            .min(Comparator.naturalOrder()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
