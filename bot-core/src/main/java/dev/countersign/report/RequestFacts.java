package dev.countersign.report;

import dev.countersign.audit.ChainFold;
import dev.countersign.audit.ChainLinks;
import dev.countersign.audit.Folding;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.audit.ReportedProblem;
import dev.countersign.grant.ReadingTime;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonShapeException;
import dev.countersign.policy.Observed;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Tag;
import dev.countersign.request.RequestEvent.Voted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What one chain tells of its request.
///
/// @param rules that matched, in the order of the policy; empty where none did
/// @param tags as the policy spells them
/// @param decidedAfter from the proposal to the last vote, where people decided
/// @param problems how many people reported one
/// @param observed outside the pilot, what it would have been
record RequestFacts(
    Instant proposedAt,
    String agent,
    String actionType,
    List<String> rules,
    List<String> tags,
    Ending ending,
    Optional<Duration> decidedAfter,
    List<VoteFacts> votes,
    int problems,
    Optional<Observed> observed) {
  RequestFacts {
    rules = List.copyOf(rules);
    tags = List.copyOf(tags);
    votes = List.copyOf(votes);
  }

  /// What comes of looking at a chain.
  sealed interface Reading {
    record Read(RequestFacts facts) implements Reading {}

    /// It is not whole, not sealed by this deployment, or not one that a gate writes.
    ///
    /// @param why for the operator: never a stored value
    record NotCounted(String why) implements Reading {}
  }

  static Reading read(StoredChain chain, ChainLinks links) {
    if (chain.entries().isEmpty() || !chain.entries().getLast().head().equals(chain.end())) {
      return new Reading.NotCounted("the row does not end where its chain ends");
    }
    Optional<Folding.Broken> broken = links.whyBroken(chain.id(), chain.entries());
    if (broken.isPresent()) {
      return notCounted(broken.get());
    }
    return switch (ChainFold.of(chain.id(), chain.entries())) {
      case Folding.Broken folding -> notCounted(folding);
      case Folded folded -> read(chain, folded);
    };
  }

  private static Reading read(StoredChain chain, Folded folded) {
    try {
      return new Reading.Read(facts(chain, folded));
    } catch (JsonShapeException e) {
      return new Reading.NotCounted("it lacks what a report counts: " + e.getMessage());
    }
  }

  private static Reading notCounted(Folding.Broken broken) {
    return new Reading.NotCounted("audit_entry " + broken.seq() + ": " + broken.why());
  }

  private static RequestFacts facts(StoredChain chain, Folded folded) {
    JsonObject proposed = chain.entries().getFirst().document();
    Instant at = proposed.instant("at");
    Optional<Observed> observed = Ruling.observed(folded.ruled());
    Ending ending = observed.isPresent() ? Ending.OBSERVED : Ending.of(folded.request().state());
    return new RequestFacts(
        at,
        proposed.object("data").text("agent"),
        proposed.object("data").text("action_type"),
        folded.ruled().texts("rules"),
        Tag.of(folded.ruled()).stream().map(tag -> tag.name().toString()).toList(),
        ending,
        votes(folded)
            .reduce((_, last) -> last)
            .filter(_ -> ending.isByPeople())
            .map(last -> Duration.between(at, ((Voted) last.event()).vote().at())),
        votes(folded).map(turn -> vote(turn, ReadingTime.of(folded))).toList(),
        ReportedProblem.in(chain.entries()).size(),
        observed);
  }

  private static Stream<Folding.Turn> votes(Folded folded) {
    return folded.turns().stream().filter(turn -> turn.event() instanceof Voted);
  }

  private static VoteFacts vote(Folding.Turn turn, ReadingTime reading) {
    var vote = ((Voted) turn.event()).vote();
    return new VoteFacts(
        vote.person().value(),
        vote.decision(),
        vote.remarks().reason(),
        reading.stoodFor(vote, turn.seq()));
  }
}
