package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The card of a batch from the command to the ledger and back: a real desk behind the adapter, and
/// Slack as emulated.
class BatchInSlackTest extends SlackTestCase {
  private static final String LEADS = "C01";

  private final TestGate gate = TestGate.behind(adapter.channel(), Workspace.TEAM_ID);
  private final List<ProposalId> ids = new ArrayList<>();

  @BeforeEach
  void openTheGate() {
    List<String> people = List.of("ULENA", "UMARC", "UPIA", "UOTTO");
    people.forEach(id -> slack.workspace().put(SlackUser.member(id, id)));
    for (String channel : List.of(LEADS, "C02")) {
      slack.workspace().put(WorkspaceChannel.open(channel, channel, people.toArray(String[]::new)));
    }
    desk.is(gate.desk);
    batches.set(gate.batches);
  }

  @Test
  void oneCardShowsEachInARowAndHasABoxForEach() {
    PostedMessage card = batchOf(3, "");

    assertThat(card.rendered())
        .contains("3 alike: Call billing", "1 · #", "2 · #", "3 · #")
        .contains("\"amount\": 1000", "\"amount\": 1001", "\"amount\": 1002")
        .contains("Approve ticked", "Reject ticked…");
    assertThat(boxes(card))
        .extracting(box -> box.text("value"))
        .containsExactlyElementsOf(ids.stream().map(ProposalId::value).toList());
    assertThat(boxes(card))
        .allSatisfy(
            box -> assertThat(box.object("text").text("text")).matches("\\d · #[0-9A-Z]{6}"));
  }

  @Test
  void whatIsTickedIsApprovedAndWhatIsUntickedWaits() {
    PostedMessage card = batchOf(3, "");

    slack.pressWithout(LEADS, card.ts(), "approve", "ULENA", Set.of(ids.get(1).value()));
    gate.showCards();

    assertThat(gate.state(ids.get(0))).isInstanceOf(Approved.class);
    assertThat(gate.state(ids.get(1))).isInstanceOf(Pending.class);
    assertThat(gate.state(ids.get(2))).isInstanceOf(Approved.class);
    PostedMessage now = slack.messages(LEADS).getLast();
    assertThat(now.rendered())
        .contains("Nothing is decided on this card any more", "Left out here")
        .doesNotContain("[ Approve ticked ]");
    assertThat(boxes(now)).isEmpty();
  }

  @Test
  void untouchedBoxesAreAllTicked() {
    PostedMessage card = batchOf(2, "");

    slack.press(LEADS, card.ts(), "approve", "ULENA");

    assertThat(ids).allSatisfy(id -> assertThat(gate.state(id)).isInstanceOf(Approved.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"values\":{}}",
        "{\"values\":{\"ticks\":{\"ticks\":{\"type\":\"checkboxes\"}}}}"
      })
  void boxesThatSlackDoesNotNameDecideNothingAndThePresserIsToldWhatToDo(String state) {
    PostedMessage card = batchOf(2, "");
    JsonObject press = slack.payload(LEADS, card.ts(), "approve", "ULENA");

    slack.deliver(press.with("state", TestGate.json(state)));

    assertThat(ids).allSatisfy(id -> assertThat(gate.state(id)).isInstanceOf(Pending.class));
    assertThat(
            slack
                .awaitEphemeral(
                    LEADS, seen -> seen.rendered().contains("Please tick those"), AT_MOST)
                .orElseThrow()
                .user())
        .isEqualTo("ULENA");
  }

  @Test
  void aRejectionAsksOnceForTheReasonOfAll() {
    PostedMessage card = batchOf(3, "");

    slack.pressWithout(LEADS, card.ts(), "reject", "ULENA", Set.of(ids.get(2).value()));
    OpenedView form = slack.openedViews().getLast();
    slack.submit("ULENA", form, Map.of("reason", "against_policy"));

    assertThat(gate.state(ids.get(0))).isInstanceOf(Rejected.class);
    assertThat(gate.state(ids.get(1))).isInstanceOf(Rejected.class);
    assertThat(gate.state(ids.get(2))).isInstanceOf(Pending.class);
  }

  @Test
  void whoUnticksABoxIsToldNothingAndDecidesNothing() {
    PostedMessage card = batchOf(2, "");
    JsonObject press = slack.payload(LEADS, card.ts(), "approve", "ULENA");
    JsonObject tick =
        JsonObject.builder()
            .put("type", "checkboxes")
            .put("action_id", "ticks")
            .put("block_id", "any")
            .put("selected_options", JsonArray.EMPTY)
            .build();

    slack.deliver(press.with("actions", new JsonArray(List.of(tick))));

    assertThat(metrics.callbacks().getLast()).isEqualTo(CallbackResult.NO_EFFECT);
    assertThat(ids).allSatisfy(id -> assertThat(gate.state(id)).isInstanceOf(Pending.class));
  }

  @Test
  void whoPressesForSomethingThatWasDecidedMeanwhileIsToldWhichAndWhy() {
    PostedMessage card = batchOf(2, "");
    PostedMessage own = slack.messages(LEADS).getFirst();
    slack.press(LEADS, own.ts(), "approve", "UMARC");

    var press = slack.press(LEADS, card.ts(), "approve", "ULENA");

    assertThat(slack.awaitReply(press, AT_MOST).orElseThrow().rendered())
        .contains("counted for 1 of the 2 ticked requests: 2")
        .contains("1 · " + ids.getFirst());
  }

  @Test
  void suppliedTextIsOnlyWhereSlackParsesNothing() {
    PostedMessage card = batchOf(2, "<!channel> *x* <https://evil.example|ok>");

    assertThat(card.text()).doesNotContain("evil");
    assertThat(DrawnCard.elsewhere(card.blocks()))
        .noneMatch(text -> text.contains("evil") || text.contains("channel>"));
  }

  private PostedMessage batchOf(int many, String hostile) {
    for (int i = 0; i < many; i++) {
      gate.clock.advance(Duration.ofMillis(2));
      ids.add(gate.propose(body(i, hostile)));
    }
    ids.sort(Comparator.comparing(ProposalId::value));
    gate.showCards();
    slack.command(LEADS, "ULENA", "/countersign", "batch");
    gate.showCards();
    return slack.messages(LEADS).getLast();
  }

  private static byte[] body(int number, String hostile) {
    return TestGate.body(
        """
        {"risk_level":"medium","target_id":"charge_%1$d","proposed_changes":{"class":"api_call","method":"POST",
         "url":"https://api.billing.example/v1/refunds",
         "body":{"media_type":"application/json","json":{"charge":"charge_%1$d %3$s","amount":%2$d}}}}
        """
            .formatted(number, 1000 + number, hostile));
  }

  private static List<JsonObject> boxes(PostedMessage card) {
    List<JsonObject> boxes = new ArrayList<>();
    for (Json block : card.blocks().items()) {
      JsonObject object = (JsonObject) block;
      if (object.text("type").equals("actions")) {
        object.objects("elements", one -> one).stream()
            .filter(one -> one.text("type").equals("checkboxes"))
            .forEach(one -> boxes.addAll(one.objects("options", option -> option)));
      }
    }
    return boxes;
  }
}
