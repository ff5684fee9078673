package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Board;
import dev.countersign.card.Board.Due;
import dev.countersign.card.Board.Scope;
import dev.countersign.card.BoardDesk.Question;
import dev.countersign.ledger.UnreliableLedger;
import dev.countersign.people.AccountId;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingBoardTest {
  private static final String PEOPLE =
      TestGate.PEOPLE
          .replace(
              "{\"people\":[",
              "{\"people\":[{\"id\":\"vic\",\"name\":\"Vic\",\"accounts\":{\"slack\":"
                  + "{\"team\":\"T01\",\"user\":\"UVIC\"}}},")
          .replace(
              "\"silent\":{",
              "\"watch\":{\"members\":[\"reviewer-7\",\"vic\"],\"console\":\"viewer\"},"
                  + "\"silent\":{");

  private final TestGate gate =
      TestGate.with(
          Map.of(), TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2"), PEOPLE);

  @Test
  void everybodySeesWhatTheyMayDecideAndARoleShowsTheRest() {
    ProposalId id = gate.propose();

    assertThat(ids("ULENA", Question.OWN)).containsExactly(id);
    assertThat(ids("UPIA", Question.OWN)).as("another group").isEmpty();
    assertThat(ids("UOTTO", Question.OWN)).as("the agent's owner").isEmpty();
    assertThat(ids("URHEA", Question.OWN)).as("no group of theirs").isEmpty();
    assertThat(ids("UVIC", all())).as("a viewer").containsExactly(id);
    assertThat(
            new WaitingBoard(
                    gate.ledger,
                    new PeopleDirectory(
                        TestGate.people(PEOPLE.replace("\"owner\":\"otto\"", "\"owner\":\"vic\""))),
                    () -> TestGate.policy(TestGate.ONE_LEAD),
                    gate.executor)
                .board(new AccountId(Surface.SLACK, TestGate.TEAM, "UVIC"), all())
                .rows())
        .as("a viewer who owns the agent by now")
        .isEmpty();
    assertThat(ids("URHEA", all())).as("a viewer, for whom the agent acts").isEmpty();
    assertThat(ids("UPIA", all())).as("no role").isEmpty();
    assertThat(board("UPIA", all()).mayAll()).isFalse();
    assertThat(ids("NOBODY", all())).isEmpty();

    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);
    assertThat(ids("ULENA", Question.OWN)).as("has voted").isEmpty();
    assertThat(board("ULENA", Question.OWN).counts()).isEmpty();
    assertThat(ids("UMARC", Question.OWN)).containsExactly(id);
  }

  /// Otherwise whoever writes into one row hides the queue of everybody who looks after it.
  @Test
  void aRequestThatDoesNotReadKeepsNoOtherFromBeingShown() {
    ProposalId first = gate.propose();
    ProposalId second = gate.propose(TestGate.body("{\"anew\":true,\"rationale\":\"2\"}"));
    UnreliableLedger ledger = new UnreliableLedger(gate.ledger);
    ledger.damage(first);

    assertThat(
            new WaitingBoard(
                    ledger, gate.directory, () -> TestGate.policy(TestGate.ONE_LEAD), gate.executor)
                .board(new AccountId(Surface.SLACK, TestGate.TEAM, "UVIC"), all())
                .rows())
        .extracting(Board.Row::id)
        .containsExactly(second);
  }

  @Test
  void thePictureCountsByRiskAndByTheTimeThatIsLeft() {
    gate.propose();
    RiskLevel risk = board("ULENA", Question.OWN).rows().getFirst().risk();

    assertThat(board("ULENA", Question.OWN).counts())
        .containsExactly(Map.entry(new Board.Cell(risk, Due.SHIFT), 1));
    gate.clock.advance(Duration.ofHours(3).plusMinutes(50));
    assertThat(board("ULENA", Question.OWN).counts())
        .containsExactly(Map.entry(new Board.Cell(risk, Due.QUARTER), 1));
  }

  @Test
  void eachPartNarrowsAndWhatIsNotThereIsNotFound() {
    ProposalId id = gate.propose();
    RiskLevel risk = board("ULENA", Question.OWN).rows().getFirst().risk();

    for (Question takes :
        List.of(
            asking(Optional.of(risk), Optional.of(Due.SHIFT), "", ""),
            asking(Optional.empty(), Optional.empty(), "support-leads", "support-bot"))) {
      assertThat(ids("ULENA", takes)).as(takes.toString()).containsExactly(id);
    }
    for (Question takesNot :
        List.of(
            asking(Optional.of(other(risk)), Optional.empty(), "", ""),
            asking(Optional.empty(), Optional.of(Due.LATER), "", ""),
            asking(Optional.empty(), Optional.empty(), "mixed", ""),
            asking(Optional.empty(), Optional.empty(), "finance", ""),
            asking(Optional.empty(), Optional.empty(), "", "other-bot"),
            with(Optional.of(ActionClass.MESSAGE), Optional.empty(), ""),
            with(Optional.empty(), Optional.of(Environment.STAGING), ""),
            with(Optional.empty(), Optional.empty(), "domain/none"))) {
      assertThat(ids("ULENA", takesNot)).as(takesNot.toString()).isEmpty();
      assertThat(board("ULENA", takesNot).counts())
          .as("the picture stays whole")
          .isEqualTo(board("ULENA", Question.OWN).counts());
    }
  }

  @Test
  void allPagesTogetherHaveEachRequestOnce() {
    List<ProposalId> asked =
        IntStream.range(0, Board.MOST_ROWS + 3)
            .mapToObj(nth -> gate.propose(TestGate.body("{\"target_id\":\"no-" + nth + "\"}")))
            .toList();
    Board first = board("ULENA", Question.OWN);
    List<ProposalId> seen = new ArrayList<>(first.rows().stream().map(Board.Row::id).toList());
    Board second = board("ULENA", after(first.next().orElseThrow()));
    second.rows().forEach(row -> seen.add(row.id()));

    assertThat(first.rows()).hasSize(Board.MOST_ROWS);
    assertThat(second.next()).isEmpty();
    assertThat(seen).containsExactlyInAnyOrderElementsOf(asked);
    assertThat(board("UPIA", after(asked.getFirst())).rows())
        .as("a cursor of others shows nothing")
        .isEmpty();
  }

  private static RiskLevel other(RiskLevel risk) {
    return risk == RiskLevel.LOW ? RiskLevel.HIGH : RiskLevel.LOW;
  }

  private static Question all() {
    return question(
        Scope.ALL,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        "",
        "",
        "");
  }

  private static Question asking(
      Optional<RiskLevel> risk, Optional<Due> due, String group, String agent) {
    return question(Scope.OWN, risk, due, Optional.empty(), Optional.empty(), group, agent, "", "");
  }

  private static Question with(
      Optional<ActionClass> actionClass, Optional<Environment> environment, String tag) {
    return question(
        Scope.OWN, Optional.empty(), Optional.empty(), actionClass, environment, "", "", tag, "");
  }

  private static Question after(ProposalId id) {
    return question(
        Scope.OWN,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        "",
        "",
        id.value());
  }

  private static Question question(
      Scope scope,
      Optional<RiskLevel> risk,
      Optional<Due> due,
      Optional<ActionClass> actionClass,
      Optional<Environment> environment,
      String group,
      String agent,
      String tag,
      String after) {
    return new Question(
        scope,
        risk,
        due,
        actionClass,
        environment,
        group.isEmpty() ? Optional.empty() : Optional.of(new GroupName(group)),
        agent.isEmpty() ? Optional.empty() : Optional.of(new AgentId(agent)),
        tag,
        after);
  }

  private Board board(String user, Question question) {
    return gate.board.board(new AccountId(Surface.SLACK, TestGate.TEAM, user), question);
  }

  private List<ProposalId> ids(String user, Question question) {
    return board(user, question).rows().stream().map(Board.Row::id).toList();
  }
}
