package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat.Message;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.DetailsDesk.Shown;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.token.DecisionTokens;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a policy hides in chats stands on no card there, and whoever decides reads it in the
/// details. Lena may decide; Pia is in no group that is asked.
class MaskedCardTest {
  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";

  private final TestGate gate = TestGate.inMemory(masking("secrets"));

  private static String masking(String kinds) {
    return TestGate.ONE_LEAD
        .replace("{\"version\":1,", "{\"version\":1,\"mask_in_chat\":\"" + kinds + "\",")
        .replace("action.class == \\\"api_call\\\"", "true");
  }

  private static ProposalId ask(TestGate gate, String value) {
    ProposalId id = gate.propose(DetailsTest.body(Map.of("amount", "12", "note", value)));
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    gate.showCards();
    return id;
  }

  private static String shown(TestGate gate) {
    return gate.chat.only().card().body().toString();
  }

  private static String shown(Shown.Page page) {
    return page.card().body().toString();
  }

  @Test
  void theCardSaysThatSomethingIsHiddenAndNobodyApprovesOnIt() {
    ask(gate, "take " + KEY + " and go");

    assertThat(shown(gate))
        .doesNotContain(KEY)
        .contains("take ██ secret hidden ██ and go", "Parts are hidden here", "an AWS access key");
    assertThat(gate.chat.only().card().asks()).containsOnly(Decision.REJECT, Decision.RETURN);
  }

  /// A word of the text that is told apart from it could be a piece of what is hidden.
  @Test
  void ofAMessageWithHiddenPartsThePromisesAreCountedAndNotTold() {
    String reply = new String(SampleProposals.ticketReplyBody(), StandardCharsets.UTF_8);

    gate.propose(reply.replace("Dear Mara,", "Dear Mara, " + KEY).getBytes(StandardCharsets.UTF_8));
    gate.showCards();

    assertThat(shown(gate))
        .doesNotContain(KEY)
        .contains("🤝 1 amount", ", 2 offers", ", 1 deadline");
  }

  @Test
  void whoeverMayDecideReadsItInTheDetailsAndApprovesThere() {
    ProposalId id = ask(gate, "take " + KEY + " and go");
    Shown.Page last = DetailsTest.readAll(gate, id, "ULENA");

    assertThat(shown(DetailsTest.page(gate, id, "ULENA", 1)) + shown(last)).contains(KEY);
    assertThat(gate.audit(id, EntryType.PAGE_OPENED)).isNotEmpty();
    assertThat(DetailsTest.press(gate, "ULENA", last, Decision.APPROVE).kind())
        .isEqualTo(Kind.COUNTED);
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void whoeverMayNotDecideReadsItNowhere() {
    ProposalId id = ask(gate, "take " + KEY + " and go");

    Shown.Page first = DetailsTest.page(gate, id, "UPIA", 1);
    assertThat(shown(first)).doesNotContain(KEY).contains("██ secret hidden ██");
    for (int number = 2; number <= first.count(); number++) {
      assertThat(shown(DetailsTest.page(gate, id, "UPIA", number)))
          .doesNotContain(KEY)
          .contains("Policy ", gate.record(id).request().action().value());
    }
  }

  /// However a token for it came about.
  @Test
  void anApprovalOnTheCardCountsForNothingBeforeItsPresserHasReadTheDetails() {
    ProposalId id = ask(gate, KEY);
    var posted = gate.record(id).cards().getLast();
    String token =
        new ButtonTokens(new DecisionTokens(gate.keys), gate.issuer, gate.ids)
            .mint(gate.record(id), posted, Set.of(Decision.APPROVE))
            .get(Decision.APPROVE);
    Message posing =
        new Message(
            posted.address(),
            posted.messageId().orElseThrow(),
            gate.chat.only().card(),
            Map.of(Decision.APPROVE, token));

    assertThat(gate.desk.decide(TestGate.click("ULENA", posing, Decision.APPROVE)).code())
        .isEqualTo("not_read");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void theOutcomeHidesItToo() {
    ProposalId id = ask(gate, KEY);
    Shown.Page last = DetailsTest.readAll(gate, id, "ULENA");
    DetailsTest.press(gate, "ULENA", last, Decision.APPROVE);
    gate.execute();
    gate.showCards();

    assertThat(shown(gate)).doesNotContain(KEY);
    assertThat(shown(DetailsTest.readAll(gate, id, "ULENA")))
        .as("nobody decides on it any more")
        .doesNotContain(KEY);
  }

  /// Markup between its letters keeps a value from being found in what the card spells out.
  @Test
  void aTextInWhichAValueIsReadThatDoesNotStandThereInOnePieceIsHiddenAltogether() {
    ProposalId id =
        gate.propose(
            TestGate.body(
                """
                {"anew":true,"proposed_changes":{"class":"message","channel":"email",
                 "to":[{"address":"dana@customer.example"}],"body":{"media_type":"text/html",
                 "content":"Dear Dana, AKIA<b>IOSFODNN</b>7EXAMPLE"}}}
                """));
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    gate.showCards();

    assertThat(shown(gate))
        .doesNotContain("IOSFODNN")
        .doesNotContain("Dear Dana")
        .contains("██ text hidden ██");
    assertThat(shown(DetailsTest.readAll(gate, id, "ULENA"))).contains("<b>IOSFODNN</b>");
  }

  /// A field's name says what its value is, and stands apart from it on a card.
  @Test
  void aValueThatOnlyItsNameTellsIsHiddenToo() {
    TestGate all = TestGate.inMemory(masking("all"));
    ProposalId id =
        all.propose(
            TestGate.body(
                """
                {"anew":true,"proposed_changes":{"class":"record_change","operation":"update",
                 "record_type":"patient","changes":[{"path":"/date_of_birth","to":"1990-01-31"},
                 {"path":"/ward","to":"north"}]}}
                """));
    assertThat(all.state(id)).isInstanceOf(Pending.class);
    all.showCards();

    assertThat(shown(all)).doesNotContain("1990-01-31").contains("date_of_birth", "north");
  }

  @Test
  void aPolicyThatHidesNothingAsksOnTheCard() {
    TestGate open = TestGate.inMemory(masking("none"));
    ProposalId id = ask(open, KEY);

    assertThat(shown(open)).contains(KEY).doesNotContain("hidden");
    assertThat(open.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    assertThat(open.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void personalDataIsHiddenWhereThePolicyHidesAll() {
    String iban = "DE89370400440532013000";
    ask(gate, iban);
    assertThat(shown(gate)).contains(iban);

    TestGate all = TestGate.inMemory(masking("all"));
    ask(all, iban);
    assertThat(shown(all)).doesNotContain(iban).contains("██ personal data hidden ██");
  }
}
