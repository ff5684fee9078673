package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat.Message;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.DetailsDesk.Look;
import dev.countersign.card.DetailsDesk.Shown;
import dev.countersign.card.RenderedCard;
import dev.countersign.drawing.DetailPages;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Of an action that is longer than its card: read page by page, and then approved.
class DetailsTest {
  /// Characters of sections that this chat shows; a page has less, the action more.
  private static final int ROOM = 16_000;

  private static final String TWO_LEADS =
      TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2");

  private final TestGate gate = gate(TestGate.ONE_LEAD);

  private static TestGate gate(String policy) {
    TestGate gate = TestGate.inMemory(policy);
    gate.chat.shortenBeyond(ROOM);
    return gate;
  }

  @Test
  void whoeverHasOpenedEveryPageApprovesOnTheLast() {
    ProposalId id = ask(gate, 400);
    Message posted = gate.chat.only();
    assertThat(posted.card().asks()).doesNotContain(Decision.APPROVE).contains(Decision.REJECT);

    Shown.Page first = page(gate, id, "ULENA", 1);
    assertThat(first.count()).isGreaterThan(2);
    for (int number = 1; number < first.count(); number++) {
      Shown.Page page = page(gate, id, "ULENA", number);
      assertThat(page.number()).isEqualTo(number);
      assertThat(page.tokens()).as("page " + number).isEmpty();
    }
    Shown.Page last = page(gate, id, "ULENA", first.count());

    assertThat(last.tokens()).containsKeys(Decision.APPROVE, Decision.REJECT, Decision.RETURN);
    assertThat(press(gate, "ULENA", last, Decision.APPROVE).kind())
        .isEqualTo(ClickAnswer.Kind.COUNTED);
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void allPagesTogetherSayEveryValueOfTheAction() {
    ProposalId id = ask(gate, 400);
    int count = page(gate, id, "ULENA", 1).count();
    String all =
        IntStream.rangeClosed(1, count)
            .mapToObj(number -> page(gate, id, "ULENA", number).card().body().text("sections"))
            .collect(Collectors.joining());

    for (int line = 0; line < 400; line++) {
      assertThat(all).contains("value " + line + " of the call");
    }
    assertThat(all).contains("Why you are asked", gate.record(id).request().action().value());
  }

  @Test
  void eachPageIsOneEntryHoweverOftenItIsOpened() {
    ProposalId id = ask(gate, 400);
    int count = readAll(gate, id, "ULENA").count();
    readAll(gate, id, "ULENA");

    List<JsonObject> opened = gate.audit(id, EntryType.PAGE_OPENED);
    assertThat(opened).hasSize(count);
    for (int number = 1; number <= count; number++) {
      JsonObject data = opened.get(number - 1).object("data");
      assertThat(data.number("page")).isEqualTo(number);
      assertThat(data.text("person")).isEqualTo("lena");
      assertThat(data.text("action")).isEqualTo(gate.record(id).request().action().value());
    }
  }

  @Test
  void noPageIsShownBeforeTheEarlierOnes() {
    ProposalId id = ask(gate, 400);

    assertThat(page(gate, id, "ULENA", 9).number()).isEqualTo(1);
    assertThat(page(gate, id, "ULENA", 9).number()).isEqualTo(2);
    assertThat(page(gate, id, "ULENA", 1).number()).as("back").isEqualTo(1);
    assertThat(gate.audit(id, EntryType.PAGE_OPENED)).hasSize(2);
  }

  /// The button of one person's last page, in the hands of another, who has read it all as well.
  @Test
  void aTokenOfSomebodyElsesPagesIsOfNoUse() {
    ProposalId id = ask(gate, 400);
    Shown.Page last = readAll(gate, id, "ULENA");
    readAll(gate, id, "UMARC");

    assertThat(press(gate, "UMARC", last, Decision.APPROVE).code()).isEqualTo("other_person");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void whatOnePersonReadNobodyElseHasRead() {
    TestGate two = gate(TWO_LEADS);
    ProposalId id = ask(two, 400);
    readAll(two, id, "ULENA");

    assertThat(page(two, id, "UMARC", 9).number()).isEqualTo(1);
    assertThat(page(two, id, "UMARC", 2).tokens()).isEmpty();
  }

  /// Whatever way a token came about: the desk asks the entries.
  @Test
  void anApprovalOnACardThatWasCutCountsForNothingWithoutThem() {
    ProposalId id = ask(gate, 400);
    page(gate, id, "ULENA", 1);
    var posted = gate.record(id).cards().getLast();
    String token =
        new ButtonTokens(new dev.countersign.token.DecisionTokens(gate.keys), gate.issuer, gate.ids)
            .mint(gate.record(id), posted, java.util.Set.of(Decision.APPROVE))
            .get(Decision.APPROVE);
    Message posing =
        new Message(
            posted.address(),
            posted.messageId().orElseThrow(),
            gate.chat.only().card(),
            Map.of(Decision.APPROVE, token));

    ClickAnswer answer = gate.desk.decide(TestGate.click("ULENA", posing, Decision.APPROVE));

    assertThat(answer.code()).isEqualTo("not_read");
    assertThat(answer.text()).contains("not opened all pages", "last page");
    assertThat(gate.audit(id)).endsWith("click_refused");
    readAll(gate, id, "ULENA");
    assertThat(gate.desk.decide(TestGate.click("ULENA", posing, Decision.APPROVE)).kind())
        .isEqualTo(ClickAnswer.Kind.COUNTED);
  }

  @Test
  void rejectingNeedsNoReading() {
    ProposalId id = ask(gate, 400);

    assertThat(gate.press("ULENA", Decision.REJECT).kind()).isEqualTo(ClickAnswer.Kind.COUNTED);
    assertThat(gate.state(id)).isInstanceOf(dev.countersign.request.RequestState.Rejected.class);
  }

  @Test
  void whoeverMayNotDecideReadsWithoutAnEntryAndWithoutButtons() {
    ProposalId id = ask(gate, 400);
    int entries = gate.audit(id).size();

    for (String user : List.of("UPIA", "UOTTO")) {
      int count = page(gate, id, user, 1).count();
      Shown.Page last = page(gate, id, user, count);
      assertThat(last.number()).isEqualTo(count);
      assertThat(last.tokens()).isEmpty();
      assertThat(last.card().asks()).isEmpty();
    }
    assertThat(gate.audit(id)).hasSize(entries);
    assertThat(gate.details.look(look(gate, id, "UNOBODY", 1)))
        .isInstanceOfSatisfying(
            Shown.Not.class, not -> assertThat(not.why()).contains("not linked"));
  }

  @Test
  void ofACardThatShowsAllNothingIsWrittenAndTheCardDecides() {
    ProposalId id = ask(gate, 3);
    int entries = gate.audit(id).size();

    Shown.Page only = page(gate, id, "ULENA", 1);

    assertThat(only.count()).isEqualTo(1);
    assertThat(only.tokens()).isEmpty();
    assertThat(gate.audit(id)).hasSize(entries);
    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(ClickAnswer.Kind.COUNTED);
  }

  @Test
  void onceItIsDecidedThePagesSayHowItStandsAndAskNothing() {
    TestGate two = gate(TWO_LEADS);
    ProposalId id = ask(two, 400);
    Shown.Page last = readAll(two, id, "ULENA");
    readAll(two, id, "UMARC");
    two.press("UNINA", Decision.REJECT);

    Shown.Page after = page(two, id, "UMARC", last.count());

    assertThat(after.card().asks()).isEmpty();
    assertThat(after.card().body().text("sections"))
        .contains("Rejected, not executed", "Nothing can be decided here any more");
    assertThat(press(two, "ULENA", last, Decision.APPROVE).code()).isEqualTo("already_decided");
  }

  /// The first approval changes the card, and the pages stay as they were read.
  @Test
  void anApprovalMeanwhileAsksNobodyToReadAgain() {
    TestGate two = gate(TWO_LEADS);
    ProposalId id = ask(two, 400);
    Shown.Page lena = readAll(two, id, "ULENA");
    Shown.Page marc = readAll(two, id, "UMARC");
    press(two, "ULENA", lena, Decision.APPROVE);
    two.showCards();

    assertThat(press(two, "UMARC", marc, Decision.APPROVE).kind())
        .as("the page from before")
        .isEqualTo(ClickAnswer.Kind.COUNTED);
    assertThat(two.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void aReplayedPressOfTheLastPageChangesNothing() {
    TestGate two = gate(TWO_LEADS);
    ProposalId id = ask(two, 400);
    Shown.Page last = readAll(two, id, "ULENA");
    press(two, "ULENA", last, Decision.APPROVE);

    assertThat(press(two, "ULENA", last, Decision.APPROVE).code()).isEqualTo("already_voted");
    assertThat(two.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void atTheDeadlineThePagesAskNothing() {
    ProposalId id = ask(gate, 400);
    Shown.Page last = readAll(gate, id, "ULENA");
    gate.clock.advance(java.time.Duration.ofHours(4));

    assertThat(page(gate, id, "ULENA", last.count()).tokens()).isEmpty();
    assertThat(press(gate, "ULENA", last, Decision.APPROVE).kind())
        .isNotEqualTo(ClickAnswer.Kind.COUNTED);
  }

  @Test
  void whatNeedsMorePagesThanAnybodyReadsIsRefusedAtIntake() {
    ProposalId id = gate.propose(body(Map.of("k", "\u200b".repeat(20_000))));

    assertThat(gate.state(id)).isInstanceOf(Refused.class);
    assertThat(gate.record(id).ruling().findings().getLast().because())
        .contains("would see the action cut (Slack)", DetailPages.MOST + " pages");
  }

  @Test
  void aMessageThatIsNotTheOneKeptShowsNothing() {
    ProposalId id = ask(gate, 400);
    Look look = look(gate, id, "ULENA", 1);

    assertThat(
            gate.details.look(new Look(look.viewer(), look.reference(), look.address(), "m99", 1)))
        .isInstanceOf(Shown.Not.class);
    assertThat(gate.audit(id, EntryType.PAGE_OPENED)).isEmpty();
  }

  static ProposalId ask(TestGate gate, int values) {
    ProposalId id = gate.propose(body(values));
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    gate.showCards();
    return id;
  }

  private static byte[] body(int values) {
    return body(
        IntStream.range(0, values)
            .boxed()
            .collect(
                Collectors.toMap(
                    value -> "k" + value, value -> "value " + value + " of the call")));
  }

  static byte[] body(Map<String, String> values) {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.refundBody());
    JsonObject.Builder json = JsonObject.builder();
    values.forEach(json::put);
    JsonObject changes = body.object("proposed_changes");
    JsonObject content = changes.object("body").with("json", json.build());
    return TestGate.body(
        CanonicalJson.text(
            JsonObject.builder()
                .put("anew", true)
                .put("proposed_changes", changes.with("body", content))
                .build()));
  }

  static Shown.Page readAll(TestGate gate, ProposalId id, String user) {
    Shown.Page page = page(gate, id, user, 1);
    for (int number = 2; number <= page.count(); number++) {
      page = page(gate, id, user, number);
    }
    return page;
  }

  static Shown.Page page(TestGate gate, ProposalId id, String user, int number) {
    Shown shown = gate.details.look(look(gate, id, user, number));
    assertThat(shown).isInstanceOf(Shown.Page.class);
    return (Shown.Page) shown;
  }

  static Look look(TestGate gate, ProposalId id, String user, int number) {
    Message posted = gate.chat.messages().getLast();
    return new Look(
        new AccountId(Surface.SLACK, TestGate.TEAM, user),
        id.value(),
        posted.address(),
        posted.id(),
        number);
  }

  static ClickAnswer press(TestGate gate, String user, Shown.Page page, Decision decision) {
    Message posted = gate.chat.messages().getLast();
    RenderedCard card = page.card();
    Click click =
        TestGate.click(
            user, new Message(posted.address(), posted.id(), card, page.tokens()), decision);
    return gate.desk.decide(click);
  }
}
