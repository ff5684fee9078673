package dev.countersign.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.request.RequestEvent.DeadlinePassed;
import dev.countersign.request.RequestEvent.Escalated;
import dev.countersign.request.RequestEvent.EscalatedBy;
import dev.countersign.request.RequestEvent.ExecutionReadBack;
import dev.countersign.request.RequestEvent.ExecutionReconciled;
import dev.countersign.request.RequestEvent.ExecutionSucceeded;
import dev.countersign.request.RequestEvent.Extended;
import dev.countersign.request.RequestEvent.GrantIssued;
import dev.countersign.request.RequestEvent.GrantRedeemed;
import dev.countersign.request.RequestEvent.Reminded;
import dev.countersign.request.RequestEvent.Voted;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.StateSpace.Edge;
import dev.countersign.request.Transition.Result.Moved;
import dev.countersign.request.Transition.Result.Refused;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What must always hold, over every request that can be reached.
class TransitionTest {
  private static final List<Edge> EDGES = StateSpace.edges();

  private static Stream<Edge> moves() {
    return EDGES.stream().filter(edge -> edge.result() instanceof Moved);
  }

  private static ApprovalRequest next(Edge edge) {
    return ((Moved) edge.result()).request();
  }

  private static Optional<Execution> execution(ApprovalRequest request) {
    return request.state() instanceof Approved approved
        ? Optional.of(approved.execution())
        : Optional.empty();
  }

  @Test
  void theWalkIsNotEmpty() {
    assertThat(EDGES.size()).isGreaterThan(5_000);
    assertThat(moves()).isNotEmpty();
  }

  @Test
  void decidedStatesAbsorbEveryDecision() {
    assertThat(moves().filter(edge -> edge.from().state().isDecided()))
        .allSatisfy(edge -> {
          assertThat(next(edge).state()).hasSameClassAs(edge.from().state());
          assertThat(next(edge).votes()).isEqualTo(edge.from().votes());
          if (edge.from().state() instanceof Approved approved) {
            assertThat(((Approved) next(edge).state()).mode()).isEqualTo(approved.mode());
          } else {
            assertThat(edge.event()).isInstanceOf(RequestEvent.SupersededBy.class);
            assertThat(edge.from().state().successor()).isEmpty();
            assertThat(next(edge).state().successor()).isPresent();
          }
        });
  }

  @Test
  void ofWhatIsApprovedOnlyAChangedRecordIsAskedAnewAndOnce() {
    assertThat(
            moves()
                .filter(edge -> edge.event() instanceof RequestEvent.SupersededBy)
                .filter(edge -> edge.from().state() instanceof Approved))
        .isNotEmpty()
        .allSatisfy(edge -> {
          var before = (Execution.Failed) execution(edge.from()).orElseThrow();
          var after = (Execution.Failed) execution(next(edge)).orElseThrow();
          assertThat(before.code()).isEqualTo("record_changed");
          assertThat(before.successor()).isEmpty();
          assertThat(after)
              .isEqualTo(
                  new Execution.Failed(
                      before.code(), before.status(), before.at(), after.successor()));
        });
  }

  @Test
  void breakGlassIsOfNobodyWhoNeverCountsInTimeOnTheseBytesAndOneGrant() {
    assertThat(moves().filter(edge -> edge.event() instanceof RequestEvent.GlassBroken))
        .isNotEmpty()
        .allSatisfy(edge -> {
          var event = (RequestEvent.GlassBroken) edge.event();
          assertThat(edge.from().state()).isInstanceOf(RequestState.Pending.class);
          assertThat(edge.from().conflicted()).doesNotContain(event.glass().by());
          assertThat(event.at()).isBefore(edge.from().deadline());
          assertThat(event.action()).isEqualTo(edge.from().action());
          assertThat(event.revision()).isEqualTo(edge.from().revision());
          assertThat(((Approved) next(edge).state()).glass()).hasValue(event.glass());
        });
    assertThat(
            moves()
                .filter(edge -> edge.event() instanceof RequestEvent.GrantIssued)
                .filter(edge -> ((Approved) edge.from().state()).glass().isPresent()))
        .isNotEmpty()
        .allSatisfy(
            edge -> assertThat(execution(edge.from())).hasValue(new Execution.NotGranted()));
    assertThat(moves().filter(edge -> edge.event() instanceof RequestEvent.GlassEnded))
        .isNotEmpty()
        .allSatisfy(edge -> {
          assertThat(execution(edge.from()).orElseThrow()).isInstanceOf(Execution.Granted.class);
          assertThat(((Approved) edge.from().state()).glass()).isPresent();
          assertThat(execution(next(edge)).orElseThrow()).isInstanceOf(Execution.Failed.class);
        });
  }

  @Test
  void nobodyVotesTwiceNorIsVotedForBesideTheirVote() {
    assertThat(moves().map(TransitionTest::next))
        .allSatisfy(request ->
            assertThat(request.votes()).flatExtracting(Vote::persons).doesNotHaveDuplicates());
  }

  @Test
  void anApprovalByPeopleHasACompleteQuorumOfEligiblePersons() {
    assertThat(moves().map(TransitionTest::next))
        .allSatisfy(request -> {
          if (request.state() instanceof Approved approved && approved.mode() == GrantMode.QUORUM) {
            assertThat(request.quorum().isComplete()).isTrue();
            assertThat(request.votes()).allMatch(v -> v.decision() == Decision.APPROVE);
            assertThat(request.votes())
                .noneMatch(v -> v.persons().stream().anyMatch(request.conflicted()::contains));
            assertThat(request.votes()).allMatch(v -> v.action().equals(request.action()));
            assertThat(request.votes()).allMatch(v -> v.at().isBefore(request.deadline()));
            assertThat(request.quorum().functions()).hasSize(request.votes().size());
          }
        });
  }

  @Test
  void aRejectionNeverLeadsToAGrant() {
    assertThat(
            moves()
                .map(TransitionTest::next)
                .filter(r -> r.votes().stream().anyMatch(v -> v.decision() == Decision.REJECT)))
        .isNotEmpty()
        .allSatisfy(
            request -> assertThat(request.state()).isInstanceOf(RequestState.Rejected.class));
  }

  @Test
  void onlyARedeemedLiveGrantStartsAnExecution() {
    assertThat(
            moves()
                .filter(edge ->
                    execution(next(edge)).filter(Execution.Running.class::isInstance).isPresent()))
        .isNotEmpty()
        .allSatisfy(edge -> {
          var granted = (Execution.Granted) execution(edge.from()).orElseThrow();
          var redeemed = (GrantRedeemed) edge.event();
          assertThat(redeemed.grant()).isEqualTo(granted.grant());
          assertThat(redeemed.at()).isBefore(granted.expiresAt());
        });
  }

  @Test
  void whatRanOnceIsNeverGrantedAgain() {
    assertThat(moves().filter(edge -> hasRun(edge.from())))
        .isNotEmpty()
        .noneMatch(
            edge -> edge.event() instanceof GrantIssued || edge.event() instanceof GrantRedeemed);
  }

  private static boolean hasRun(ApprovalRequest request) {
    return execution(request)
        .filter(e ->
            e instanceof Execution.Running
                || e instanceof Execution.Succeeded
                || e instanceof Execution.Unknown
                || e instanceof Execution.Reconciled)
        .isPresent();
  }

  @Test
  void whatIsReadBackIsOfTheAttemptThatSucceededAndToldOnce() {
    assertThat(moves().filter(edge -> edge.event() instanceof ExecutionReadBack))
        .isNotEmpty()
        .allSatisfy(edge -> {
          var looked = (ExecutionReadBack) edge.event();
          var done = (Execution.Succeeded) execution(edge.from()).orElseThrow();
          assertThat(done.readBack()).isEmpty();
          assertThat(looked.attempt()).isEqualTo(done.attempt());
          Execution after = execution(next(edge)).orElseThrow();
          if (looked.finding() == ReadBackFinding.DIFFERS) {
            assertThat(((Execution.Unknown) after).code()).isEqualTo("read_back_differs");
          } else {
            assertThat(((Execution.Succeeded) after).readBack().orElseThrow().notRead())
                .isEqualTo(looked.code());
          }
        });
  }

  @Test
  void whatTheTargetContradictsIsNotConfirmedByTheAttemptOnceMore() {
    assertThat(
            moves()
                .filter(edge ->
                    execution(edge.from())
                        .filter(it ->
                            it instanceof Execution.Unknown lost
                                && lost.code().equals("read_back_differs"))
                        .isPresent()))
        .isNotEmpty()
        .allSatisfy(edge -> assertThat(edge.event()).isInstanceOf(ExecutionReconciled.class));
  }

  @Test
  void successIsOnlyReportedByTheAttemptThatRan() {
    assertThat(
            moves()
                .filter(edge -> !(edge.event() instanceof ExecutionReadBack))
                .filter(edge ->
                    execution(next(edge))
                        .filter(Execution.Succeeded.class::isInstance)
                        .isPresent()))
        .isNotEmpty()
        .allSatisfy(edge ->
            assertThat(((ExecutionSucceeded) edge.event()).attempt())
                .isEqualTo(
                    switch (execution(edge.from()).orElseThrow()) {
                      case Execution.Running running -> running.attempt();
                      case Execution.Unknown unknown -> unknown.attempt();
                      default -> throw new AssertionError("succeeded out of nowhere");
                    }));
  }

  @Test
  void onlyWhatNobodyKnowsIsSettledByAPersonsWordAndOnce() {
    assertThat(moves().filter(edge -> edge.event() instanceof ExecutionReconciled))
        .isNotEmpty()
        .allSatisfy(edge -> {
          assertThat(execution(edge.from()).orElseThrow()).isInstanceOf(Execution.Unknown.class);
          assertThat(execution(next(edge)).orElseThrow()).isInstanceOf(Execution.Reconciled.class);
        });
    assertThat(
            moves()
                .filter(edge ->
                    execution(edge.from())
                        .filter(Execution.Reconciled.class::isInstance)
                        .isPresent()))
        .isEmpty();
  }

  @Test
  void timeAloneOnlyExpires() {
    assertThat(moves().filter(edge -> edge.event() instanceof DeadlinePassed))
        .isNotEmpty()
        .allSatisfy(edge -> {
          assertThat(next(edge).state()).isInstanceOf(Expired.class);
          assertThat(edge.event().at()).isAfterOrEqualTo(edge.from().deadline());
        });
  }

  @Test
  void remindersEscalationsAndExtensionsLeaveTheVotesAsTheyAre() {
    assertThat(
            moves()
                .filter(edge ->
                    edge.event() instanceof Reminded
                        || edge.event() instanceof Escalated
                        || edge.event() instanceof EscalatedBy
                        || edge.event() instanceof Extended))
        .isNotEmpty()
        .allSatisfy(edge -> {
          assertThat(edge.from().state()).isInstanceOf(Pending.class);
          assertThat(next(edge).state()).isInstanceOf(Pending.class);
          assertThat(next(edge).votes()).isEqualTo(edge.from().votes());
          assertThat(next(edge).stages()).isEqualTo(edge.from().stages());
        });
  }

  /// The first at a quarter of the minute, the second at half of it.
  @Test
  void aReminderComesOnceAndNotBeforeItsShareOfTheTime() {
    assertThat(moves().filter(edge -> edge.event() instanceof Reminded))
        .isNotEmpty()
        .allSatisfy(edge -> {
          int number = ((Reminded) edge.event()).number();
          assertThat(edge.event().at())
              .isAfterOrEqualTo(StateSpace.START.plusSeconds(15L * number));
          assertThat(number).isGreaterThan(((Pending) edge.from().state()).reminded());
        });
  }

  @Test
  void theOtherGroupDecidesOnlyOnceItsStageHasEscalated() {
    assertThat(
            moves()
                .filter(edge ->
                    edge.event() instanceof Voted(Vote vote)
                        && vote.group().equals(StateSpace.DIRECTORS)))
        .isNotEmpty()
        .allSatisfy(edge -> {
          Pending pending = (Pending) edge.from().state();
          int stage = ((Voted) edge.event()).vote().stage();
          assertThat(
                  pending.escalated().contains(stage)
                      || pending.widened().stream().anyMatch(one -> one.stage() == stage))
              .isTrue();
        });
  }

  @Test
  void aGroupIsAskedOnceAndByNobodyInConflict() {
    assertThat(moves().filter(edge -> edge.event() instanceof EscalatedBy))
        .isNotEmpty()
        .allSatisfy(edge -> {
          Widening one = ((EscalatedBy) edge.event()).widening();
          assertThat(edge.from().conflicted()).doesNotContain(one.by());
          assertThat(edge.from().quorum().open()).contains(one.stage());
          assertThat(edge.from().stages().get(one.stage()).mayAsk()).contains(one.to());
          assertThat(edge.from().wanted()).doesNotContain(new Seat(one.stage(), one.to()));
          assertThat(next(edge).wanted()).containsOnlyOnce(new Seat(one.stage(), one.to()));
        });
    assertThat(moves().filter(edge -> edge.event() instanceof Escalated))
        .as("nor by time once somebody asked it")
        .allSatisfy(edge -> assertThat(((Pending) edge.from().state()).widened()).isEmpty());
  }

  @Test
  void aDeadlineIsPutOffByThoseWhoCountAndNoFurtherThanTheRulingLets() {
    assertThat(moves().map(TransitionTest::next))
        .allSatisfy(request ->
            assertThat(request.deadline())
                .isIn(StateSpace.DEADLINE, StateSpace.DEADLINE.plusSeconds(10)));
    assertThat(moves().filter(edge -> edge.event() instanceof Extended))
        .isNotEmpty()
        .noneMatch(edge -> edge.from().conflicted().contains(((Extended) edge.event()).by()));
  }

  @Test
  void aVoteAtTheDeadlineIsTooLate() {
    assertThat(
            EDGES.stream()
                .filter(edge -> edge.from().state() instanceof Pending)
                .filter(edge -> edge.event() instanceof Voted)
                .filter(edge -> edge.event().at().equals(edge.from().deadline())))
        .isNotEmpty()
        .extracting(Edge::result)
        .containsOnly(new Refused(Refusal.TOO_LATE));
  }

  @Test
  void everyMoveCountsOneVersion() {
    assertThat(moves())
        .allSatisfy(edge -> assertThat(next(edge).version()).isEqualTo(edge.from().version() + 1));
  }

  @Test
  void whoeverCountsOnAMoveHasItOrABugThatNamesTheReason() {
    assertThat(EDGES)
        .allSatisfy(edge -> {
          switch (edge.result()) {
            case Moved(var next) ->
                assertThat(Transition.move(edge.from(), edge.event())).isEqualTo(next);
            case Refused(var reason) ->
                assertThatThrownBy(() -> Transition.move(edge.from(), edge.event()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                        "the table refuses %s: %s",
                        edge.event().getClass().getSimpleName(), reason);
          }
        });
  }

  @Test
  void everyReasonToRefuseIsReached() {
    Set<Refusal> reached = EnumSet.noneOf(Refusal.class);
    EDGES.forEach(edge -> {
      if (edge.result() instanceof Refused(var reason)) {
        reached.add(reason);
      }
    });
    assertThat(reached).containsExactlyInAnyOrder(Refusal.values());
  }
}
