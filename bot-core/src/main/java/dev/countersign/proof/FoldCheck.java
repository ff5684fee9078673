package dev.countersign.proof;

import dev.countersign.audit.ChainFold;
import dev.countersign.audit.Folding;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.grant.Ballot;
import dev.countersign.grant.Electors;
import dev.countersign.grant.OpenedFirst;
import dev.countersign.grant.QuorumGate;
import dev.countersign.grant.ReadingTime;
import dev.countersign.grant.WholeReading;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.Directory;
import dev.countersign.policy.Durations;
import dev.countersign.policy.Gate;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestEvent;
import dev.countersign.request.RequestEvent.GrantIssued;
import dev.countersign.request.RequestEvent.GrantRedeemed;
import dev.countersign.token.GrantVerifier;
import java.util.Optional;
import java.util.function.Function;

/// Folds a sound chain through the transition table and compares what comes out with every row of
/// the request: the quorum behind each grant is proved again on the way, because the table itself
/// refuses a grant without one.
final class FoldCheck {
  private static final Electors ANYBODY = _ -> true;

  private final Evidence evidence;
  private final Chain chain;
  private final Findings findings;
  private final PeopleThen people;
  private final GlassCheck glass;

  // What the entries say that the rows must say too.
  private final VoteRowCheck votes;
  private final GrantRowCheck grants;
  private final CardRowCheck cards;

  FoldCheck(
      Evidence evidence,
      Chain chain,
      Findings findings,
      GrantVerifier grantVerifier,
      EvidenceKeys keys,
      Function<String, Optional<Directory>> people) {
    this.evidence = evidence;
    this.chain = chain;
    this.findings = findings;
    this.people = new PeopleThen(findings, people);
    this.glass = new GlassCheck(findings);
    this.votes = new VoteRowCheck(evidence, chain, keys, findings);
    this.grants = new GrantRowCheck(evidence, findings, grantVerifier, glass);
    this.cards = new CardRowCheck(evidence, findings);
  }

  void check() {
    try {
      fold()
          .ifPresent(request -> {
            new RequestRowCheck(evidence, chain, grants, findings).compare(request);
            new ProposalRowCheck(evidence, chain, findings).compare(request);
            votes.compare();
            grants.compare();
            cards.compare();
            glass.compare(evidence.glass());
            new RetrospectiveCheck(findings, people)
                .check(request, chain.entries(), evidence.retrospective());
          });
    } catch (RuntimeException e) {
      // What a forger wrote may fail anywhere; the walk over the other requests goes on.
      findings.add("audit_entry 1", Kind.CONTRADICTION, "it does not read: " + e.getMessage());
    }
  }

  private Optional<ApprovalRequest> fold() {
    return switch (ChainFold.of(evidence.id(), chain.entries())) {
      case Folding.Broken(int at, var why) -> {
        findings.add("audit_entry " + at, Kind.CONTRADICTION, why);
        yield Optional.empty();
      }
      case Folding.Folded folded -> {
        if (chain.unkeyed() == 0) {
          people.ruled(data(1), data(2));
        }
        folded
            .turns()
            .forEach(turn -> {
              findVoter(turn);
              proveReading(folded, turn);
              proveSeen(folded, turn);
              proveOpened(folded, turn);
              remember(turn);
              proveQuorum(folded, turn);
            });
        folded.cards().forEach(cards::told);
        yield Optional.of(folded.request());
      }
    };
  }

  private JsonObject data(int seq) {
    return chain.entries().get(seq - 1).document().object("data");
  }

  private void findVoter(Folding.Turn turn) {
    if (chain.unkeyed() == 0 && turn.event() instanceof RequestEvent.Voted(var vote)) {
      people.voted(turn.seq(), data(turn.seq()), vote);
    }
    if (turn.event() instanceof RequestEvent.GlassBroken broken) {
      people.broke(turn.seq(), data(turn.seq()), broken.glass());
      glass.told(turn.seq(), broken);
    }
    if (turn.event() instanceof RequestEvent.ExecutionReconciled said) {
      new ReconciliationCheck(findings, people)
          .check(turn.seq(), data(turn.seq()), said, turn.after());
    }
  }

  private void proveReading(Folding.Folded folded, Folding.Turn turn) {
    if (turn.event() instanceof RequestEvent.Voted(var vote)) {
      ReadingTime reading = ReadingTime.of(folded);
      if (!reading.admits(vote, turn.seq())) {
        findings.add(
            "audit_entry " + turn.seq(),
            Kind.CONTRADICTION,
            "it approves "
                + reading
                    .stoodFor(vote, turn.seq())
                    .map(stood -> stood.toMillis() + " ms after its card was shown")
                    .orElse("before its card was shown")
                + ", and its ruling lets an approval count only after "
                + Durations.text(reading.least().orElseThrow()));
      }
    }
  }

  private void proveSeen(Folding.Folded folded, Folding.Turn turn) {
    if (turn.event() instanceof RequestEvent.Voted(var vote)
        && !WholeReading.of(folded).admits(vote, turn.seq())) {
      findings.add(
          "audit_entry " + turn.seq(),
          Kind.CONTRADICTION,
          "it approves on a card that was cut, and no entries before it say that its person opened"
              + " every page of the action");
    }
  }

  private void proveOpened(Folding.Folded folded, Folding.Turn turn) {
    if (turn.event() instanceof RequestEvent.Voted(var vote)
        && !OpenedFirst.of(folded).admits(vote, turn.seq())) {
      findings.add(
          "audit_entry " + turn.seq(),
          Kind.CONTRADICTION,
          "it approves, and no entries before it say that its person opened every attachment, as"
              + " its ruling asks");
    }
  }

  /// The same gate that stood before the grant, over the entries up to it, asked about the people
  /// of each vote. Entries of the version without seals name no people.
  private void proveQuorum(Folding.Folded folded, Folding.Turn turn) {
    boolean rests = turn.event() instanceof GrantIssued || turn.event() instanceof GrantRedeemed;
    Electors electors = chain.unkeyed() == 0 ? people.electors() : ANYBODY;
    if (rests
        && QuorumGate.prove(
                Ballot.of(folded, turn.after(), gate(folded), people.conflicted()), electors)
            instanceof QuorumGate.Verdict.NotProven(var why, var detail)) {
      findings.add(
          "audit_entry " + turn.seq(),
          Kind.CONTRADICTION,
          "no quorum stands behind it: " + WireName.of(why) + ", " + detail);
    }
  }

  private static Gate gate(Folding.Folded folded) {
    return WireName.require(Gate.class, folded.ruled().text("gate"));
  }

  private void remember(Folding.Turn turn) {
    switch (turn.event()) {
      case RequestEvent.Voted(var vote) -> votes.told(turn.seq(), vote);
      case GrantIssued issued -> grants.issued(turn, issued, data(turn.seq()));
      case GrantRedeemed spent -> grants.redeemed(spent, turn.after());
      case RequestEvent.DeadlinePassed _,
          RequestEvent.Reminded _,
          RequestEvent.Escalated _,
          RequestEvent.EscalatedBy _,
          RequestEvent.Extended _,
          RequestEvent.GlassBroken _,
          RequestEvent.GlassEnded _,
          RequestEvent.ReachedNobody _,
          RequestEvent.WithdrawnByAgent _,
          RequestEvent.SupersededBy _,
          RequestEvent.ExecutionSucceeded _,
          RequestEvent.ExecutionFailed _,
          RequestEvent.ExecutionLost _,
          RequestEvent.ExecutionReconciled _,
          RequestEvent.ExecutionReadBack _,
          RequestEvent.ExecutionTriedOut _,
          RequestEvent.ExecutionWaits _,
          RequestEvent.ExecutionBarred _,
          RequestEvent.ExecutionSkipped _ -> {}
    }
  }
}
