package dev.countersign.execution;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.Quorum;
import dev.countersign.request.Vote;
import dev.countersign.request.VoteWindow;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/// Rules once more by the policy of the moment: what was approved runs only if the same approvals
/// would still do.
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

  /// The stages may stand in another order now, so each approval is counted in the stage of its
  /// group.
  private static boolean approvalsSuffice(Ruling ruling, ApprovalRequest request) {
    List<Vote> approvals =
        IntStream.range(0, ruling.stages().size())
            .boxed()
            .flatMap(stage ->
                request.votes().stream()
                    .filter(vote -> vote.decision() == Decision.APPROVE)
                    .filter(vote -> vote.group().equals(ruling.stages().get(stage).group()))
                    .map(vote -> vote.inStage(stage)))
            .toList();
    Quorum quorum = Quorum.of(ruling.stages(), approvals);
    boolean functionsDiffer =
        ruling.stages().stream().noneMatch(Stage::distinctFunction)
            || quorum.functions().size() == approvals.size();
    return quorum.isComplete() && functionsDiffer && VoteWindow.holds(ruling.stages(), approvals);
  }
}
