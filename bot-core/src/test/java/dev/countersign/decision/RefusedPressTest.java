package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.PressFlaw;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.WireName;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Pending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A press that counts for nothing is answered in words and stands in the audit.
class RefusedPressTest {
  private final TestGate gate = TestGate.inMemory();

  @ParameterizedTest
  @EnumSource(PressFlaw.class)
  void aFlawedPressCountsForNothingAndIsNotedOnce(PressFlaw flaw) {
    ProposalId id = gate.ask();
    Click press = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE).flawed(flaw);

    for (int i = 0; i < 20; i++) {
      ClickAnswer answer = gate.desk.decide(press);
      assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
      assertThat(answer.code()).startsWith(WireName.of(flaw));
      assertThat(answer.text()).isNotBlank();
    }

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED))
        .extracting(entry -> entry.object("data").text("reason"))
        .singleElement()
        .asString()
        .startsWith(WireName.of(flaw));
    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @ParameterizedTest
  @EnumSource(PressFlaw.class)
  void aFlawedPressWithoutATokenOfOursHasWordsOfItsOwn(PressFlaw flaw) {
    ProposalId id = gate.ask();
    Click shown = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);
    Click press =
        new Click(
            shown.account(),
            shown.address(),
            shown.messageId(),
            "forged",
            shown.inputs(),
            shown.callback());

    ClickAnswer answer = gate.desk.decide(press.flawed(flaw));

    assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
    assertThat(answer.text()).isNotBlank();
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Decision.class,
      names = {"REJECT", "RETURN"})
  void aButtonWhoseNameAndTokenDisagreeDecidesNothing(Decision name) {
    ProposalId id = gate.ask();
    Click press = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE).named(name);

    assertThat(gate.desk.decide(press).code()).isEqualTo("other_decision");

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    var noted = gate.audit(id, EntryType.CLICK_REFUSED).getFirst().object("data");
    assertThat(noted.text("decision")).isEqualTo("approve");
    assertThat(noted.text("button")).isEqualTo(WireName.of(name));
  }

  @Test
  void aButtonWhoseNameAndTokenAgreeDecides() {
    gate.ask();
    Click press = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);

    assertThat(gate.desk.decide(press.named(Decision.APPROVE)).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void aPressInAnotherWorkspaceIsNotedWithWhoPressed() {
    ProposalId id = gate.ask();
    Click shown = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);
    Click press =
        new Click(
            new AccountId(Surface.SLACK, "T99", "UFAR"),
            shown.address(),
            shown.messageId(),
            shown.token(),
            shown.inputs(),
            shown.callback());

    gate.desk.decide(press.flawed(PressFlaw.FOREIGN_WORKSPACE));

    var noted = gate.audit(id, EntryType.CLICK_REFUSED).getFirst();
    assertThat(noted.text("actor")).isEqualTo("account:slack:T99:UFAR");
  }
}
