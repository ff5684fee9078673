package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.PressFlaw;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Pending;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
      assertThat(answer.kind()).isEqualTo(kind(flaw));
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

  private static Kind kind(PressFlaw flaw) {
    return switch (flaw) {
      case OUTSIDER -> Kind.OUTSIDER;
      case UNKNOWN_BUTTON -> Kind.UNKNOWN_BUTTON;
      case MALFORMED -> Kind.MALFORMED;
      case FOREIGN_APP,
          FOREIGN_WORKSPACE,
          ORGANISATION_INSTALL,
          NOT_A_MESSAGE,
          EPHEMERAL,
          UNFURLED,
          NOT_PRESSED ->
          Kind.REFUSED;
    };
  }

  @ParameterizedTest
  @EnumSource(PressFlaw.class)
  void aFlawedPressWithoutATokenOfOursHasWordsOfItsOwn(PressFlaw flaw) {
    ProposalId id = gate.ask();

    ClickAnswer answer = gate.desk.decide(forged("ULENA", gate.chat.only().id()).flawed(flaw));

    assertThat(answer.kind()).isEqualTo(flaw == PressFlaw.OUTSIDER ? Kind.REFUSED : kind(flaw));
    assertThat(answer.text()).isNotBlank();
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED))
        .extracting(entry -> entry.object("data").text("reason"))
        .containsExactly(answer.code());
  }

  /// Of a button that no gate made.
  private Click forged(String user, String message) {
    Click shown = TestGate.click(user, gate.chat.only(), Decision.APPROVE);
    return new Click(
        shown.account(), shown.address(), message, "forged", shown.inputs(), shown.callback());
  }

  @Test
  void aForgedButtonOnACardIsNotedInTheChainOfItsRequestOnceForEachAccount() {
    ProposalId id = gate.ask();
    String card = gate.chat.only().id();

    for (int presses = 0; presses < 5; presses++) {
      assertThat(gate.desk.decide(forged("ULENA", card)).code()).isEqualTo("bad_token");
      assertThat(gate.desk.decide(forged("USTRANGER", card)).code()).isEqualTo("bad_token");
    }

    List<JsonObject> noted = gate.audit(id, EntryType.CLICK_REFUSED);
    assertThat(noted)
        .extracting(entry -> entry.text("actor"))
        .containsExactly("account:slack:T01:ULENA", "account:slack:T01:USTRANGER");
    JsonObject first = noted.getFirst().object("data");
    assertThat(first.text("reason")).isEqualTo("bad_token");
    assertThat(first.text("person")).isEqualTo("lena");
    assertThat(first.text("message")).isEqualTo(card);
    assertThat(first.get("token")).as("none of ours").isNull();
    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2", "", "a b", "\u0000"})
  void aForgedButtonElsewhereIsNotedNowhere(String message) {
    ProposalId id = gate.ask();

    assertThat(gate.desk.decide(forged("ULENA", message)).code()).isEqualTo("bad_token");

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
