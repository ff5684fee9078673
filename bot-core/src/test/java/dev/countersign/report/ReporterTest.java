package dev.countersign.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.audit.ChainLinks;
import dev.countersign.audit.EntrySeal;
import dev.countersign.policy.Gate;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReporterTest {
  private static final int MEDIAN = 50;
  private static final int P90 = 90;

  /// Where there are no figures.
  private static final RequestFigures NO_REQUESTS = new RequestFigures();

  private static final ReviewerFigures NO_VOTES = new ReviewerFigures();

  @Test
  void aRulesRequestsAreCountedByTheirEnds() {
    QualityReport report = SmallHistory.ofEveryKind().report(Optional.empty());
    RequestFigures calls = report.rules().getOrDefault("calls", NO_REQUESTS);

    assertThat(report.requests()).isEqualTo(6);
    assertThat(report.rules().keySet()).containsExactly("all", "calls", "notes");
    assertThat(calls.requests()).isEqualTo(5);
    assertThat(calls.ended(Ending.APPROVED)).isEqualTo(2);
    assertThat(calls.ended(Ending.REJECTED)).isEqualTo(1);
    assertThat(calls.ended(Ending.RETURNED)).isEqualTo(1);
    assertThat(calls.ended(Ending.EXPIRED)).isEqualTo(1);
    assertThat(calls.ended(Ending.AUTO_APPROVED)).isZero();
    assertThat(calls.defects()).isEqualTo(1);
    assertThat(calls.reasons()).isEqualTo(Map.of(RejectReason.AGAINST_POLICY, 1L));
    assertThat(report.notCounted()).isZero();
  }

  @Test
  void timesToDecideAreThoseOfWhatPeopleDecided() {
    RequestFigures calls =
        SmallHistory.ofEveryKind()
            .report(Optional.empty())
            .rules()
            .getOrDefault("calls", NO_REQUESTS);

    assertThat(seconds(calls.timeToDecide(MEDIAN))).isEqualTo(30);
    assertThat(seconds(calls.timeToDecide(P90))).isEqualTo(90);
  }

  @Test
  void whatThePolicyAllowedIsCountedApartAndTookNobodysTime() {
    RequestFigures notes =
        SmallHistory.ofEveryKind()
            .report(Optional.empty())
            .rules()
            .getOrDefault("notes", NO_REQUESTS);

    assertThat(notes.requests()).isEqualTo(1);
    assertThat(notes.ended(Ending.AUTO_APPROVED)).isEqualTo(1);
    assertThat(notes.timeToDecide(MEDIAN)).isEmpty();
  }

  @Test
  void whatIsOutsideThePilotIsCountedByWhatItWouldHaveBeen() {
    SmallHistory history = SmallHistory.ofEveryKind();
    history.gate.policy.set(
        TestGate.policy(TestGate.ONE_LEAD.strip().replaceAll("}$", ",\"pilot\":{\"agents\":[]}}")));
    history.gate.propose(TestGate.body("{\"anew\":true}"));
    history.gate.propose(TestGate.body("{\"anew\":true}"));

    QualityReport report = history.report(Optional.empty());

    assertThat(report.observed().wouldHave(Gate.ASK)).isEqualTo(2);
    assertThat(report.observed().wouldHave(Gate.ALLOW)).isZero();
    assertThat(report.observed().groups()).isEqualTo(Map.of("support-leads", 2L));
    assertThat(report.agents().getOrDefault("support-bot", NO_REQUESTS).ended(Ending.OBSERVED))
        .isEqualTo(2);
    assertThat(report.agents().getOrDefault("support-bot", NO_REQUESTS).ended(Ending.REFUSED))
        .isZero();
  }

  @Test
  void actionTypesAndAgentsAreCountedAlike() {
    QualityReport report = SmallHistory.ofEveryKind().report(Optional.empty());

    assertThat(report.actionTypes().keySet()).containsExactly("note.add", "refund.create");
    assertThat(report.actionTypes().getOrDefault("refund.create", NO_REQUESTS).requests())
        .isEqualTo(5);
    assertThat(report.agents().getOrDefault("support-bot", NO_REQUESTS).requests()).isEqualTo(6);
  }

  @Test
  void aReviewersVotesAreCountedWithTheirTimesAndDefects() {
    QualityReport report = SmallHistory.ofEveryKind().report(Optional.empty());
    ReviewerFigures lena = report.reviewers().getOrDefault("lena", NO_VOTES);

    assertThat(report.reviewers().keySet()).containsExactly("lena", "marc", "nina");
    assertThat(lena.votes()).isEqualTo(2);
    assertThat(lena.voted(Decision.APPROVE)).isEqualTo(1);
    assertThat(lena.voted(Decision.REJECT)).isEqualTo(1);
    assertThat(seconds(lena.timeToVote(MEDIAN))).isEqualTo(10);
    assertThat(seconds(lena.timeToVote(P90))).isEqualTo(30);
    assertThat(lena.approvedInTheEnd()).isEqualTo(1);
    assertThat(lena.defects()).isEqualTo(1);
    assertThat(report.reviewers().getOrDefault("marc", NO_VOTES).defects()).isZero();
    assertThat(lena.fastApprovals()).as("too few votes").isEmpty();
  }

  @Test
  void approvalsAreFastThatTookLessThanAThirdOfTheReviewersMedian() {
    SmallHistory history = new SmallHistory();
    for (int i = 0; i < 15; i++) {
      history.decided("ULENA", Decision.APPROVE, Duration.ofSeconds(30));
    }
    for (int i = 0; i < 3; i++) {
      history.decided("ULENA", Decision.APPROVE, Duration.ofSeconds(9));
    }
    history.decided("ULENA", Decision.REJECT, Duration.ofSeconds(2));
    assertThat(
            history
                .report(Optional.empty())
                .reviewers()
                .getOrDefault("lena", NO_VOTES)
                .fastApprovals())
        .isEmpty();

    history.decided("ULENA", Decision.APPROVE, Duration.ofSeconds(11));

    ReviewerFigures lena =
        history.report(Optional.empty()).reviewers().getOrDefault("lena", NO_VOTES);
    assertThat(lena.votes()).isEqualTo(ReviewerFigures.FEWEST_VOTES);
    assertThat(lena.fastApprovals()).contains(3L);
    assertThat(lena.timedApprovals()).isEqualTo(19);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 3_000})
  void onlyWhatWasProposedSinceThenCounts(int minutes) {
    SmallHistory history = new SmallHistory();
    history.decided("ULENA", Decision.REJECT, Duration.ofSeconds(30));
    history.gate.clock.advance(Duration.ofMinutes(minutes));
    Instant second = history.gate.clock.instant();
    history.decided("ULENA", Decision.APPROVE, Duration.ofSeconds(30));

    QualityReport report = history.report(Optional.of(second));

    assertThat(report.requests()).isEqualTo(1);
    assertThat(report.rules().getOrDefault("calls", NO_REQUESTS).ended(Ending.APPROVED))
        .isEqualTo(1);
    assertThat(history.report(Optional.of(TestGate.START)).requests()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100, 101, 250})
  void everyRequestIsCountedOnceHoweverManyPagesThereAre(int requests) {
    SmallHistory history = new SmallHistory();
    for (int i = 0; i < requests; i++) {
      history.gate.propose(TestGate.body("{\"anew\":true,\"action_type\":\"note.add\"}"));
    }
    List<Long> told = new ArrayList<>();
    QualityReport report =
        new Reporter(history::chainsAfter, ChainLinks.under(TestKeys.EVIDENCE))
            .report(Optional.empty(), told::add);

    assertThat(report.requests()).isEqualTo(requests);
    assertThat(told.getLast()).isEqualTo(requests);
  }

  @Test
  void aChainThatDoesNotReadIsNamedAndInNoFigure() {
    assertNotCounted(chain -> chain.subList(0, chain.size() - 1), "the row does not end");
    assertNotCounted(List::copyOf, "");
    assertNotCounted(_ -> List.of(), "the row does not end");
  }

  @Test
  void aChainWithoutTheSealsOfThisDeploymentIsNamedAndInNoFigure() {
    SmallHistory history = SmallHistory.ofEveryKind();
    QualityReport report =
        new Reporter(
                (after, most) ->
                    history.chainsAfter(after, most).stream()
                        .map(chain ->
                            new StoredChain(
                                chain.id(),
                                chain.end(),
                                chain.entries().stream()
                                    .map(entry ->
                                        new AuditEntry(chain.id(), entry.seq(), entry.body()))
                                    .toList()))
                        .toList(),
                ChainLinks.under(TestKeys.EVIDENCE))
            .report(Optional.empty(), _ -> {});

    assertThat(report.requests()).isZero();
    assertThat(report.notCounted()).isEqualTo(6);
    assertThat(report.rules()).isEmpty();
    assertThat(report.named()).hasSize(6);
  }

  @Test
  void aSealedChainThatNoGateWritesIsNamed() {
    SmallHistory history = SmallHistory.ofEveryKind();
    ProposalId first = history.chainsAfter(Optional.empty(), 1).getFirst().id();
    List<AuditEntry> chain = new ArrayList<>(history.gate.ledger.audit(first));
    AuditEntry proposed = chain.getFirst();
    chain.add(2, new AuditEntry(first, 3, proposed.body()));
    for (int i = 3; i < chain.size(); i++) {
      chain.set(i, new AuditEntry(first, i + 1, chain.get(i).body()));
    }
    chain.set(1, new AuditEntry(first, 2, proposed.body()));
    List<AuditEntry> sealed = EntrySeal.seal(AuditHead.genesis(first), chain, TestKeys.EVIDENCE);
    QualityReport report =
        new Reporter(
                (_, _) -> List.of(new StoredChain(first, sealed.getLast().head(), sealed)),
                ChainLinks.under(TestKeys.EVIDENCE))
            .report(Optional.empty(), _ -> {});

    assertThat(report.requests()).isZero();
    assertThat(report.named()).extracting(QualityReport.NotCounted::id).containsExactly(first);
  }

  /// @param why empty where it counts
  private static void assertNotCounted(UnaryOperator<List<AuditEntry>> alteration, String why) {
    SmallHistory history = new SmallHistory();
    ProposalId id = history.decided("ULENA", Decision.APPROVE, Duration.ofSeconds(30));
    QualityReport report =
        new Reporter(
                (after, most) ->
                    history.chainsAfter(after, most).stream()
                        .map(chain ->
                            new StoredChain(
                                chain.id(), chain.end(), alteration.apply(chain.entries())))
                        .toList(),
                ChainLinks.under(TestKeys.EVIDENCE))
            .report(Optional.empty(), _ -> {});

    assertThat(report.requests()).isEqualTo(why.isEmpty() ? 1 : 0);
    if (!why.isEmpty()) {
      assertThat(report.named())
          .singleElement()
          .satisfies(one -> {
            assertThat(one.id()).isEqualTo(id);
            assertThat(one.why()).startsWith(why);
          });
    }
  }

  private static long seconds(Optional<Duration> time) {
    return time.orElseThrow().plusMillis(500).toSeconds();
  }
}
