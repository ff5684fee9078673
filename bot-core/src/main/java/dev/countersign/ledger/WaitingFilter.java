package dev.countersign.ledger;

import dev.countersign.policy.TagName;
import dev.countersign.proposal.ActionKind;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.RiskLevel;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Which of what waits is asked for. Each part narrows it; one that is empty takes everything.
///
/// @param kinds any of them
/// @param systems any of these target systems; empty for all, and of no name for none
/// @param from deadlines from this moment on
/// @param before deadlines before this moment
public record WaitingFilter(
    Optional<TagName> tag,
    Optional<RiskLevel> risk,
    Set<ActionKind> kinds,
    Optional<AgentId> agent,
    Optional<Set<String>> systems,
    Optional<Instant> from,
    Optional<Instant> before) {
  public static final WaitingFilter ALL = tagged(Optional.empty());

  public WaitingFilter {
    kinds = Set.copyOf(kinds);
    systems = systems.map(Set::copyOf);
  }

  /// What has this tag; everything without one.
  public static WaitingFilter tagged(Optional<TagName> tag) {
    return new WaitingFilter(
        tag,
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Whether it asks for a tag at most.
  public boolean isOfTagAlone() {
    return equals(tagged(tag));
  }

  /// Whether it takes this line.
  public boolean takes(WaitingLine line) {
    return tag.map(name -> line.tags().stream().anyMatch(each -> each.name().equals(name)))
            .orElse(true)
        && risk.map(line.risk()::equals).orElse(true)
        && (kinds.isEmpty() || kinds.contains(line.outline().kind()))
        && agent.map(line.agent()::equals).orElse(true)
        && systems.map(names -> names.contains(line.outline().targetSystem())).orElse(true)
        && from.map(moment -> !line.deadline().isBefore(moment)).orElse(true)
        && before.map(line.deadline()::isBefore).orElse(true);
  }
}
