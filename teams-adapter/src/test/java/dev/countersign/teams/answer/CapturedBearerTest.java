package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.MIRA;
import static dev.countersign.teams.answer.TeamsGate.NOOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.sandbox.teams.TeamsUser;
import dev.countersign.sandbox.wire.CallbackDelivery;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Somebody has read the connector's token of one call, which covers no body, and sends another
/// body with it.
class CapturedBearerTest {
  private final TeamsGate gate = new TeamsGate(2);

  CapturedBearerTest() throws Exception {}

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void theBearerThatSpokeForOnePersonSpeaksForNobodyElseThere() {
    ProposalId id = gate.ask();
    CallbackDelivery captured = approvedBy(MIRA);
    JsonObject forged = activity(NOOR, "approve");

    gate.teams.deliver(CanonicalJson.text(forged), captured.headers());

    assertThat(gate.request(id).votes()).extracting(vote -> vote.person().value()).hasSize(1);
    assertThat(gate.metrics.refusals()).containsExactly("bearer_of_another");
    assertThat(gate.metrics.callbacks()).endsWith(CallbackMetrics.CallbackResult.BAD_CALLER);
  }

  @Test
  void aBearerThatOnlyLookedSpeaksForNobodyElseEither() {
    ProposalId id = gate.ask();
    CallbackDelivery captured = press(MIRA, "view");

    gate.teams.deliver(CanonicalJson.text(activity(NOOR, "approve")), captured.headers());

    assertThat(gate.request(id).votes()).isEmpty();
    assertThat(gate.metrics.refusals()).containsExactly("bearer_of_another");
  }

  @Test
  void theSameActivityWithTheSameBearerIsRefused() {
    gate.ask();
    CallbackDelivery captured = approvedBy(MIRA);

    gate.teams.deliver(captured.body(), captured.headers());

    assertThat(gate.metrics.refusals()).containsExactly("replayed");
  }

  /// What the connector itself does when it heard no answer.
  @Test
  void theSameActivityWithAFreshBearerIsAnsweredAndCountsOnce() {
    ProposalId id = gate.ask();
    CallbackDelivery captured = approvedBy(MIRA);

    gate.teams.deliver(captured.body(), gate.teams.sign(gate.clock.instant(), claims -> claims));

    assertThat(gate.metrics.refusals()).isEmpty();
    assertThat(gate.request(id).votes()).hasSize(1);
  }

  @Test
  void anotherActivityOfTheSamePersonWithTheSameBearerIsTaken() {
    ProposalId id = gate.ask();
    CallbackDelivery looked = press(MIRA, "view");

    gate.teams.deliver(
        CanonicalJson.text(activity(MIRA, "approve").with("id", Json.of("f:another"))),
        looked.headers());

    assertThat(gate.metrics.refusals()).isEmpty();
    assertThat(gate.request(id).votes()).hasSize(1);
  }

  @Test
  void whatBecomesOfAChatIsToldOnceWithEachBearer() {
    CallbackDelivery captured = gate.teams.installFor(NOOR.id()).getLast().delivery();

    gate.teams.deliver(captured.body(), captured.headers());

    assertThat(gate.metrics.refusals()).containsExactly("replayed");
  }

  /// Cards with the whole action go to the chat that is believed to be somebody's.
  @Test
  void anotherPersonsChatIsNotTakenForTheirs() {
    gate.ask();
    gate.teams.installFor(NOOR.id());
    JsonObject said =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "view", Map.of());
    CallbackDelivery captured = press(MIRA, "view");
    JsonObject chat =
        JsonObject.builder()
            .put("id", gate.teams.personalChat(NOOR))
            .put("conversationType", "personal")
            .build();
    for (String type : new String[] {"installationUpdate", "conversationUpdate", "message"}) {
      gate.teams.deliver(
          CanonicalJson.text(
              said.with("type", Json.of(type))
                  .with("action", Json.of("add"))
                  .with("id", Json.of("f:" + type))
                  .with("conversation", chat)),
          captured.headers());
    }

    assertThat(gate.metrics.refusals()).isEmpty();
    assertThat(gate.conversations.personal(account(MIRA))).isEmpty();
    assertThat(gate.conversations.personal(account(NOOR))).isPresent();
  }

  private AccountId account(TeamsUser user) {
    return new AccountId(Surface.TEAMS, gate.teams.tenantId(), user.aadObjectId().orElseThrow());
  }

  private CallbackDelivery approvedBy(TeamsUser user) {
    show(user);
    return press(user, "approve");
  }

  private CallbackDelivery press(TeamsUser user, String verb) {
    TeamsPress press =
        gate.teams.press(user.id(), gate.channel, gate.posted().id(), verb, Map.of());
    return press.deliveries().getLast();
  }

  /// With the buttons that this person alone was shown.
  private JsonObject activity(TeamsUser user, String verb) {
    show(user);
    return gate.teams.activity(user.id(), gate.channel, gate.posted().id(), verb, Map.of());
  }

  private void show(TeamsUser user) {
    gate.teams.refresh(user.id(), gate.channel, gate.posted().id());
  }
}
