package dev.countersign.breakglass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.audit.EntryType;
import dev.countersign.card.RetrospectiveDesk.Line;
import dev.countersign.card.RetrospectiveDesk.Page;
import dev.countersign.card.RetrospectiveDesk.Status;
import dev.countersign.card.RetrospectiveDesk.Told;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.refusal.Door;
import dev.countersign.refusal.RefusedAttempt;
import dev.countersign.request.RetrospectiveQuestion;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// pia used break-glass, lena has to look at it, otto is of security, and marc is nobody's.
class RetrospectiveTest extends GlassTestCase {
  private ProposalId id;

  @BeforeEach
  void itWasUsed() {
    id = gate.ask();
    assertThat(use(id).done()).isTrue();
    gate.execute();
  }

  private Page page(String subject) {
    return gate.filing.look(account(subject), id.value()).orElseThrow();
  }

  private Told close(String subject) {
    return gate.filing.close(account(subject), id.value());
  }

  private List<Line> list(String subject) {
    return gate.filing.list(account(subject));
  }

  @Test
  void itIsFiledOnceAndClosedByTwoOthers() {
    assertThat(page("ULENA").line().status()).isEqualTo(Status.UNFILED);
    assertThat(page("UPIA").files()).isTrue();
    assertThat(close("ULENA").code()).isEqualTo("not_filed");
    assertThat(file(id).done()).isTrue();

    assertThat(page("UOTTO").filed().orElseThrow().answers()).isEqualTo(ANSWERS);
    assertThat(page("UOTTO").closes()).isTrue();
    assertThat(close("UOTTO").words()).contains("One more person");
    assertThat(page("ULENA").line().status()).isEqualTo(Status.FILED);
    assertThat(close("ULENA").words()).contains("Closed");

    assertThat(page("UPIA").line().status()).isEqualTo(Status.CLOSED);
    assertThat(page("UPIA").closedBy()).containsExactly("Lena Lead", "Otto Owner");
    assertThat(gate.audit(id, EntryType.RETROSPECTIVE_FILED)).hasSize(1);
    assertThat(gate.audit(id, EntryType.RETROSPECTIVE_CLOSED)).hasSize(2);
  }

  @Test
  void nobodyClosesWhatTheyDidOrWroteOrTwice() {
    assertThat(gate.filing.file(account("ULENA"), id.value(), ANSWERS).done()).isTrue();

    assertThat(close("UPIA").code()).as("who used it").isEqualTo("own_work");
    assertThat(close("ULENA").code()).as("who wrote it").isEqualTo("own_work");
    assertThat(gate.refusals.told())
        .as("no page offers it")
        .extracting(RefusedAttempt::door, RefusedAttempt::why, one -> one.who().person())
        .containsExactly(
            tuple(Door.RETROSPECTIVE, "own_work", Optional.of(new PersonId("pia"))),
            tuple(Door.RETROSPECTIVE, "own_work", Optional.of(new PersonId("lena"))));
    assertThat(page("ULENA").closes()).isFalse();
    assertThat(close("UOTTO").done()).isTrue();
    assertThat(close("UOTTO").code()).isEqualTo("closed_before");
    assertThat(gate.audit(id, EntryType.RETROSPECTIVE_CLOSED)).hasSize(1);
  }

  @Test
  void aSecondFilingChangesNothing() {
    file(id);

    assertThat(gate.filing.file(account("ULENA"), id.value(), ANSWERS).code())
        .isEqualTo("filed_already");
    assertThat(gate.audit(id, EntryType.RETROSPECTIVE_FILED)).hasSize(1);
  }

  @Test
  void nobodyElseReadsItOrWritesToIt() {
    assertThat(gate.filing.look(account("UMARC"), id.value())).isEmpty();
    assertThat(list("UMARC")).isEmpty();
    assertThat(gate.filing.file(account("UMARC"), id.value(), ANSWERS).code())
        .isEqualTo("unknown_retrospective");
    file(id);
    assertThat(close("UMARC").code()).isEqualTo("unknown_retrospective");
    assertThat(close("UNOBODY").code()).isEqualTo("not_a_person");
    assertThat(gate.filing.look(account("UOTTO"), gate.propose().value()))
        .as("of a request without break-glass")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "too short", "hidden \u202E text of an answer"})
  void eachQuestionThatIsMarkedWantsAnAnswer(String answer) {
    for (RetrospectiveQuestion question : RetrospectiveQuestion.values()) {
      Map<RetrospectiveQuestion, String> answers = new EnumMap<>(ANSWERS);
      answers.put(question, answer);
      if (question.isRequired() || !answer.isEmpty()) {
        assertThat(gate.filing.file(account("UPIA"), id.value(), answers).code())
            .as("%s", question)
            .isEqualTo("answers_wanted");
      }
    }
    assertThat(gate.audit(id, EntryType.RETROSPECTIVE_FILED)).isEmpty();
  }

  @Test
  void whatIsOverdueSaysSoAndKeepsItsPersonFromTheNextUse() {
    gate.clock.advance(Duration.ofDays(7));
    ProposalId next = gate.propose();

    assertThat(list("UOTTO")).extracting(Line::status).containsExactly(Status.OVERDUE);
    assertThat(page("UPIA", next).code()).isEqualTo("open_retrospective");
    file(id);
    assertThat(page("UPIA", next).code()).isEmpty();
  }

  /// Whoever files what says nothing has the right no longer than others have to read it.
  @Test
  void whatTwoOthersHaveNotReadInTimeKeepsItsPersonFromTheNextUse() {
    Duration toFile = Duration.between(gate.clock.instant(), page("UOTTO").line().due());
    gate.clock.advance(Duration.ofDays(9));
    file(id);
    gate.clock.advance(toFile.minusMillis(1));
    ProposalId next = gate.propose();
    assertThat(page("UPIA", next).code()).as("in time").isEmpty();
    assertThat(list("UOTTO")).extracting(Line::status).containsExactly(Status.FILED);

    gate.clock.advance(Duration.ofMillis(1));
    assertThat(page("UPIA", next).code()).isEqualTo("unread_retrospective");
    assertThat(list("UOTTO")).extracting(Line::status).containsExactly(Status.UNREAD);
    assertThat(gate.retrospectives.totals().overdue()).isEqualTo(1);
    close("ULENA");
    assertThat(page("UPIA", next).code()).as("one of two").isEqualTo("unread_retrospective");
    close("UOTTO");
    assertThat(page("UPIA", next).code()).isEmpty();
    assertThat(gate.retrospectives.totals().overdue()).isZero();
  }

  @Test
  void aRowThatSaysFiledGivesNobodyTheRightBack() {
    gate.retrospectives.pretendFiled(id);
    ProposalId next = gate.propose();

    assertThat(gate.retrospectives.of(new PersonId("pia")).open())
        .as("by rows nothing is open")
        .isEmpty();
    assertThat(page("UPIA", next).code()).isEqualTo("open_retrospective");
  }
}
