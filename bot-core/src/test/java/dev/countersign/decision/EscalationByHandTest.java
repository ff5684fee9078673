package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Input;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.InterventionDesk.Sent;
import dev.countersign.card.InterventionForm;
import dev.countersign.card.Reply;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Quorum;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.Widening;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EscalationByHandTest {
  private static final String POLICY =
      TestGate.ONE_LEAD.replace(
          "\"approvals\":1}", "\"approvals\":1,\"may_ask\":[\"finance\",\"mixed\"]}");

  private final TestGate gate = TestGate.inMemory(POLICY);

  @Test
  void whoMayDecideAsksAGroupOfThePolicysListAndItsPeopleMayDecideThen() {
    ProposalId id = gate.ask();
    Quorum before = gate.record(id).request().quorum();
    assertThat(gate.press("UPIA", Decision.APPROVE).code()).isEqualTo("not_eligible");

    Answer answer = send("ULENA", id, "finance", "Over my limit");
    gate.showCards();

    assertThat(answer)
        .isInstanceOf(Answer.Done.class)
        .extracting(Answer::words)
        .asString()
        .startsWith("finance is asked, too. Whoever was asked before may still decide");
    assertThat(gate.record(id).request().quorum()).as("no count changes").isEqualTo(before);
    JsonObject entry = gate.audit(id, EntryType.ESCALATED_BY).getFirst();
    assertThat(entry.text("actor")).isEqualTo("person:lena");
    JsonObject told = entry.object("data");
    assertThat(told.text("group")).isEqualTo("support-leads");
    assertThat(told.text("to")).isEqualTo("finance");
    assertThat(told.text("note")).isEqualTo("Over my limit");
    for (String channel : List.of("C01", "C02")) {
      assertThat(gate.chat.in(channel).card().body().text("sections"))
          .contains("Escalated by ")
          .contains("support-leads → finance")
          .contains("Over my limit");
    }

    press("UPIA", "C02");
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    gate.execute();
    assertThat(gate.executions).containsExactly("succeeded");
  }

  @Test
  void theFormSaysWhatItIsAboutAndOffersTheGroupsThatAreNotAskedYet() {
    ProposalId id = gate.ask();

    InterventionForm form = form("ULENA", id);
    assertThat(form.about().lines())
        .singleElement()
        .asString()
        .contains("Call ")
        .contains(" RISK")
        .contains("#");
    assertThat(form.choice().orElseThrow().values()).containsExactly("finance", "mixed");

    send("ULENA", id, "mixed", "");
    assertThat(form("UMARC", id).choice().orElseThrow().values()).containsExactly("finance");
    send("UMARC", id, "finance", "");
    assertThat(notOpened("UMARC", id)).startsWith("Every group that the policy lets you ask");
  }

  @Test
  void theSameFormTwiceIsOneEscalation() {
    ProposalId id = gate.ask();
    send("ULENA", id, "finance", "Over my limit");
    Answer again = send("ULENA", id, "finance", "Over my limit");

    assertThat(again).isEqualTo(new Answer.Done("finance is asked already; nothing was added."));
    assertThat(gate.audit(id, EntryType.ESCALATED_BY)).hasSize(1);
    assertThat(send("UMARC", id, "finance", ""))
        .as("somebody else, who finds it done")
        .isEqualTo(again);
    assertThat(gate.audit(id, EntryType.ESCALATED_BY)).hasSize(1);
  }

  @Test
  void whoMayNotDecideEscalatesNothing() {
    ProposalId id = gate.ask();

    assertThat(notOpened("UPIA", id)).contains("You are not in the group that decides this now");
    assertThat(notOpened("UOTTO", id)).contains("You cannot decide this one");
    assertThat(notOpened("URHEA", id)).contains("You cannot decide this one");
    assertThat(notOpened("UNOBODY", id)).contains("not linked");
    for (String user : List.of("UPIA", "UOTTO", "URHEA", "UNOBODY")) {
      assertThat(send(user, id, "finance", "")).as(user).isInstanceOf(Answer.Refused.class);
    }
    assertThat(gate.audit(id, EntryType.ESCALATED_BY)).isEmpty();
    assertThat(pending(id).widened()).isEmpty();
  }

  @Test
  void onlyAGroupOfTheListIsAsked() {
    ProposalId id = gate.ask();

    for (String group : List.of("nina-only", "support-leads", "no such group", "")) {
      assertThat(send("ULENA", id, group, ""))
          .as(group)
          .isInstanceOfSatisfying(
              Answer.Mend.class, mend -> assertThat(mend.at()).isEqualTo(Input.CHOICE));
    }
    assertThat(gate.audit(id, EntryType.ESCALATED_BY)).isEmpty();
  }

  @Test
  void withoutARuleForItNobodyEscalates() {
    gate.policy.set(TestGate.policy(TestGate.ONE_LEAD));
    ProposalId id = gate.ask();

    assertThat(notOpened("ULENA", id)).startsWith("The policy names no other group");
    assertThat(notOpened("UPIA", id)).as("none of hers").contains("no such request");
    assertThat(send("ULENA", id, "finance", "")).isInstanceOf(Answer.Refused.class);
  }

  @Test
  void afterTheDecisionTheFormSaysHowItStands() {
    ProposalId id = gate.ask();
    form("ULENA", id);
    gate.press("UMARC", Decision.APPROVE);

    assertThat(send("ULENA", id, "finance", "Over my limit"))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("already_decided");
              assertThat(refused.words()).contains("Nothing was escalated").contains("is decided");
            });
    assertThat(gate.audit(id, EntryType.ESCALATED_BY)).isEmpty();
  }

  @Test
  void atTheDeadlineItIsTooLate() {
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofHours(4));

    assertThat(send("ULENA", id, "finance", ""))
        .extracting(Answer::words)
        .asString()
        .contains("The time to decide is over");
    assertThat(pending(id).widened()).isEmpty();
  }

  @Test
  void aNoteIsPlainAndShortEnoughForTheCard() {
    ProposalId id = gate.ask();

    for (String note : List.of("x".repeat(Widening.LONGEST_NOTE + 1), "a\u202eb", "\u200b")) {
      assertThat(send("ULENA", id, "finance", note))
          .isInstanceOfSatisfying(
              Answer.Mend.class, mend -> assertThat(mend.at()).isEqualTo(Input.NOTE));
    }
    send("ULENA", id, "finance", " two\n lines ");
    assertThat(pending(id).widened().getFirst().note()).contains("two lines");
  }

  @Test
  void theOwnerOfTheAgentDoesNotDecideByWayOfTheOtherGroup() {
    gate.policy.set(
        TestGate.policy(
            TestGate.ONE_LEAD
                .replace("\"support-leads\"", "\"finance\"")
                .replace("\"approvals\":1}", "\"approvals\":1,\"may_ask\":[\"support-leads\"]}")));
    ProposalId id = gate.ask();
    send("UPIA", id, "support-leads", "");
    gate.showCards();

    press("UOTTO", "C01");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    press("UMARC", "C01");
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void underAPolicyThatNoLongerLetsThatGroupBeAskedItsApprovalRunsNothing() {
    ProposalId id = gate.ask();
    send("ULENA", id, "finance", "");
    gate.showCards();
    press("UPIA", "C02");
    gate.policy.set(TestGate.policy(TestGate.ONE_LEAD));
    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
  }

  @Test
  void racedWithTheLastApprovalItIsBeforeItOrNotAtAll() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 20; round++) {
        TestGate raced = TestGate.inMemory(POLICY);
        ProposalId id = raced.ask();
        List<Callable<Object>> both =
            IntStream.range(0, 4)
                .<Callable<Object>>mapToObj(turn ->
                    turn == 0
                        ? () -> raced.press("UMARC", Decision.APPROVE)
                        : () -> raced.interventions.send(sent("ULENA", id, "finance", "")))
                .toList();
        threads.invokeAll(both);

        assertThat(raced.state(id)).isInstanceOf(Approved.class);
        assertThat(raced.audit(id, EntryType.ESCALATED_BY)).hasSizeLessThanOrEqualTo(1);
        assertThat(raced.audit(id, EntryType.VOTED)).hasSize(1);
      }
    }
  }

  @Test
  void whoMayOnlyComeToBeAskedReadsHowItStandsAndNoEvidenceUntilTheyAre() {
    ProposalId id = gate.ask();

    assertThat(gate.queue.status(account("UPIA"), id.value()))
        .isInstanceOfSatisfying(
            Reply.Words.class, words -> assertThat(words.text()).contains(" RISK", id.value()));
    assertThat(gate.queue.status(account("ULENA"), id.value())).isInstanceOf(Reply.OfRequest.class);

    send("ULENA", id, "finance", "Over my limit");
    assertThat(gate.queue.status(account("UPIA"), id.value())).isInstanceOf(Reply.OfRequest.class);

    gate.press("UPIA", Decision.REJECT);
    assertThat(gate.queue.status(account("UPIA"), id.value())).isInstanceOf(Reply.OfRequest.class);
    assertThat(gate.queue.status(account("UNINA"), id.value()))
        .as("of a group for which somebody voted")
        .isInstanceOf(Reply.OfRequest.class);
  }

  private Pending pending(ProposalId id) {
    return (Pending) gate.state(id);
  }

  private InterventionForm form(String user, ProposalId id) {
    return switch (gate.interventions.open(Intervention.ESCALATE, gate.formPress(user, id))) {
      case Opened.Form(var form, _) -> form;
      case Opened.Not(_, var why) -> throw new AssertionError(why);
    };
  }

  private String notOpened(String user, ProposalId id) {
    return switch (gate.interventions.open(Intervention.ESCALATE, gate.formPress(user, id))) {
      case Opened.Form(var form, _) -> throw new AssertionError(form.toString());
      case Opened.Not(_, var why) -> why;
    };
  }

  private Answer send(String user, ProposalId id, String group, String note) {
    return gate.interventions.send(sent(user, id, group, note));
  }

  private Sent sent(String user, ProposalId id, String group, String note) {
    return new Sent(
        Intervention.ESCALATE,
        account(user),
        id.value(),
        Optional.of(group),
        Optional.of(note),
        Digest.of("callback"),
        gate.formSeal("escalate", account(user), id));
  }

  private static AccountId account(String user) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, user);
  }

  private void press(String user, String channel) {
    RecordingChat.Message message = gate.chat.in(channel);
    gate.desk.decide(TestGate.click(user, message, Decision.APPROVE));
  }
}
