package dev.countersign.app.overview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.CardView;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.overview.EvaluationDesk.Evaluated;
import dev.countersign.people.PeopleReader;
import dev.countersign.people.PeopleReading;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalError;
import dev.countersign.proposal.SampleProposals;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What somebody is told who tries a proposal.
class EvaluationsTest {
  private static final String REFUND = new String(SampleProposals.refundBody(), UTF_8);

  private final TestGate gate = TestGate.inMemory();
  private final Evaluations desk =
      new Evaluations(
          gate.intake,
          gate.directory,
          () -> ((PeopleReading.Read) PeopleReader.read(TestGate.json(TestGate.PEOPLE))).people(),
          () -> Set.of("crm", "billing"));

  @Test
  void itSaysWhatTheGateWouldDoWhomItWouldAskAndWhy() {
    Evaluated.Ruled ruled = (Evaluated.Ruled) desk.evaluate("support-bot", REFUND);

    assertThat(ruled.ruling().heading()).isEqualTo("Countersign would ask people");
    assertThat(text(ruled.ruling()))
        .contains("Rules: calls", "Risk: ")
        .contains("any 1 of support-leads: Lena Lead, Marc Lead, Nina Lead")
        .as("the owner of the agent decides nothing")
        .doesNotContain("Otto")
        .contains("calls matched");
    assertThat(ruled.card()).isPresent();
    assertThat(ruled.card().orElseThrow().buttons()).isEmpty();
    assertThat(ruled.answer()).contains("\"somebody_can_approve\": true", "\"action_digest\"");
  }

  @Test
  void nothingIsStoredAndNobodyIsAsked() {
    desk.evaluate("support-bot", REFUND);

    assertThat(gate.ledger.list(new AgentId("support-bot"), Optional.empty(), Optional.empty(), 10))
        .isEmpty();
    assertThat(gate.chat.messages()).isEmpty();
  }

  @Test
  void whatIsRefusedHasNoCard() {
    String reply = new String(SampleProposals.ticketReplyBody(), UTF_8);
    Evaluated.Ruled ruled = (Evaluated.Ruled) desk.evaluate("support-bot", reply);

    assertThat(ruled.ruling().heading()).isEqualTo("Countersign would refuse this");
    assertThat(text(ruled.ruling())).contains("Rules: none matches");
    assertThat(ruled.card()).isEmpty();
  }

  @Test
  void whatTheIntakeWouldNotTakeIsSaidWithAllErrors() {
    assertThat(desk.evaluate("support-bot", "{"))
        .isInstanceOfSatisfying(
            Evaluated.NotTaken.class, not -> assertThat(not.detail()).contains("at byte 1"));
    assertThat(desk.evaluate("support-bot", "{}"))
        .isInstanceOfSatisfying(
            Evaluated.NotTaken.class,
            not -> {
              assertThat(not.code()).isEqualTo("invalid_proposal");
              assertThat(not.errors()).extracting(ProposalError::code).contains("missing_member");
            });
    assertThat(desk.evaluate("other-bot", REFUND))
        .isInstanceOfSatisfying(
            Evaluated.NotTaken.class,
            not -> assertThat(not.code()).isEqualTo("class_not_permitted"));
  }

  @Test
  void whatARevisionFollowsIsNotShownToWhoeverPastesOne() {
    String revision = REFUND.replaceFirst("\\{", "{\"supersedes\":\"" + gate.propose() + "\",");
    assertThat(desk.evaluate("support-bot", revision))
        .isInstanceOfSatisfying(
            Evaluated.NotTaken.class,
            not -> {
              assertThat(not.code()).isEqualTo("not_yours_to_read");
              assertThat(not.detail()).contains("without supersedes");
            });
  }

  @Test
  void onlyAgentsThatThereAreAreAskedFor() {
    assertThat(desk.agents()).containsExactly(new AgentId("other-bot"), new AgentId("support-bot"));
    assertThat(desk.connections()).containsExactly("billing", "crm");
    assertThat(desk.evaluate("no-bot", REFUND)).isEqualTo(new Evaluated.NoSuchAgent());
  }

  private static String text(CardView view) {
    return view.sections().stream()
        .flatMap(EvaluationsTest::lines)
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> lines(Section section) {
    return switch (section) {
      case Section.Lines(var lines) -> lines.stream().map(EvaluationsTest::line);
      case Section.Bullets(_, var items) -> items.stream().map(EvaluationsTest::line);
      default -> Stream.of();
    };
  }

  private static String line(List<Run> runs) {
    return runs.stream()
        .map(run ->
            switch (run) {
              case Run.Words(var text, _) -> text;
              case Run.Supplied supplied -> supplied.text();
              case Run.Human(var name, _) -> name;
              case Run.Moment(var at) -> at.toString();
            })
        .collect(Collectors.joining());
  }
}
