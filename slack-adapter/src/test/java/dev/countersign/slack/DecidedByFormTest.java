package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RejectReason;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Submission;
import dev.countersign.sandbox.slack.Submission.Outcome;
import dev.countersign.sandbox.slack.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// From the button to the ledger and back: a real desk behind the adapter, and Slack as emulated.
@ParameterizedClass
@EnumSource(Way.class)
class DecidedByFormTest extends SlackTestCase {
  private static final String LEADS = "C01";
  private static final Map<String, String> FILLED =
      Map.of("reason", "against_policy", "note", "Refunds above 50 need a ticket.");

  private final TestGate gate = TestGate.behind(adapter.channel(), Workspace.TEAM_ID);

  DecidedByFormTest(Way way) {
    super(way);
  }

  @BeforeEach
  void openTheGate() {
    List<String> people = List.of("ULENA", "UMARC", "UPIA", "UNOOR");
    people.forEach(id -> slack.workspace().put(SlackUser.member(id, id)));
    for (String channel : List.of(LEADS, "C02")) {
      slack
          .workspace()
          .put(
              dev.countersign.sandbox.slack.WorkspaceChannel.open(
                  channel, channel, people.toArray(String[]::new)));
    }
    desk.is(gate.desk);
  }

  // ---- what counts

  @Test
  void aRejectionIsCountedWithItsReasonAndItsNoteAndTheCardSaysBoth() {
    ProposalId id = gate.ask();

    Submission sent = submit("reject", "ULENA", FILLED);
    gate.showCards();

    assertThat(sent.outcome()).isEqualTo(new Outcome.Closed());
    assertThat(gate.state(id)).isInstanceOf(Rejected.class);
    assertThat(gate.record(id).request().votes().getFirst().remarks())
        .isEqualTo(
            new Remarks(
                Optional.of(RejectReason.AGAINST_POLICY),
                Optional.of("Refunds above 50 need a ticket.")));
    assertThat(card().rendered())
        .contains("Rejected, not executed", "reason: Against policy")
        .contains("│ Refunds above 50 need a ticket.")
        .contains("[ Details… ]")
        .doesNotContain("[ Reject", "[ Approve");
  }

  @Test
  void aRequestForChangesIsCountedWithItsNoteAndTheCardQuotesIt() {
    ProposalId id = gate.ask();

    submit("return", "ULENA", Map.of("note", "Halve it."));
    gate.showCards();

    assertThat(gate.state(id)).isInstanceOf(Returned.class);
    assertThat(card().rendered()).contains("Changes requested", "│ Halve it.");
  }

  @Test
  void anApprovalStillNeedsNoForm() {
    ProposalId id = gate.ask();

    slack.press(LEADS, card().ts(), "approve", "ULENA");

    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    assertThat(slack.openedViews()).isEmpty();
  }

  @Test
  void openingAFormDecidesNothing() {
    ProposalId id = gate.ask();

    open("reject", "ULENA");

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.record(id).request().votes()).isEmpty();
  }

  @Test
  void aHostileNoteIsHarmlessOnTheCard() {
    gate.ask();
    String hostile = "<!channel> <https://evil.example|ok> *x* :tada: \u202egnp.exe\n@here";

    submit("reject", "ULENA", Map.of("reason", "wrong_content", "note", hostile));
    gate.showCards();

    assertThat(card().rendered())
        .contains("<!channel> <https://evil.example|ok> *x* :tada: ⟦U+202E⟧");
    assertThat(card().text()).doesNotContain("evil");
    assertThat(DrawnCard.elsewhere(card().blocks()))
        .noneMatch(text -> text.contains("evil") || text.contains("channel>"));
  }

  // ---- whose it is

  @Test
  void whoSubmitsDecidesIfEntitled() {
    ProposalId id = gate.ask();
    OpenedView form = open("reject", "ULENA");

    submitAs(form, by("UMARC"));

    assertThat(gate.record(id).request().votes())
        .extracting(vote -> vote.person())
        .containsExactly(new PersonId("marc"));
  }

  @Test
  void whoMayNotDecideGetsNoFormAndDecidesNothingWithAnothers() {
    ProposalId id = gate.ask();

    for (String user : List.of("UPIA", "UNOOR")) {
      slack.press(LEADS, card().ts(), "reject", user);
      assertThat(slack.modal(user)).as("no form opens").isEmpty();
    }
    assertThat(told("UPIA")).contains("not in the group");
    assertThat(told("UNOOR")).contains("not linked");
    submitAs(open("reject", "ULENA"), by("UPIA"));

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED))
        .extracting(entry -> entry.object("data").text("reason"))
        .contains("not_eligible", "unlinked_account");
  }

  @Test
  void anAccountOfAnotherWorkspaceDecidesNothing() {
    ProposalId id = gate.ask();
    OpenedView form = open("reject", "ULENA");

    submitAs(
        form,
        payload ->
            payload.with("user", payload.object("user").with("team_id", Json.of("T0FOREIGN"))));

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(desk.clicks()).isEmpty();
  }

  @Test
  void onceItIsDecidedNoFormOpensAndThePresserIsToldHowItStands() {
    ProposalId id = gate.ask();
    JsonObject late = slack.payload(LEADS, card().ts(), "reject", "ULENA");
    slack.press(LEADS, card().ts(), "approve", "UMARC");

    slack.deliver(late);

    assertThat(slack.modal("ULENA")).isEmpty();
    assertThat(told("ULENA")).contains("is decided", "approved");
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED)).isEmpty();
  }

  // ---- what is forged

  @Test
  void metadataOfAnotherCardDecidesNeither() {
    ProposalId first = gate.ask();
    PostedMessage firstCard = card();
    FormOrigin mine = FormOrigin.parse(metadata(open("reject", "ULENA"))).orElseThrow();
    ProposalId second = gate.propose(TestGate.body("{\"target_id\":\"other\"}"));
    gate.showCards();
    PostedMessage secondCard = card();
    slack.press(LEADS, secondCard.ts(), "reject", "ULENA");
    FormOrigin other = FormOrigin.parse(metadata(form("ULENA"))).orElseThrow();
    assertThat(mine.messageId()).isEqualTo(firstCard.ts()).isNotEqualTo(other.messageId());

    List<FormOrigin> forged =
        List.of(
            new FormOrigin(LEADS, firstCard.ts(), other.token()),
            new FormOrigin(LEADS, secondCard.ts(), mine.token()),
            new FormOrigin(LEADS, "1.2", mine.token()),
            new FormOrigin("C02", firstCard.ts(), mine.token()),
            new FormOrigin(LEADS, firstCard.ts(), "no.token.atall"),
            new FormOrigin(LEADS, firstCard.ts(), ""));
    for (FormOrigin origin : forged) {
      OpenedView form = form("ULENA");
      Submission sent =
          slack.submitAs(
              form,
              view("private_metadata", Json.of(origin.metadata()))
                  .apply(slack.submission(form, FILLED)));
      assertThat(sent.outcome()).as(origin.toString()).isInstanceOf(Outcome.Updated.class);
      slack.press(LEADS, secondCard.ts(), "reject", "ULENA");
    }

    assertThat(gate.state(first)).isInstanceOf(Pending.class);
    assertThat(gate.state(second)).isInstanceOf(Pending.class);
  }

  @Test
  void aFormWhoseNameAndTokenDisagreeDecidesNothingAndIsNoted() {
    ProposalId id = gate.ask();
    OpenedView form = open("reject", "ULENA");

    submitAs(form, view("callback_id", Json.of("return")));

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(slack.modal("ULENA").orElseThrow().rendered()).contains("says one thing");
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED))
        .extracting(entry -> entry.object("data").text("reason"))
        .containsExactly("other_decision");
  }

  @Test
  void aButtonWhoseNameAndTokenDisagreeDecidesNothingAndIsNoted() {
    ProposalId id = gate.ask();
    JsonObject reject = slack.payload(LEADS, card().ts(), "reject", "ULENA");

    slack.deliver(
        reject.with(
            "actions",
            new JsonArray(
                reject.objects("actions", one -> one.with("action_id", Json.of("approve"))))));

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED))
        .extracting(entry -> entry.object("data").text("reason"))
        .containsExactly("other_decision");
  }

  @Test
  void whatNeverCountsStandsInTheAuditOfTheRequestThatItWasAimedAt() {
    ProposalId id = gate.ask();
    JsonObject press = slack.payload(LEADS, card().ts(), "approve", "ULENA");
    JsonObject container = press.object("container");
    JsonObject elsewhere = JsonObject.builder().put("id", "T0ELSEWHERE").build();

    slack.deliver(press.with("team", elsewhere));
    slack.deliver(press.with("container", container.with("is_ephemeral", Json.of(true))));
    slack.deliver(press.with("container", container.with("is_app_unfurl", Json.of(true))));
    slack.deliver(press.with("container", container.with("type", Json.of("view"))));
    slack.deliver(press.with("user", press.object("user").with("team_id", Json.of("T0ELSEWHERE"))));
    slack.deliver(
        press.with(
            "actions",
            new JsonArray(
                press.objects("actions", one -> one.with("action_id", Json.of("nuke"))))));

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED))
        .extracting(entry -> entry.object("data").text("reason"))
        .containsExactly(
            "foreign_workspace",
            "ephemeral",
            "unfurled",
            "not_a_message",
            "outsider",
            "unknown_button");
  }

  @Test
  void aReasonThatIsMissingOrUnknownIsAskedForAgain() {
    ProposalId id = gate.ask();
    OpenedView form = open("reject", "ULENA");

    for (Json reason : List.of(JsonNull.NULL, reason("because"), reason(""))) {
      assertThat(submitAs(form, state("reason", reason)).outcome())
          .isInstanceOfSatisfying(
              Outcome.Errors.class,
              errors -> assertThat(errors.byBlock()).containsOnlyKeys("reason"));
    }

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(slack.submit("ULENA", form, FILLED).outcome()).isEqualTo(new Outcome.Closed());
    assertThat(gate.state(id)).isInstanceOf(Rejected.class);
  }

  @Test
  void aNoteBeyondItsLengthIsAskedForAgain() {
    ProposalId id = gate.ask();
    OpenedView form = open("reject", "ULENA");

    assertThat(submitAs(form, state("note", note("x".repeat(1_001)))).outcome())
        .isInstanceOfSatisfying(
            Outcome.Errors.class,
            errors -> assertThat(errors.byBlock().get("note")).contains("1,000"));

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  // ---- once

  @Test
  void aSubmissionThatComesAgainIsOneVote() {
    ProposalId id = gate.ask();
    OpenedView form = open("reject", "ULENA");
    JsonObject payload = slack.submission(form, FILLED);

    slack.submitAs(form, payload);
    Submission again = slack.submitAs(form, payload.with("trigger_id", Json.of("2.2.again")));

    assertThat(again.outcome()).isEqualTo(new Outcome.Closed());
    assertThat(told("ULENA")).contains("is decided");
    assertThat(gate.record(id).request().votes()).hasSize(1);
    assertThat(gate.audit(id, EntryType.VOTED)).hasSize(1);
  }

  @Test
  void manySubmissionsAtOnceAreOneVote() throws Exception {
    ProposalId id = gate.ask();
    OpenedView form = open("return", "ULENA");
    List<Future<Submission>> sent = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        JsonObject payload = slack.submission(form, Map.of("note", "Halve it, says try " + i));
        sent.add(threads.submit(() -> slack.submitAs(form, payload)));
      }
    }

    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Submission> one : sent) {
      outcomes.add(one.get().outcome());
    }
    assertThat(outcomes)
        .as("one closes, the others show again what was written")
        .filteredOn(new Outcome.Closed()::equals)
        .hasSize(1);
    assertThat(outcomes).filteredOn(Outcome.Updated.class::isInstance).hasSize(49);
    assertThat(gate.record(id).request().votes()).hasSize(1);
  }

  @Test
  void aSubmissionAfterTheDecisionChangesNothingAndSaysHowItStands() {
    ProposalId id = gate.ask();
    OpenedView form = open("reject", "ULENA");
    slack.press(LEADS, card().ts(), "approve", "UMARC");

    slack.submit("ULENA", form, FILLED);

    assertThat(form("ULENA").rendered())
        .contains("is decided", "approved", "Refunds above 50 need a ticket.");
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
  }

  // ----

  private PostedMessage card() {
    return slack.messages(LEADS).getLast();
  }

  private OpenedView open(String button, String user) {
    slack.press(LEADS, card().ts(), button, user);
    return form(user);
  }

  private OpenedView form(String user) {
    return slack.modal(user).orElseThrow();
  }

  private Submission submit(String button, String user, Map<String, String> filled) {
    return slack.submit(user, open(button, user), filled);
  }

  private Submission submitAs(OpenedView form, UnaryOperator<JsonObject> change) {
    return slack.submitAs(form, change.apply(slack.submission(form, FILLED)));
  }

  private String told(String user) {
    return slack
        .awaitEphemeral(LEADS, seen -> seen.user().equals(user), AT_MOST)
        .orElseThrow()
        .rendered()
        .replace('\n', ' ');
  }

  private static String metadata(OpenedView form) {
    return form.view().text("private_metadata");
  }

  private static UnaryOperator<JsonObject> by(String user) {
    return payload -> payload.with("user", payload.object("user").with("id", Json.of(user)));
  }

  private static UnaryOperator<JsonObject> view(String name, Json value) {
    return payload -> payload.with("view", payload.object("view").with(name, value));
  }

  private static UnaryOperator<JsonObject> state(String block, Json value) {
    return payload -> {
      JsonObject state = payload.object("view").object("state");
      JsonObject input = JsonObject.builder().put(block, value).build();
      return view("state", state.with("values", state.object("values").with(block, input)))
          .apply(payload);
    };
  }

  private static Json reason(String value) {
    return JsonObject.builder()
        .put("type", "radio_buttons")
        .put("selected_option", JsonObject.builder().put("value", value).build())
        .build();
  }

  private static Json note(String value) {
    return JsonObject.builder().put("type", "plain_text_input").put("value", value).build();
  }
}
