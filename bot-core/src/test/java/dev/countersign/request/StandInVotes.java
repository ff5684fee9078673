package dev.countersign.request;

import dev.countersign.proposal.PersonId;
import java.util.Optional;

/// Votes that tests take for those of somebody who stands in.
public final class StandInVotes {
  private StandInVotes() {}

  /// The same vote in the place of somebody who is away.
  public static Vote inPlaceOf(PersonId absent, Vote vote) {
    return new Vote(
        vote.person(),
        Optional.of(absent),
        vote.account(),
        vote.decision(),
        vote.revision(),
        vote.action(),
        vote.card(),
        vote.stage(),
        vote.group(),
        vote.also(),
        vote.functions(),
        vote.token(),
        vote.remarks(),
        vote.callback(),
        vote.at());
  }
}
