package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.EditDesk;
import dev.countersign.card.FormOpening;
import dev.countersign.card.FormTopic;
import dev.countersign.card.Inputs;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk;
import dev.countersign.card.Run;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A form opens for whoever may fill it in, and for nobody else.
class FormOpeningTest {
  private static final String NOT_ASKED = "not_eligible";

  private final TestGate gate = TestGate.inMemory();

  @ParameterizedTest
  @EnumSource(
      value = Decision.class,
      names = {"REJECT", "RETURN"})
  void whoMayDecideGetsTheFormWithWhatItIsAboutAndNothingIsWritten(Decision decision) {
    ProposalId id = gate.ask();
    long before = gate.record(id).head().seq();

    FormTopic topic = topic(gate.desk.open(press("ULENA", decision)));

    String name = id.value().substring(id.value().length() - 6);
    assertThat(topic.lines())
        .singleElement()
        .asString()
        .startsWith("Call ")
        .contains(" RISK")
        .endsWith("#" + name);
    assertThat(topic.object())
        .as("what the bytes name stands where no chat parses it")
        .anySatisfy(run -> assertThat(run).isInstanceOf(Run.Supplied.class));
    assertThat(gate.record(id).head().seq()).isEqualTo(before);
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void whoMayNotDecideGetsWordsAndIsNotedOnce() {
    ProposalId id = gate.ask();

    for (int i = 0; i < 3; i++) {
      FormOpening.Not not = not(gate.desk.open(press("UPIA", Decision.REJECT)));
      assertThat(not.answer().kind()).isEqualTo(Kind.NOT_ENTITLED);
      assertThat(not.answer().text()).contains("You are not in the group that decides this now");
    }

    assertThat(gate.audit(id, EntryType.CLICK_REFUSED))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.object("data").text("reason")).isEqualTo(NOT_ASKED);
          assertThat(entry.object("data").text("person")).isEqualTo("pia");
          assertThat(entry.object("data").text("decision")).isEqualTo("reject");
        });
  }

  @Test
  void onceItIsDecidedTheFormSaysHowItStands() {
    ProposalId id = gate.ask();
    Click late = press("UMARC", Decision.RETURN);
    gate.press("ULENA", Decision.REJECT);

    FormOpening.Not not = not(gate.desk.open(late));

    assertThat(not.answer().kind()).isEqualTo(Kind.STANDING);
    assertThat(not.answer().text()).contains(id.value(), "It was rejected; nothing is executed.");
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED)).isEmpty();
  }

  @Test
  void whoHasDecidedGetsNoSecondForm() {
    TestGate two =
        TestGate.inMemory(TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2"));
    two.ask();
    Click again = pressOn(two, "ULENA", Decision.REJECT);
    two.press("ULENA", Decision.APPROVE);

    assertThat(not(two.desk.open(again)).answer().code()).isEqualTo("already_voted");
  }

  @Test
  void afterTheDeadlineNoFormOpens() {
    ProposalId id = gate.ask();
    Click late = press("ULENA", Decision.REJECT);
    gate.clock.advance(Duration.ofDays(2));

    assertThat(not(gate.desk.open(late)).answer().text()).isNotBlank();
    assertThat(gate.audit(id, EntryType.VOTED)).isEmpty();
  }

  @Test
  void whoMayNotEditIsNotedOnceWithTheFormAndItsPlace() {
    ProposalId id = gate.ask();

    for (int i = 0; i < 3; i++) {
      assertThat(gate.edits.open(gate.formPress("UPIA", id)))
          .isInstanceOfSatisfying(
              EditDesk.Opened.Not.class, not -> assertThat(not.code()).isEqualTo(NOT_ASKED));
    }

    assertThat(gate.audit(id, EntryType.CLICK_REFUSED))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.object("data").text("form")).isEqualTo("edit");
          assertThat(entry.object("data").text("reason")).isEqualTo(NOT_ASKED);
          assertThat(entry.object("data").text("message")).isEqualTo(gate.chat.only().id());
        });
  }

  @Test
  void whoMayNotEscalateIsNotedWhetherTheyAskForTheFormOrSendIt() {
    ProposalId id = gate.ask();

    assertThat(gate.interventions.open(Intervention.ESCALATE, gate.formPress("UPIA", id)))
        .isInstanceOf(InterventionDesk.Opened.Not.class);
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED))
        .singleElement()
        .satisfies(entry -> assertThat(entry.object("data").text("form")).isEqualTo("escalate"));

    gate.interventions.send(sent("UOTTO", id));
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED))
        .extracting(entry -> entry.object("data").text("person"))
        .containsExactly("pia", "otto");
  }

  @Test
  void whomTheChatCallsAnOutsiderGetsNoFormAndIsNotedThoughTheyMayDecide() {
    ProposalId id = gate.ask();

    assertThat(gate.edits.open(gate.formPress("ULENA", id).byOutsider()))
        .isInstanceOf(EditDesk.Opened.Not.class);
    assertThat(
            gate.interventions.open(
                Intervention.ESCALATE, gate.formPress("ULENA", id).byOutsider()))
        .isInstanceOf(InterventionDesk.Opened.Not.class);
    assertThat(gate.interventions.send(sent("UMARC", id).byOutsider()))
        .isInstanceOf(InterventionDesk.Answer.Refused.class);

    assertThat(gate.audit(id, EntryType.CLICK_REFUSED))
        .extracting(entry -> entry.object("data").text("form"))
        .containsExactly("edit", "escalate", "escalate");
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED))
        .allSatisfy(entry -> assertThat(entry.object("data").text("reason")).isEqualTo("outsider"));
  }

  private InterventionDesk.Sent sent(String user, ProposalId id) {
    return new InterventionDesk.Sent(
        Intervention.ESCALATE,
        gate.formPress(user, id).account(),
        id.value(),
        Optional.of("finance"),
        Optional.empty(),
        gate.formPress(user, id).callback());
  }

  private Click press(String user, Decision decision) {
    return pressOn(gate, user, decision);
  }

  private static Click pressOn(TestGate gate, String user, Decision decision) {
    return TestGate.click(user, gate.chat.messages().getLast(), decision, Inputs.NONE);
  }

  private static FormTopic topic(FormOpening opening) {
    assertThat(opening).isInstanceOf(FormOpening.Open.class);
    return ((FormOpening.Open) opening).topic();
  }

  private static FormOpening.Not not(FormOpening opening) {
    assertThat(opening).isInstanceOf(FormOpening.Not.class);
    return (FormOpening.Not) opening;
  }
}
