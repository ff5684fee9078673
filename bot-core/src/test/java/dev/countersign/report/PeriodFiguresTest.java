package dev.countersign.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RejectReason;
import dev.countersign.request.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeriodFiguresTest {
  private static final Instant FROM = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant NOW = FROM.plus(Duration.ofDays(7));
  private static final RequestState ALLOWED =
      new RequestState.Approved(GrantMode.AUTO, NOW, new Execution.NotGranted());
  private static final RequestState APPROVED =
      new RequestState.Approved(GrantMode.QUORUM, NOW, new Execution.NotGranted());

  private final List<RequestLine> lines = new ArrayList<>();
  private int unreadable;

  private void add(RequestState state, String rule, RequestLine.Ballot... ballots) {
    Instant at = FROM.plus(Duration.ofHours(lines.size()));
    lines.add(
        new RequestLine(
            ProposalId.firstOf(at),
            at,
            "bot",
            "a.b",
            rule.isEmpty() ? List.of() : List.of(rule),
            List.of("leads", "leads"),
            state,
            NOW,
            Optional.of(at.plusSeconds(2)),
            List.of(ballots),
            false,
            Set.of(),
            Optional.empty(),
            List.of(),
            rule.startsWith("wrong")));
  }

  private RequestLine.Ballot vote(Decision decision, int after) {
    return new RequestLine.Ballot(
        "lena",
        "leads",
        decision,
        decision == Decision.REJECT ? Optional.of(RejectReason.AGAINST_POLICY) : Optional.empty(),
        FROM.plus(Duration.ofHours(lines.size())).plusSeconds(after));
  }

  private PeriodFigures figures(int most) {
    RequestLines store =
        (from, before, wanted) -> {
          List<RequestLine> page =
              lines.reversed().stream()
                  .filter(line -> line.id().value().compareTo(before) < 0)
                  .limit(wanted)
                  .toList();
          return new RequestLines.Page(
              page,
              page.size() + (page.size() < wanted ? unreadable : 0),
              page.isEmpty() ? "" : page.getLast().id().value());
        };
    return PeriodFigures.of(store, FROM, NOW, "prop_~", most);
  }

  @Test
  void whatCameOfRequestsIsCountedByDayRuleGroupAndAgent() {
    add(ALLOWED, "small");
    add(APPROVED, "big", vote(Decision.APPROVE, 8));
    add(APPROVED, "big", vote(Decision.APPROVE, 600));
    add(new RequestState.Rejected(new PersonId("lena"), NOW), "", vote(Decision.REJECT, 60));
    unreadable = 3;
    PeriodFigures figures = figures(1_000);

    assertThat(figures.all().requests()).isEqualTo(4);
    assertThat(figures.all().ended(Ending.AUTO_APPROVED)).isEqualTo(1);
    assertThat(figures.all().approvals()).isEqualTo(2);
    assertThat(figures.all().fast()).as("6 seconds after the first card").isEqualTo(1);
    assertThat(figures.all().timeToDecide(50).orElseThrow())
        .isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
    assertThat(figures.took(0)).isEqualTo(2);
    assertThat(figures.took(2)).as("10 minutes").isEqualTo(1);
    assertThat(figures.rejectedFor(RejectReason.AGAINST_POLICY)).isEqualTo(1);
    assertThat(figures.rules()).containsOnlyKeys("small", "big", QualityReport.NO_RULE);
    assertThat(requireNonNull(figures.groups().get("leads")).requests())
        .as("once each")
        .isEqualTo(4);
    assertThat(requireNonNull(figures.agents().get("bot")).requests()).isEqualTo(4);
    assertThat(figures.days()).hasSize(8);
    assertThat(requireNonNull(figures.days().get(LocalDate.parse("2026-11-23"))).requests())
        .isEqualTo(4);
    assertThat(requireNonNull(figures.days().get(LocalDate.parse("2026-11-25"))).requests())
        .isZero();
    assertThat(figures.unreadable()).isEqualTo(3);
    assertThat(figures.isCut()).isFalse();
  }

  @Test
  void onlyTheNewestAreCountedAndItIsSaid() {
    for (int i = 0; i < 5; i++) {
      add(ALLOWED, "small");
    }
    PeriodFigures figures = figures(3);

    assertThat(figures.all().requests()).isEqualTo(3);
    assertThat(figures.isCut()).isTrue();
  }

  @Test
  void withoutARequestEveryDayIsThereAndNothingIsCounted() {
    assertThat(figures(10).days()).hasSize(8);
    assertThat(figures(10).all().timeToDecide(50)).isEmpty();
  }

  /// As `countersign report` counts them: what was let through, and somebody said was wrong.
  @Test
  void aDefectIsWhatWasApprovedAndReported() {
    add(ALLOWED, "wrong");
    add(APPROVED, "wrong", vote(Decision.APPROVE, 60));
    add(APPROVED, "right", vote(Decision.APPROVE, 60));
    add(new RequestState.Rejected(new PersonId("lena"), NOW), "wrong", vote(Decision.REJECT, 60));

    PeriodFigures figures = figures(10);
    assertThat(figures.all().approved()).isEqualTo(3);
    assertThat(figures.all().defects()).isEqualTo(2);
    assertThat(requireNonNull(figures.rules().get("wrong")).defects()).isEqualTo(2);
    assertThat(requireNonNull(figures.rules().get("right")).defects()).isZero();
  }
}
