package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.sandbox.slack.BlockKit;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Submission;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From a card that is too short for its action, through its pages, to the ledger and back: a real
/// gate behind the adapter, and Slack as emulated.
class DetailsInSlackTest extends SlackTestCase {
  private static final String LEADS = "C01";
  private static final String HOSTILE = "<!channel> *bold* <https://evil.example|ours> :tada: `x`";

  private final TestGate gate = TestGate.behind(adapter.channel(), Workspace.TEAM_ID);

  @BeforeEach
  void openTheGate() {
    List<String> people = List.of("ULENA", "UMARC", "UPIA", "UNOOR");
    people.forEach(id -> slack.workspace().put(SlackUser.member(id, id)));
    slack.workspace().put(WorkspaceChannel.open(LEADS, "leads", people.toArray(String[]::new)));
    desk.is(gate.desk);
    details.set(gate.details);
  }

  @Test
  void anActionThatIsTooLongForItsCardIsReadAndApprovedInTheModal() {
    ProposalId id = ask();
    assertThat(card().rendered())
        .contains("Too long for one message: read all", "pages in Details to approve")
        .contains("[ Details… ]")
        .doesNotContain("[ Approve");

    OpenedView first = open("ULENA");
    assertThat(title(first)).startsWith("Page 1 of ");
    assertThat(first.rendered()).contains("[ Next ]").doesNotContain("[ Back ]", "[ Approve");
    OpenedView last = toTheEnd(first);
    assertThat(last.id()).as("one modal").isEqualTo(first.id());
    assertThat(last.rendered()).contains("[ Back ]", "Approve").doesNotContain("[ Next ]");
    assertThat(slack.pressIn(last, "approve").acknowledged()).isTrue();

    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    assertThat(modal("ULENA").rendered()).contains("counted");
    assertThat(buttons(modal("ULENA"))).isEmpty();
    gate.showCards();
    assertThat(card().rendered()).contains("[ Details… ]").doesNotContain("[ Reject");
    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void onTheLastPageAFormOpensOnTopAndItsAnswerClosesAll() {
    ProposalId id = ask();
    OpenedView last = toTheEnd(open("ULENA"));

    slack.pressIn(last, "reject");
    OpenedView form = modal("ULENA");
    assertThat(form.id()).isNotEqualTo(last.id());
    Submission sent = slack.submit("ULENA", form, Map.of("reason", "against_policy"));

    assertThat(sent.outcome()).isEqualTo(new Submission.Outcome.Closed());
    assertThat(slack.modal("ULENA")).isEmpty();
    assertThat(gate.state(id)).isInstanceOf(Rejected.class);
    // Slack may send it again, and somebody may keep it.
    slack.submitAs(form, sent.payload());
    assertThat(gate.record(id).request().votes()).hasSize(1);
  }

  @Test
  void everyPageIsAViewThatSlackTakesAndParsesNothingOfTheAction() {
    ask();
    OpenedView page = open("ULENA");
    StringBuilder all = new StringBuilder();
    while (true) {
      assertThat(BlockKit.checkView(page.view())).isEmpty();
      assertThat(page.view().items("blocks").size()).isLessThanOrEqualTo(100);
      assertThat(CanonicalJson.bytes(page.view()).length).isLessThan(250 * 1024);
      assertThat(CanonicalJson.text(page.view())).doesNotContain("mrkdwn");
      all.append(page.rendered());
      assertNothingSuppliedIsParsed(page.view());
      if (buttons(page).stream().noneMatch(DetailsModal.NEXT::equals)) {
        break;
      }
      page = next(page);
    }
    assertThat(all.toString()).contains("value 0 ", "value 399 ", "Why you are asked");
  }

  private static void assertNothingSuppliedIsParsed(Json json) {
    switch (json) {
      case JsonObject object -> {
        boolean leaf = Json.of("text").equals(object.get("type"));
        object
            .members()
            .forEach((name, value) -> {
              if (value instanceof JsonString(var text) && !(leaf && name.equals("text"))) {
                assertThat(text).doesNotContain("evil.example");
              }
              assertNothingSuppliedIsParsed(value);
            });
      }
      case JsonArray array ->
          array.items().forEach(DetailsInSlackTest::assertNothingSuppliedIsParsed);
      default -> {}
    }
  }

  @Test
  void backAndForthOpensNothingTwice() {
    ProposalId id = ask();
    OpenedView second = next(open("ULENA"));
    slack.pressIn(second, "Back");
    assertThat(title(modal("ULENA"))).startsWith("Page 1 of");
    next(modal("ULENA"));

    assertThat(gate.audit(id, EntryType.PAGE_OPENED)).hasSize(2);
  }

  /// A double tap: the second finds the modal changed and is nothing.
  @Test
  void theSamePageTurnedTwiceAtOnceIsTurnedOnce() {
    ProposalId id = ask();
    OpenedView first = open("ULENA");
    JsonObject press = slack.payloadIn(first, "Next");
    slack.deliver(press);
    slack.deliver(slack.payloadIn(first, "Next"));

    assertThat(title(modal("ULENA"))).startsWith("Page 2 of");
    assertThat(slack.ephemerals(LEADS)).isEmpty();
    assertThat(gate.audit(id, EntryType.PAGE_OPENED)).hasSize(2);
  }

  /// What a changed client sends: the last page at once.
  @Test
  void aPageThatIsSkippedIsShownFirst() {
    ProposalId id = ask();
    OpenedView first = open("ULENA");
    JsonObject press = slack.payloadIn(first, "Next");
    JsonObject action =
        press.objects("actions", one -> one).getFirst().with("value", Json.of("99"));
    slack.deliver(press.with("actions", new JsonArray(List.of(action))));

    assertThat(title(modal("ULENA"))).startsWith("Page 2 of");
    assertThat(gate.audit(id, EntryType.PAGE_OPENED)).hasSize(2);
  }

  @Test
  void theButtonOfSomebodyElsesLastPageIsOfNoUse() {
    ProposalId id = ask();
    OpenedView lena = toTheEnd(open("ULENA"));
    JsonObject hers = slack.payloadIn(lena, "approve").objects("actions", one -> one).getFirst();
    OpenedView marc = toTheEnd(open("UMARC"));

    JsonObject stolen =
        slack.payloadIn(marc, "approve").with("actions", new JsonArray(List.of(hers)));
    slack.deliver(stolen);

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(modal("UMARC").rendered()).contains("shown to somebody else alone");
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED)).hasSize(1);
  }

  @Test
  void whoeverIsNotAskedReadsAndIsNotAsked() {
    ProposalId id = ask();
    OpenedView last = toTheEnd(open("UPIA"));

    assertThat(last.rendered()).doesNotContain("Approve", "[ Reject");
    assertThat(gate.audit(id, EntryType.PAGE_OPENED)).isEmpty();
  }

  @Test
  void anUnlinkedPersonIsToldWhyNothingOpens() {
    ask();
    slack.press(LEADS, card().ts(), "details", "UNOOR");

    assertThat(slack.modal("UNOOR")).isEmpty();
    assertThat(told()).contains("not linked to a person");
  }

  @Test
  void whatWasDecidedMeanwhileIsSaidOnThePageAndNothingIsAsked() {
    ProposalId id = ask();
    OpenedView first = open("ULENA");
    OpenedView marc = toTheEnd(open("UMARC"));
    slack.pressIn(marc, "approve");
    assertThat(gate.state(id)).isInstanceOf(Approved.class);

    OpenedView second = next(first);
    assertThat(second.rendered()).contains("Nothing can be decided here any more");
    assertThat(buttons(toTheEnd(second))).containsExactly(DetailsModal.BACK);
  }

  @Test
  void aPressOnAPageThatIsOutOfDateSaysHowItStands() {
    ProposalId id = ask();
    OpenedView lena = toTheEnd(open("ULENA"));
    slack.pressIn(toTheEnd(open("UMARC")), "approve");

    slack.pressIn(lena, "approve");

    assertThat(modal("ULENA").rendered()).contains("This press changes nothing", "approved");
    assertThat(gate.record(id).request().votes()).hasSize(1);
  }

  @Test
  void aTriggerThatIsTooOldIsToldAndThePressIsTriedAgain() {
    ask();
    slack.fail("views.open", new Fault.Answer("expired_trigger_id"), 1);
    slack.press(LEADS, card().ts(), "details", "ULENA");
    assertThat(slack.modal("ULENA")).isEmpty();
    assertThat(told()).contains("could not open the details");

    assertThat(title(open("ULENA"))).startsWith("Page 1 of");
  }

  @Test
  void aPageThatSlackDoesNotTakeIsToldAndTheOneBeforeStays() {
    ask();
    OpenedView first = open("ULENA");
    slack.fail("views.update", new Fault.Answer("view_too_large"), 1);
    slack.pressIn(first, "Next");

    assertThat(title(modal("ULENA"))).startsWith("Page 1 of");
    assertThat(told()).contains("could not open the details");
    assertThat(title(next(modal("ULENA")))).startsWith("Page 2 of");
  }

  @Test
  void aModalThatIsClosedMeanwhileHidesNoAnswer() {
    ProposalId id = ask();
    OpenedView last = toTheEnd(open("ULENA"));
    slack.pressIn(toTheEnd(open("UMARC")), "approve");
    slack.fail("views.update", new Fault.Answer("not_found"), 1);

    slack.pressIn(last, "approve");

    assertThat(told()).contains("This press changes nothing");
    assertThat(gate.record(id).request().votes()).hasSize(1);
  }

  @Test
  void aLedgerThatIsAwayIsSaid() {
    ask();
    OpenedView first = open("ULENA");
    details.set(_ -> {
      throw new dev.countersign.ledger.LedgerUnavailableException("away");
    });
    slack.pressIn(first, "Next");

    assertThat(modal("ULENA").rendered()).contains("could not open the details");
    details.set(gate.details);
  }

  private ProposalId ask() {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.refundBody());
    JsonObject.Builder json = JsonObject.builder();
    for (int value = 0; value < 400; value++) {
      json.put("k" + value, "value " + value + " " + HOSTILE);
    }
    JsonObject changes = body.object("proposed_changes");
    JsonObject content = changes.object("body").with("json", json.build());
    ProposalId id =
        gate.propose(
            TestGate.body(
                CanonicalJson.text(
                    JsonObject.builder()
                        .put("proposed_changes", changes.with("body", content))
                        .build())));
    gate.showCards();
    return id;
  }

  private PostedMessage card() {
    return slack.messages(LEADS).getLast();
  }

  private OpenedView open(String user) {
    assertThat(slack.press(LEADS, card().ts(), "details", user).acknowledged()).isTrue();
    return modal(user);
  }

  private OpenedView next(OpenedView page) {
    assertThat(slack.pressIn(page, "Next").acknowledged()).isTrue();
    return modal(page.user());
  }

  private OpenedView toTheEnd(OpenedView page) {
    OpenedView at = page;
    while (buttons(at).contains(DetailsModal.NEXT)) {
      at = next(at);
    }
    return at;
  }

  private OpenedView modal(String user) {
    return slack.modal(user).orElseThrow(() -> new AssertionError("no modal of " + user));
  }

  private String told() {
    return slack
        .awaitEphemeral(LEADS, _ -> true, Duration.ofSeconds(10))
        .orElseThrow(() -> new AssertionError("nothing was told"))
        .rendered();
  }

  private static String title(OpenedView page) {
    return page.view().object("title").text("text");
  }

  private static List<String> buttons(OpenedView page) {
    return page.view().objects("blocks", block -> block).stream()
        .filter(block -> block.text("type").equals("actions"))
        .flatMap(block -> block.objects("elements", one -> one.text("action_id")).stream())
        .toList();
  }
}
