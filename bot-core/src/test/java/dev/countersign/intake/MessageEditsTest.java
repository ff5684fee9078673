package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.EditDesk;
import dev.countersign.card.EditDesk.Answer;
import dev.countersign.card.EditDesk.Edit;
import dev.countersign.card.EditDesk.Opened;
import dev.countersign.drawing.CardComposer;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Superseded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Whoever may decide a message may edit its text; that asks the others anew.
class MessageEditsTest {
  private static final String LEADS =
      """
      {"version":1,"rules":[{"id":"messages","when":"action.class == \\"message\\"","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}},
        {"id":"calls","when":"action.class == \\"api_call\\"","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;
  private static final String TEXT = "Dear Mara,\n\nwe refund EUR 42.50 by 30 November.\n";

  private final TestGate gate = TestGate.inMemory(LEADS);

  private ProposalId ask() {
    return ask(gate);
  }

  private static ProposalId ask(TestGate gate) {
    return ask(gate, JsonObject.EMPTY);
  }

  private static ProposalId ask(TestGate gate, JsonObject more) {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    for (var member : more.members().entrySet()) {
      body = body.with(member.getKey(), member.getValue());
    }
    ProposalId id = gate.propose(CanonicalJson.bytes(body));
    gate.showCards();
    return id;
  }

  private Answer edit(String user, ProposalId id, String text) {
    return edit(gate, user, id, text);
  }

  private static Answer edit(TestGate gate, String user, ProposalId id, String text) {
    AccountId account = new AccountId(Surface.SLACK, TestGate.TEAM, user);
    return gate.edits.edit(
        new Edit(
            account,
            id.value(),
            Optional.of("Your broken parcel"),
            text,
            Digest.of("callback " + user),
            gate.formSeal("edit", account, id)));
  }

  private static String code(Answer answer) {
    return ((Answer.Not) answer).code();
  }

  private ProposalId successor(ProposalId id) {
    return gate.state(id).successor().orElseThrow();
  }

  private ProposalId edited(String user, ProposalId id, String text) {
    assertThat(edit(user, id, text)).isInstanceOf(Answer.Asked.class);
    gate.showCards();
    return successor(id);
  }

  private Message message(ProposalId id) {
    return (Message) gate.record(id).proposal().action().changes();
  }

  @Test
  void anEditIsTheNextRevisionOfTheSameAgent() {
    ProposalId first = ask();

    ProposalId second = edited("ULENA", first, TEXT);

    assertThat(gate.state(first)).isInstanceOf(Superseded.class);
    assertThat(gate.state(second)).isInstanceOf(Pending.class);
    assertThat(message(second).content()).isEqualTo(TEXT);
    assertThat(message(second).attachments()).isEqualTo(message(first).attachments());
    var record = gate.record(second);
    assertThat(record.request().revision()).isEqualTo(2);
    assertThat(record.proposal().agent()).isEqualTo(gate.record(first).proposal().agent());
    assertThat(record.proposal().context().rationale())
        .isEqualTo(gate.record(first).proposal().context().rationale());
    var proposed = gate.audit(second, EntryType.PROPOSED).getFirst();
    assertThat(proposed.text("actor")).isEqualTo("person:lena");
    assertThat(proposed.object("data").text("edited_by")).isEqualTo("lena");
    assertThat(gate.audit(first, EntryType.SUPERSEDED).getFirst().text("actor"))
        .isEqualTo("person:lena");
  }

  @Test
  void whoEditedNeverCountsOnThatRevisionNorOnALaterOne() {
    ProposalId first = ask();
    ProposalId second = edited("ULENA", first, TEXT);
    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("conflicted");

    edited("UMARC", second, TEXT + "Yours");
    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("conflicted");
    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("conflicted");
    assertThat(gate.press("UNINA", Decision.APPROVE).code()).isEqualTo("counted");
  }

  @Test
  void whoEditedNeverCountsOnARevisionOfTheAgentThatFollows() {
    ProposalId second = edited("ULENA", ask(), TEXT);
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());

    ProposalId third =
        gate.propose(CanonicalJson.bytes(body.with("supersedes", Json.of(second.value()))));
    gate.showCards();

    assertThat(gate.record(third).request().conflicted()).contains(new PersonId("lena"));
    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("conflicted");
    assertThat(new CardComposer(gate.directory).compose(gate.record(third)).sections().toString())
        .contains("edited an earlier revision and cannot approve this one.");
  }

  @Test
  void anOldButtonAfterTheEditDecidesNothing() {
    ProposalId first = ask();
    var button = TestGate.click("UMARC", gate.chat.messages().getLast(), Decision.APPROVE);
    ProposalId second = edited("ULENA", first, TEXT);

    assertThat(gate.desk.decide(button).code()).isEqualTo("already_decided");
    assertThat(gate.record(second).request().votes()).isEmpty();
    gate.execute();
    assertThat(gate.executor.sent()).isEmpty();
  }

  @Test
  void theSentTextIsTheEditedOne() {
    ProposalId second = edited("ULENA", ask(), TEXT);
    gate.press("UMARC", Decision.APPROVE);
    gate.execute();

    assertThat(gate.state(second)).isInstanceOf(Approved.class);
    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(gate.executor.sent().getFirst().action())
        .isEqualTo(gate.record(second).proposal().action());
  }

  @Test
  void whoMayNotDecideMayNotEdit() {
    ProposalId id = ask();

    assertThat(code(edit("UOTTO", id, TEXT))).as("owns the agent").isEqualTo("conflicted");
    assertThat(code(edit("UPIA", id, TEXT))).as("of another group").isEqualTo("not_eligible");
    assertThat(code(edit("UNOBODY", id, TEXT))).isEqualTo("unlinked_account");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.edits.open(gate.formPress("UPIA", id))).isInstanceOf(Opened.Not.class);
  }

  @Test
  void whoHasDecidedDoesNotChangeTheText() {
    TestGate two = TestGate.inMemory(LEADS.replace("\"approvals\":1", "\"approvals\":2"));
    ProposalId id = ask(two);
    two.press("ULENA", Decision.APPROVE);

    assertThat(code(edit(two, "ULENA", id, TEXT))).isEqualTo("already_voted");
  }

  @Test
  void anEditThatLeavesNobodyToApproveIsRefusedAndTheRequestStays() {
    TestGate alone = TestGate.inMemory(LEADS.replace("support-leads", "nina-only"));
    ProposalId id = ask(alone);

    Answer answer = edit(alone, "UNINA", id, TEXT);

    assertThat(code(answer)).isEqualTo("edit_refused");
    assertThat(((Answer.Not) answer).words()).contains("nobody else could");
    assertThat(alone.state(id)).isInstanceOf(Pending.class);
    assertThat(alone.press("UNINA", Decision.APPROVE).code()).isEqualTo("counted");
  }

  @Test
  void anEditIsRuledAnewAndWhatNobodyIsAskedAboutIsNotTaken() {
    TestGate strict =
        TestGate.inMemory(
            """
            {"version":1,"rules":[
              {"id":"no-vouchers","when":"action.body.content.contains(\\"voucher\\")","gate":"refuse"},
              {"id":"thanks","when":"action.body.content == \\"Thank you.\\"","gate":"allow"},
              {"id":"messages","when":"action.class == \\"message\\" && action.body.content != \\"Thank you.\\"","gate":"ask",
               "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
            """);
    ProposalId id = ask(strict);

    assertThat(code(edit(strict, "ULENA", id, "Have a voucher."))).isEqualTo("edit_refused");
    assertThat(code(edit(strict, "ULENA", id, "Thank you."))).isEqualTo("edit_not_asked");
    assertThat(strict.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void theSameTextIsNoEdit() {
    ProposalId id = ask();

    assertThat(code(edit("ULENA", id, message(id).content() + "\n"))).isEqualTo("unchanged");
  }

  @Test
  void whatWouldNotBeTakenFromAnAgentIsNotTakenFromAPerson() {
    ProposalId id = ask();

    AccountId lena = new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA");
    Answer answer =
        gate.edits.edit(
            new Edit(
                lena,
                id.value(),
                Optional.of("Two\nlines"),
                TEXT,
                Digest.of("callback"),
                gate.formSeal("edit", lena, id)));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Not.class,
            not -> {
              assertThat(not.code()).isEqualTo("invalid_text");
              assertThat(not.about()).isEqualTo(EditDesk.About.SUBJECT);
            });
    assertThat(code(edit("ULENA", id, "x".repeat(EditDesk.LONGEST_TEXT + 1))))
        .isEqualTo("text_too_long");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void onlyMessagesAreEdited() {
    ProposalId id = gate.ask();

    assertThat(code(edit("ULENA", id, TEXT))).isEqualTo("other_class");
  }

  @Test
  void aFormThatComesTwiceIsOneEdit() {
    ProposalId first = ask();

    ProposalId second = edited("ULENA", first, TEXT);

    assertThat(edit("ULENA", first, TEXT)).isInstanceOf(Answer.Asked.class);
    assertThat(code(edit("ULENA", first, TEXT + "more"))).isEqualTo("request_moved");
    assertThat(code(edit("UMARC", first, TEXT))).isEqualTo("request_moved");
    assertThat(gate.state(second).successor()).isEmpty();
  }

  @Test
  void afterTheDeadlineNothingIsEdited() {
    ProposalId id = ask();
    gate.clock.advance(Duration.ofHours(4));

    assertThat(code(edit("ULENA", id, TEXT))).isEqualTo("too_late");
  }

  @Test
  void anAgentThatWantedItsAnswerSoonerGetsNoLaterOne() {
    Instant wanted = gate.clock.instant().plus(Duration.ofHours(1));
    ProposalId first = ask(gate, JsonObject.builder().put("expires_at", wanted.toString()).build());
    gate.clock.advance(Duration.ofMinutes(30));

    ProposalId second = edited("ULENA", first, TEXT);

    assertThat(gate.record(second).request().deadline()).isEqualTo(wanted);
  }

  @Test
  void whoEditedDoesNotEditAgain() {
    ProposalId second = edited("ULENA", ask(), TEXT);

    assertThat(code(edit("ULENA", second, TEXT + "again"))).isEqualTo("conflicted");
  }

  @Test
  void anEditBackToARejectedTextIsMarkedAsAPossibleDuplicate() {
    ProposalId rejected = ask();
    gate.press("ULENA", Decision.REJECT);
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    JsonObject changes = body.object("proposed_changes");
    ProposalId other =
        ask(
            gate,
            JsonObject.builder()
                .put(
                    "proposed_changes",
                    changes.with("body", changes.object("body").with("content", Json.of(TEXT))))
                .build());

    ProposalId back = edited("UMARC", other, message(rejected).content());

    assertThat(gate.record(back).ruling().circumstances().possibleDuplicateOf()).contains(rejected);
    assertThat(gate.state(back)).isInstanceOf(Pending.class);
  }

  @Test
  void ofTwoEditsAtOnceOneWinsAndTheOtherIsToldSo() throws Exception {
    SettableClock clock = new SettableClock(TestGate.START);
    InMemoryLedger shared = new InMemoryLedger(clock);
    TestGate one = new TestGate(clock, shared, shared, TestGate.directory(), LEADS);
    ProposalId id = ask(one);

    List<Answer> answers =
        together(
            () -> edit(one, "ULENA", id, TEXT),
            () -> edit(one, "UMARC", id, TEXT + "Marc"),
            () -> edit(one, "UNINA", id, TEXT + "Nina"));

    assertThat(answers).filteredOn(Answer.Asked.class::isInstance).hasSize(1);
    assertThat(answers)
        .filteredOn(Answer.Not.class::isInstance)
        .allMatch(not -> code(not).equals("request_moved"));
    assertThat(one.ledger.idsAfter(Optional.empty(), 10)).hasSize(2);
  }

  @Test
  void anEditAndTheLastApprovalNeverBothCount() throws Exception {
    for (int round = 0; round < 20; round++) {
      TestGate one = TestGate.inMemory(LEADS);
      ProposalId id = ask(one);
      var press = TestGate.click("UMARC", one.chat.messages().getLast(), Decision.APPROVE);

      List<Object> answers =
          together(() -> edit(one, "ULENA", id, TEXT), () -> one.desk.decide(press).code());

      boolean edited = answers.getFirst() instanceof Answer.Asked;
      assertThat(answers.getLast()).isEqualTo(edited ? "already_decided" : "counted");
      assertThat(one.state(id)).isInstanceOf(edited ? Superseded.class : Approved.class);
    }
  }

  @SafeVarargs
  private static <T> List<T> together(Callable<? extends T>... steps) throws Exception {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<? extends T>> running = new ArrayList<>();
      for (Callable<? extends T> step : steps) {
        running.add(pool.submit(step));
      }
      List<T> results = new ArrayList<>();
      for (Future<? extends T> each : running) {
        results.add(each.get());
      }
      return results;
    }
  }
}
