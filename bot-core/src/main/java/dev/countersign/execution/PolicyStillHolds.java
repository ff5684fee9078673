package dev.countersign.execution;

import dev.countersign.audit.Folding.Folded;
import dev.countersign.grant.Ballot;
import dev.countersign.grant.Electors;
import dev.countersign.grant.QuorumGate;
import dev.countersign.grant.QuorumGate.Shortfall;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Agent;
import dev.countersign.people.Beneficiaries;
import dev.countersign.people.Directory;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.PersonId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// Rules once more by the policy and the people of the moment: what was approved runs only if the
/// same approvals would still do, and its agent might still propose it.
public final class PolicyStillHolds implements RedemptionCheck {
  private final BiFunction<Agent, RequestRecord, Ruling> rule;
  private final Directory directory;

  /// @param rule the policy of the moment
  public PolicyStillHolds(BiFunction<Agent, RequestRecord, Ruling> rule, Directory directory) {
    this.rule = rule;
    this.directory = directory;
  }

  @Override
  public Verdict check(RequestRecord record, Folded folded) {
    Directory people = record.people(directory);
    Optional<String> missing = AgentRights.missing(record, directory);
    if (missing.isPresent()) {
      return new Verdict.Barred(missing.get(), "");
    }
    Ruling now = rule.apply(people.agent(record.proposal().agent()).orElseThrow(), record);
    Set<PersonId> conflicted = new HashSet<>(record.conflicted(people));
    conflicted.addAll(Beneficiaries.of(now.beneficiaries(), people));
    Ballot ballot =
        Ballot.of(folded, folded.request(), record.ruling().gate(), conflicted).under(now);
    return switch (QuorumGate.prove(ballot, Electors.now(people, ballot.groups()))) {
      case QuorumGate.Verdict.Proven(var approval) -> new Verdict.Holds(approval);
      case QuorumGate.Verdict.NotProven(var why, var detail) ->
          new Verdict.Barred(code(why), why + ", " + detail);
    };
  }

  /// What no honest change of policy or people explains is told apart from one.
  private static String code(Shortfall why) {
    return switch (why) {
      case RULED_OUT,
          QUORUM_INCOMPLETE,
          CONFLICTED_VOTE,
          NOT_OPENED,
          NOT_PROVEN_STRONGER,
          NO_RIGHT_TO_BREAK ->
          "policy_changed";
      case NOT_APPROVED,
          OTHER_BYTES,
          PERSON_TWICE,
          CARD_NOT_SHOWN,
          NOT_READ,
          TOO_FAST,
          NOT_UNANIMOUS ->
          WireName.of(why);
    };
  }
}
