package dev.countersign.request;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.policy.Escalation;
import dev.countersign.policy.Extension;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Transition.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Every request that can be reached from its rulings in a small world, by breadth-first walk over
/// the real [Transition]: two stages, one after the other or both at once, the first of which asks
/// another group after a while or when one of its people says so, two reminders, four persons (one
/// of them conflicted, one of whom another stands in for), two grants, two attempts, before and
/// after the deadline and a grant's expiry.
final class StateSpace {
  static final Instant START = Instant.parse("2026-11-23T15:00:00Z");
  static final Instant DEADLINE = START.plusSeconds(60);
  static final GroupName DIRECTORS = new GroupName("directors");
  static final Digest ACTION = Digest.of("action");
  static final ProposalId ID = new ProposalId("prop_01KAQ0000000000000000000AA");
  private static final ProposalId SUCCESSOR = new ProposalId("prop_01KAQ0000000000000000000BB");
  private static final PersonId CONFLICTED = new PersonId("owner");
  private static final List<PersonId> PERSONS =
      List.of(new PersonId("ana"), new PersonId("ben"), new PersonId("cem"), CONFLICTED);
  private static final List<Stage> STAGES =
      List.of(
          new Stage(new GroupName("leads"), 1, false)
              .escalating(Optional.of(new Escalation(Duration.ofSeconds(20), DIRECTORS)))
              .mayAsk(Set.of(DIRECTORS)),
          new Stage(new GroupName("finance"), 1, true));
  private static final List<Stage> AT_ONCE =
      List.of(STAGES.getFirst(), STAGES.getLast().together(true));
  private static final List<Stage> OF_LAWYERS =
      List.of(STAGES.getFirst().of(Set.of("legal")), STAGES.getLast());
  private static final List<Integer> REMIND_AT = List.of(25, 50);
  private static final List<GrantId> GRANTS =
      List.of(
          new GrantId("grt_01KAQ0000000000000000000GA"),
          new GrantId("grt_01KAQ0000000000000000000GB"));
  private static final List<ExecutionId> ATTEMPTS =
      List.of(
          new ExecutionId("exe_01KAQ0000000000000000000EA"),
          new ExecutionId("exe_01KAQ0000000000000000000EB"));

  /// One application of the table.
  record Edge(ApprovalRequest from, RequestEvent event, Result result) {}

  private StateSpace() {}

  static List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    Set<Object> seen = new LinkedHashSet<>();
    Deque<ApprovalRequest> open = new ArrayDeque<>();
    for (Gate gate : Gate.values()) {
      open.add(opened(gate, gate == Gate.ASK ? STAGES : List.of()));
    }
    open.add(opened(Gate.ASK, AT_ONCE));
    open.add(opened(Gate.ASK, OF_LAWYERS));
    while (!open.isEmpty()) {
      ApprovalRequest request = open.remove();
      for (RequestEvent event : events()) {
        Result result = Transition.apply(request, event);
        edges.add(new Edge(request, event, result));
        if (result instanceof Result.Moved(var next) && seen.add(identity(next))) {
          open.add(next);
        }
      }
    }
    return edges;
  }

  private static ApprovalRequest opened(Gate gate, List<Stage> stages) {
    return ApprovalRequest.opened(
        ID,
        1,
        ACTION,
        gate,
        stages,
        Set.of(CONFLICTED),
        DEADLINE,
        REMIND_AT,
        Optional.of(new Extension(Duration.ofSeconds(10), 1)),
        START);
  }

  /// A request up to its version number, which only counts; and, once something runs or nothing is
  /// granted any more, up to who voted: from there on no vote is looked at.
  private static Object identity(ApprovalRequest request) {
    boolean ran =
        request.state() instanceof RequestState.Approved approved
            && !(approved.execution() instanceof Execution.NotGranted)
            && !(approved.execution() instanceof Execution.Granted);
    return ran
        ? List.of(request.stages(), request.state())
        : List.of(request.stages(), request.votes(), request.state());
  }

  private static List<RequestEvent> events() {
    List<RequestEvent> events = new ArrayList<>();
    for (PersonId person : PERSONS) {
      for (Decision decision : List.of(Decision.APPROVE, Decision.REJECT, Decision.RETURN)) {
        for (int stage = 0; stage < STAGES.size(); stage++) {
          events.add(vote(person, decision, stage, ACTION, 1, START.plusSeconds(1)));
        }
        events.add(voteFor(DIRECTORS, person, decision, 0, ACTION, 1, START.plusSeconds(25)));
        events.add(
            new RequestEvent.Voted(
                ((RequestEvent.Voted) vote(person, decision, 0, ACTION, 1, START.plusSeconds(1)))
                    .vote()
                    .in(
                        List.of(
                            new Seat(0, STAGES.getFirst().group()),
                            new Seat(1, STAGES.getLast().group())))));
      }
    }
    PersonId ana = PERSONS.getFirst();
    for (int stage = 0; stage < STAGES.size(); stage++) {
      events.add(
          inPlaceOf(
              PERSONS.get(1),
              vote(PERSONS.get(2), Decision.APPROVE, stage, ACTION, 1, START.plusSeconds(1))));
      events.add(
          inPlaceOf(
              CONFLICTED, vote(ana, Decision.APPROVE, stage, ACTION, 1, START.plusSeconds(1))));
    }
    events.add(vote(ana, Decision.APPROVE, 0, ACTION, 1, DEADLINE));
    events.add(vote(ana, Decision.APPROVE, 0, Digest.of("other"), 1, START.plusSeconds(1)));
    events.add(vote(ana, Decision.APPROVE, 0, ACTION, 2, START.plusSeconds(1)));
    for (Instant at : List.of(START.plusSeconds(2), START.plusSeconds(35), DEADLINE)) {
      for (int number = 0; number <= REMIND_AT.size() + 1; number++) {
        events.add(new RequestEvent.Reminded(number, at));
      }
      for (int stage = 0; stage <= STAGES.size(); stage++) {
        events.add(new RequestEvent.Escalated(stage, at));
      }
      for (PersonId person : List.of(PERSONS.getFirst(), CONFLICTED)) {
        for (int stage = 0; stage <= STAGES.size(); stage++) {
          events.add(
              new RequestEvent.EscalatedBy(
                  new Widening(stage, DIRECTORS, person, Optional.empty(), at)));
        }
        for (Instant later : List.of(DEADLINE.plusSeconds(10), DEADLINE.plusSeconds(20))) {
          events.add(new RequestEvent.Extended(person, later, at));
        }
      }
    }
    for (Instant at : List.of(START.plusSeconds(2), DEADLINE)) {
      for (PersonId person : List.of(ana, CONFLICTED)) {
        events.add(new RequestEvent.GlassBroken(glass(person), 1, ACTION, at));
      }
      events.add(new RequestEvent.GlassBroken(glass(ana), 2, ACTION, at));
      events.add(new RequestEvent.GlassBroken(glass(ana), 1, Digest.of("other"), at));
      events.add(new RequestEvent.GlassEnded(PERSONS.get(1), at));
      events.add(new RequestEvent.DeadlinePassed(at));
      events.add(new RequestEvent.ReachedNobody(at));
      events.add(new RequestEvent.WithdrawnByAgent(at));
      events.add(new RequestEvent.SupersededBy(SUCCESSOR, at));
      events.add(new RequestEvent.ExecutionBarred("policy_changed", at));
      events.add(
          new RequestEvent.ExecutionWaits(
              new Execution.Waiting(20, Optional.of(Duration.ofHours(1)), at.plusSeconds(60), at)));
      events.add(new RequestEvent.ExecutionSkipped("dry_run", at));
      events.add(new RequestEvent.ExecutionSkipped("advisory", at));
      events.add(
          new RequestEvent.ExecutionTriedOut(
              new Execution.DryRun(DryRunFinding.WOULD_WORK, Optional.empty(), at)));
      events.add(
          new RequestEvent.ExecutionTriedOut(
              new Execution.DryRun(DryRunFinding.WOULD_FAIL, Optional.of("record_changed"), at)));
      for (int i = 0; i < GRANTS.size(); i++) {
        Instant expires = START.plusSeconds(30);
        events.add(new RequestEvent.GrantIssued(GRANTS.get(i), expires, at));
        for (ExecutionId attempt : ATTEMPTS) {
          events.add(new RequestEvent.GrantRedeemed(GRANTS.get(i), attempt, at));
        }
      }
      for (ExecutionId attempt : ATTEMPTS) {
        events.add(
            new RequestEvent.ExecutionSucceeded(
                attempt,
                201,
                Digest.of("sent"),
                Digest.of("answer"),
                at,
                RecordMark.of(Optional.of("c_7"), Optional.of("1"))));
        events.add(new RequestEvent.ExecutionFailed(attempt, "connect_failed", 0, at));
        events.add(new RequestEvent.ExecutionFailed(attempt, "record_changed", 0, at));
        events.add(new RequestEvent.ExecutionLost(attempt, "timeout", 0, at));
      }
      for (ExecutionId attempt : ATTEMPTS) {
        for (ReadBackFinding finding : ReadBackFinding.values()) {
          events.add(
              new RequestEvent.ExecutionReadBack(
                  attempt,
                  finding,
                  finding == ReadBackFinding.NOT_READ
                      ? Optional.of("connect_failed")
                      : Optional.empty(),
                  at));
        }
      }
      events.add(new RequestEvent.ExecutionReconciled(PERSONS.getFirst(), true, "seen", at));
      events.add(new RequestEvent.ExecutionReconciled(PERSONS.getFirst(), false, "seen", at));
    }
    return events;
  }

  private static BrokenGlass glass(PersonId by) {
    return new BrokenGlass(
        by,
        new AccountId(Surface.CONSOLE, "https://id.example", by.value()),
        "INC-1",
        "Nobody who could decide answers.",
        Digest.of("page"),
        new PersonId("rita"),
        START.plus(Duration.ofDays(3)));
  }

  private static RequestEvent inPlaceOf(PersonId absent, RequestEvent event) {
    return new RequestEvent.Voted(
        StandInVotes.inPlaceOf(absent, ((RequestEvent.Voted) event).vote()));
  }

  private static RequestEvent vote(
      PersonId person, Decision decision, int stage, Digest action, int revision, Instant at) {
    return voteFor(STAGES.get(stage).group(), person, decision, stage, action, revision, at);
  }

  private static RequestEvent voteFor(
      GroupName group,
      PersonId person,
      Decision decision,
      int stage,
      Digest action,
      int revision,
      Instant at) {
    return new RequestEvent.Voted(
        new Vote(
            person,
            new AccountId(Surface.SLACK, "T01", "U" + person.value()),
            decision,
            revision,
            action,
            Digest.of("card"),
            stage,
            group,
            // ana and ben share a function, so that the second stage can find it taken.
            new TreeSet<>(Set.of(person.value().equals("cem") ? "finance" : "support")),
            "tok_01KAQ0000000000000000000TA",
            Remarks.NONE,
            Digest.of("callback"),
            at));
  }
}
