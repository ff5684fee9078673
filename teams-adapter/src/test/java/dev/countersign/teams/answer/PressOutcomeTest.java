package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.GUEST;
import static dev.countersign.teams.answer.TeamsGate.MIRA;
import static dev.countersign.teams.answer.TeamsGate.PIA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.PressOutcome;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.teams.TeamsUser;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What happens counts as the same in every chat.
class PressOutcomeTest {
  private final TeamsGate gate = new TeamsGate(2);

  PressOutcomeTest() throws Exception {}

  @AfterEach
  void close() throws Exception {
    gate.close();
  }

  @ParameterizedTest
  @EnumSource
  void aPressCountsAsItDoesInEveryChat(PressOutcome outcome) {
    gate.ask();
    JsonObject press = press();
    switch (outcome) {
      case APPROVED -> gate.teams.invoke(press);
      case PRESSED_AGAIN -> {
        gate.teams.invoke(press);
        gate.teams.invoke(press);
      }
      case BY_SOMEBODY_WHO_IS_NOT_ASKED -> look(PIA);
      case BY_A_GUEST -> gate.teams.invoke(by(GUEST, press));
      case WITH_ANOTHER_TOKEN -> gate.teams.invoke(with(press, "t", "a.b.c"));
      case ON_A_BUTTON_OF_NO_NAME -> gate.teams.invoke(named(press, "nuke"));
      case WITHOUT_WHAT_A_PRESS_NEEDS -> gate.teams.tell(with(press, "req", "prop_x"));
    }
    assertThat(gate.metrics.callbacks()).endsWith(outcome.result());
  }

  @Test
  void somebodyWhomTeamsDoesNotNameIsAGuestWhateverTheyPress() {
    gate.ask();
    JsonObject press = press();

    gate.teams.invoke(by(TeamsGate.ANONYMOUS, press));
    gate.teams.invoke(by(TeamsGate.ANONYMOUS, named(press, "view")));

    assertThat(gate.metrics.callbacks())
        .endsWith(CallbackResult.NOT_ENTITLED, CallbackResult.NOT_ENTITLED);
  }

  @Test
  void anOldClientsButtonCountsAsTheNewOne() {
    gate.ask();
    JsonObject press = press();
    JsonObject data = press.object("value").object("action").object("data");

    gate.teams.tell(submitted(press, data.with("verb", Json.of("nuke"))));
    gate.teams.tell(submitted(press, data.with("verb", Json.of("")))); // lacks its verb

    assertThat(gate.metrics.callbacks())
        .endsWith(CallbackResult.NO_EFFECT, CallbackResult.MALFORMED);
  }

  private static JsonObject submitted(JsonObject press, JsonObject data) {
    return press.with("type", Json.of("message")).with("value", data);
  }

  private JsonObject press() {
    gate.teams.refresh(MIRA.id(), gate.channel, gate.posted().id());
    return gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());
  }

  private void look(TeamsUser by) {
    gate.teams.invoke(
        gate.teams.activity(by.id(), gate.channel, gate.posted().id(), "view", Map.of()));
  }

  private JsonObject by(TeamsUser user, JsonObject press) {
    JsonObject own =
        gate.teams.activity(user.id(), gate.channel, gate.posted().id(), "view", Map.of());
    return own.with("value", press.object("value"));
  }

  private static JsonObject named(JsonObject press, String verb) {
    JsonObject value = press.object("value");
    JsonObject action = value.object("action").with("verb", Json.of(verb));
    return press.with("value", value.with("action", action));
  }

  private static JsonObject with(JsonObject press, String name, String text) {
    JsonObject value = press.object("value");
    JsonObject action = value.object("action");
    JsonObject data = action.object("data").with(name, Json.of(text));
    return press.with("value", value.with("action", action.with("data", data)));
  }
}
