package dev.countersign.trial.page;

import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.teams.TeamsSandbox;
import java.net.URI;
import java.util.List;
import java.util.function.Function;

/// What of a trial the page shows and moves.
///
/// @param slackChannel where the cards are posted in Slack
/// @param teamsChannel the same in Teams
/// @param channelName what both are called
/// @param people whom a visitor can be; the first two may decide, the last is unknown to the gate
/// @param curl how a shell begins to propose; the body, on its standard input, is still to come. It
///   holds no secret, but says where the agent's key is
/// @param console where people review in a browser
/// @param action what the gate froze of the request with this id, which there is
/// @param owner who can rewrite what the gate stored
/// @param verdict what `verify` says of the request with this id, in one sentence
public record ShownTrial(
    SlackSandbox slack,
    String slackChannel,
    TeamsSandbox teams,
    String teamsChannel,
    String channelName,
    List<Actor> people,
    TrialAgent agent,
    List<Example> examples,
    ShownTargets targets,
    String curl,
    URI console,
    Function<ProposalId, Action> action,
    DatabaseOwner owner,
    Function<String, String> verdict) {
  public ShownTrial {
    people = List.copyOf(people);
    examples = List.copyOf(examples);
  }

  /// @throws RefusedException when there is no such person
  Actor person(String id) {
    return people.stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new RefusedException("There is no such person."));
  }

  Actor first() {
    return people.get(0);
  }

  Actor second() {
    return people.get(1);
  }

  Actor stranger() {
    return people.getLast();
  }
}
