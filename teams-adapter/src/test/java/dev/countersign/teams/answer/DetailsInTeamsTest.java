package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.MIRA;
import static dev.countersign.teams.answer.TeamsGate.NOOR;
import static dev.countersign.teams.answer.TeamsGate.PIA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.sandbox.teams.TeamsUser;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An action that is too long for its card, read page by page in its place.
class DetailsInTeamsTest {
  private static final String NEXT = "Next";

  private TeamsGate gate;

  @BeforeEach
  void open() throws Exception {
    gate = new TeamsGate(1);
  }

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void whoeverHasOpenedEveryPageApprovesOnTheLast() {
    ProposalId id = gate.ask(body());
    assertThat(text(gate.posted().card().orElseThrow()))
        .contains("Too long for one message: read all", "Details…");

    JsonObject last = toTheEnd(MIRA);
    assertThat(text(last)).contains("Why you are asked", "Back", "Close");
    press(MIRA, "approve");

    assertThat(gate.request(id).state()).isInstanceOf(Approved.class);
    assertThat(opened(id)).isGreaterThan(2);
  }

  @Test
  void noPageButTheLastAsksAndNoneTellsWhoMayNotDecideToApprove() {
    ProposalId id = gate.ask(body());

    JsonObject page = card(press(MIRA, "details"));
    assertThat(TeamsGate.offers(page, "approve")).isFalse();
    assertThat(TeamsGate.offers(toTheEnd(PIA), "approve")).isFalse();
    assertThat(opened(id)).isEqualTo(1);
  }

  @Test
  void aPageThatIsSkippedIsShownFirst() {
    gate.ask(body());
    press(MIRA, "details");
    JsonObject activity =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), NEXT, Map.of());
    JsonObject value = activity.object("value");
    JsonObject action = value.object("action");
    JsonObject skipping =
        activity.with(
            "value",
            value.with(
                "action", action.with("data", action.object("data").with("page", Json.of(99)))));

    assertThat(text(card(gate.teams.invoke(skipping)))).contains("Page 2 of");
  }

  /// What one person's last page sends, in the name of another who has read it all as well.
  @Test
  void theButtonOfSomebodyElsesLastPageIsOfNoUse() {
    ProposalId id = gate.ask(body());
    toTheEnd(MIRA);
    toTheEnd(NOOR);
    JsonObject hers =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());
    JsonObject his =
        gate.teams.activity(NOOR.id(), gate.channel, gate.posted().id(), "approve", Map.of());

    gate.teams.invoke(his.with("value", hers.object("value")));

    assertThat(gate.request(id).state()).isInstanceOf(Pending.class);
    press(NOOR, "approve");
    assertThat(gate.request(id).state()).isInstanceOf(Approved.class);
  }

  @Test
  void aClientThatRefreshesByItselfHasReadNothing() {
    ProposalId id = gate.ask(body());
    JsonObject activity =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "details", Map.of());

    gate.teams.invoke(
        activity.with("value", activity.object("value").with("trigger", Json.of("automatic"))));

    assertThat(opened(id)).isZero();
  }

  @Test
  void onceItIsDecidedThePagesSayHowItStands() {
    gate.ask(body());
    JsonObject mine = card(press(MIRA, "details"));
    assertThat(text(mine)).contains("Page 1 of");
    toTheEnd(NOOR);
    press(NOOR, "approve");

    JsonObject after = card(press(MIRA, NEXT));

    assertThat(text(after)).contains("Nothing can be decided here any more");
    assertThat(TeamsGate.offers(after, "approve")).isFalse();
  }

  private long opened(ProposalId id) {
    return gate.ledger.audit(id).stream()
        .map(entry -> entry.document().text("type"))
        .filter(WireName.of(EntryType.PAGE_OPENED)::equals)
        .count();
  }

  private JsonObject toTheEnd(TeamsUser user) {
    JsonObject page = card(press(user, "details"));
    while (text(page).contains("\"title\":\"" + NEXT + "\"")) {
      page = card(press(user, NEXT));
    }
    return page;
  }

  private TeamsPress press(TeamsUser user, String action) {
    return gate.teams.press(user.id(), gate.channel, gate.posted().id(), action, Map.of());
  }

  private static JsonObject card(TeamsPress press) {
    assertThat(press.answer()).isInstanceOf(InvokeResponse.Card.class);
    return ((InvokeResponse.Card) press.answer()).card();
  }

  private static String text(JsonObject card) {
    return CanonicalJson.text(card);
  }

  private static byte[] body() {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.refundBody());
    JsonObject.Builder json = JsonObject.builder();
    for (int value = 0; value < 400; value++) {
      json.put("k" + value, "value " + value + " {{DATE(2026)}} [ours](https://evil.example)");
    }
    JsonObject changes = body.object("proposed_changes");
    JsonObject content = changes.object("body").with("json", json.build());
    return TestGate.body(
        CanonicalJson.text(
            JsonObject.builder().put("proposed_changes", changes.with("body", content)).build()));
  }
}
