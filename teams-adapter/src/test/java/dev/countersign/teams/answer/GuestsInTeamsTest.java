package dev.countersign.teams.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsUser;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever is invited into the tenant is refused at every way in of Teams, though `people.yaml` has
/// their account in the group that is asked.
class GuestsInTeamsTest {
  private final TeamsGate gate = new TeamsGate(1);

  GuestsInTeamsTest() throws Exception {}

  @AfterEach
  void close() {
    gate.close();
  }

  static Stream<TeamsUser> guests() {
    return Stream.of(TeamsGate.GUEST, TeamsGate.INVITED);
  }

  @ParameterizedTest
  @MethodSource("guests")
  void noPressOfTheirsCountsOrOpensAnything(TeamsUser guest) {
    ProposalId id = gate.ask();
    gate.teams.refreshByHand(TeamsGate.MIRA.id(), gate.channel, gate.posted().id());

    for (String verb : new String[] {"approve", "escalate", "escalate_send", "details"}) {
      assertThat(words(press(guest, verb))).as(verb).contains("Guests cannot");
    }

    assertThat(gate.request(id).state()).isInstanceOf(Pending.class);
    assertThat(((Pending) gate.request(id).state()).widened()).isEmpty();
    assertThat(gate.entry(id, "click_refused").text("reason")).isEqualTo("outsider");
    assertThat(gate.audit(id)).as("of a decision and of a form").contains("click_refused");
  }

  @ParameterizedTest
  @MethodSource("guests")
  void noneOfTheirCommandsIsAnswered(TeamsUser guest) {
    ProposalId id = gate.ask();

    for (String command : new String[] {"queue", "status " + id, "extend " + id, "batch"}) {
      gate.teams.say(guest.id(), gate.channel, command);
      assertThat(told(guest)).as(command).contains("Only members of this organisation");
    }
  }

  private JsonObject press(TeamsUser by, String verb) {
    JsonObject pressed =
        gate.teams.activity(
            TeamsGate.MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());
    JsonObject action = pressed.object("value").object("action");
    return pressed
        .with(
            "from",
            pressed
                .object("from")
                .with("id", Json.of(by.id()))
                .with("aadObjectId", Json.of(by.aadObjectId().orElseThrow())))
        .with("value", pressed.object("value").with("action", action.with("verb", Json.of(verb))));
  }

  private String words(JsonObject activity) {
    TeamsPress press = gate.teams.invoke(activity);
    assertThat(press.answer()).isInstanceOf(InvokeResponse.Message.class);
    return ((InvokeResponse.Message) press.answer()).text();
  }

  private String told(TeamsUser user) {
    PostedActivity last =
        gate.teams
            .awaitMessage(
                gate.channel,
                one -> one.onlyFor().filter(user.id()::equals).isPresent(),
                TeamsGate.AT_MOST)
            .orElseThrow();
    return last.card().map(TeamsSandbox::text).orElse(last.text());
  }
}
