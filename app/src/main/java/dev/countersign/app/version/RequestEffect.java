package dev.countersign.app.version;

import dev.countersign.policy.Escalation;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What another ruling means for a request that waits for people under its own.
public enum RequestEffect {
  UNCHANGED,
  /// Its approvals will not be redeemed unless they satisfy the new policy, too.
  STRICTER,
  /// It goes on waiting for what it was asked for; a new one like it would not.
  LOOSER,
  /// Nothing of it will be executed, whatever is approved.
  REFUSED;

  /// Where one ruling is stricter in one thing and looser in another, the stricter thing decides.
  public static RequestEffect of(Ruling old, Ruling now) {
    if (now.gate() == Gate.REFUSE) {
      return REFUSED;
    }
    if (now.gate() == Gate.ALLOW) {
      return old.gate() == Gate.ALLOW ? UNCHANGED : LOOSER;
    }
    if (!isCovered(now, old)) {
      return STRICTER;
    }
    return isCovered(old, now) ? UNCHANGED : LOOSER;
  }

  /// Whether approvals that satisfy `by` satisfy `ruling`.
  private static boolean isCovered(Ruling ruling, Ruling by) {
    return (ruling.chatApprove() || !by.chatApprove())
        && by.beneficiaries().containsAll(ruling.beneficiaries())
        && ruling.stages().stream().allMatch(stage -> isCovered(stage, by.stages()));
  }

  private static boolean isCovered(Stage stage, List<Stage> by) {
    return by.stream()
        .filter(other -> other.group().equals(stage.group()))
        .anyMatch(other ->
            other.required() >= stage.required()
                && (other.distinctFunction() || !stage.distinctFunction())
                && admitsNoMore(other.functions(), stage.functions())
                && stage.mayAsk().containsAll(other.mayAsk())
                && isWithin(other.voteWindow(), stage.voteWindow())
                && isNoWider(other.escalation(), stage.escalation()));
  }

  private static boolean admitsNoMore(Set<String> own, Set<String> most) {
    return most.isEmpty() || (!own.isEmpty() && most.containsAll(own));
  }

  private static boolean isWithin(Optional<Duration> window, Optional<Duration> most) {
    return most.isEmpty() || window.filter(own -> own.compareTo(most.get()) <= 0).isPresent();
  }

  private static boolean isNoWider(Optional<Escalation> own, Optional<Escalation> most) {
    return own.isEmpty()
        || most.filter(other ->
                other.to().equals(own.get().to())
                    && other.after().compareTo(own.get().after()) <= 0)
            .isPresent();
  }
}
