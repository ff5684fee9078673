package dev.countersign.execution;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Ruling;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.Quorum;
import java.util.Optional;
import java.util.function.BiFunction;

/// Rules once more by the policy of the moment: what was approved runs only if the same approvals would still do.
public final class PolicyStillHolds implements RedemptionCheck {
  private final BiFunction<Agent, RequestRecord, Ruling> rule;
  private final Directory directory;

  /// @param rule the policy of the moment
  public PolicyStillHolds(BiFunction<Agent, RequestRecord, Ruling> rule, Directory directory) {
    this.rule = rule;
    this.directory = directory;
  }

  @Override
  public Optional<String> whyBarred(RequestRecord record) {
    Optional<Agent> agent = directory.agent(record.proposal().agent());
    if (agent.isEmpty()) {
      return Optional.of("agent_unregistered");
    }
    Ruling now = rule.apply(agent.get(), record);
    boolean holds =
        switch (now.gate()) {
          case ALLOW -> true;
          case ASK -> approvalsSuffice(now, record.request());
          case REFUSE -> false;
        };
    return holds ? Optional.empty() : Optional.of("policy_changed");
  }

  /// Stages may have been reordered, so every stage must find its approvals among all of them; a vote counts in one
  /// stage only, the one of its group.
  private static boolean approvalsSuffice(Ruling ruling, ApprovalRequest request) {
    var votes =
        request.votes().stream().filter(vote -> vote.decision() == Decision.APPROVE).toList();
    return !votes.isEmpty()
        && ruling.stages().stream()
            .allMatch(
                stage -> {
                  var counting =
                      votes.stream().filter(vote -> vote.group().equals(stage.group())).toList();
                  boolean enough =
                      counting.stream().map(vote -> vote.person()).distinct().count()
                          >= stage.required();
                  long functions =
                      Quorum.of(ruling.stages(), votes).functions().size();
                  return enough && (!stage.distinctFunction() || functions >= votes.size());
                });
  }
}
