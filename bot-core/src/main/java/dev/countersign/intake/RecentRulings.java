package dev.countersign.intake;

import dev.countersign.card.RecentlyUsed;
import dev.countersign.json.Digest;
import dev.countersign.policy.AgentFacts;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Context;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the policy said of late, for whoever asks exactly the same again: an execution does, of a
/// proposal that this process ruled on. A policy is pure, so the same question has the same answer;
/// another policy, agent, action or context is another question. Nothing is taken from a row.
final class RecentRulings {
  /// Rulings of a few kilobytes each.
  static final int MOST = 1_024;

  /// @param policy the very one, not one with the same bytes
  /// @param ended the rules whose standing approval was over
  private record Question(
      Policy policy, Digest action, Digest context, AgentFacts agent, Set<String> ended) {}

  private final Map<Question, Ruling> answers = new RecentlyUsed<>(MOST);

  /// @param ended the rules whose standing approval is over
  Optional<Ruling> find(
      Policy policy, Action action, Context context, AgentFacts agent, Set<String> ended) {
    Question question = question(policy, action, context, agent, ended);
    synchronized (answers) {
      return Optional.ofNullable(answers.get(question));
    }
  }

  void keep(
      Policy policy,
      Action action,
      Context context,
      AgentFacts agent,
      Set<String> ended,
      Ruling ruling) {
    Question question = question(policy, action, context, agent, ended);
    synchronized (answers) {
      answers.put(question, ruling);
    }
  }

  private static Question question(
      Policy policy, Action action, Context context, AgentFacts agent, Set<String> ended) {
    return new Question(policy, action.digest(), context.digest(), agent, Set.copyOf(ended));
  }
}
