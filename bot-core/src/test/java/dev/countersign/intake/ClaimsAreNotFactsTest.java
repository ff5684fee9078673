package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.Agent;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where an action takes effect and for whom an agent acts are facts that the gate knows; what a
/// proposal says about them has to agree.
class ClaimsAreNotFactsTest {
  private final TestGate gate = TestGate.inMemory();

  @ParameterizedTest
  @EnumSource(Environment.class)
  void anEnvironmentThatIsNotTheConnectionsIsDeclined(Environment claimed) {
    for (Environment there : Environment.values()) {
      gate.executor.moveTo(there);
      IntakeResult result =
          submit("{\"environment\":\"" + WireName.of(claimed) + "\"}", gate.agent());

      if (claimed == there) {
        assertThat(result).isInstanceOf(IntakeResult.Recorded.class);
      } else {
        assertThat(code(result)).isEqualTo("environment_mismatch");
        assertThat(((Declined) result).detail()).contains('"' + WireName.of(there) + '"');
        assertThat(((Declined) result).pointer()).isEqualTo("/environment");
      }
    }
  }

  @Test
  void withoutAClaimTheActionIsFrozenWithTheConfiguredEnvironment() {
    gate.executor.moveTo(Environment.TEST);
    var members = new LinkedHashMap<>(TestGate.json(text(TestGate.body("{}"))).members());
    members.remove("environment");

    ProposalId id = gate.propose(text(members).getBytes(StandardCharsets.UTF_8));

    assertThat(gate.record(id).proposal().action().environment()).isEqualTo(Environment.TEST);
  }

  @Test
  void anEvaluationDeclinesTheSame() {
    assertThat(gate.intake.evaluate(gate.agent(), TestGate.body("{\"environment\":\"staging\"}")))
        .isInstanceOfSatisfying(
            IntakeEvaluation.NotTaken.class,
            taken -> assertThat(code(taken.why())).isEqualTo("environment_mismatch"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reviewer-1@shop.example",
        "nobody",
        "Lena",
        " lena",
        "lena ",
        "Lena Lead",
        "",
        "slack:T01",
        "slack:T01:",
        "slack::ULENA",
        "slack:T02:ULENA",
        "slack:T01:ulena",
        "teams:T01:ULENA",
        "mail:T01:ULENA",
        ":",
        "::",
        "person:lena",
        "lena\u200b",
        "l\u0435na"
      })
  void whomeverNobodyKnowsAnAgentCannotActFor(String named) {
    assertThat(code(submit(onBehalfOf(named), gate.agent()))).isEqualTo("unknown_person");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lena", "slack:T01:ULENA"})
  void thePersonIsFoundByIdOrAccountAndCannotDecide(String named) {
    ProposalId id = gate.propose(TestGate.body(onBehalfOf(named)));
    gate.showCards();

    assertThat(gate.record(id).request().conflicted())
        .containsExactlyInAnyOrder(new PersonId("lena"), new PersonId("otto"));
    assertThat(gate.record(id).actsFor()).contains(new PersonId("lena"));
    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("conflicted");
    assertThat(gate.press("UMARC", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void anAccountInTeamsIsFoundWhateverTheCaseOfItsId() {
    ProposalId id =
        gate.propose(
            TestGate.body(
                onBehalfOf(
                    "teams:8F0B6D52-3C1E-4A77-9D0E-5B2F7A1C4E36:5F1D3C88-0000-4000-8000-00000000007E")));

    assertThat(gate.record(id).actsFor()).contains(new PersonId("tess"));
  }

  @Test
  void anAgentThatActsForItsOwnOwnerSaysSo() {
    ProposalId id = gate.propose(TestGate.body(onBehalfOf("otto")));

    assertThat(gate.record(id).actsFor()).contains(new PersonId("otto"));
    assertThat(gate.record(id).request().conflicted()).containsExactly(new PersonId("otto"));
  }

  @Test
  void anAgentMayBeBoundToAlwaysNameAPerson() {
    Agent bound =
        new Agent(
            gate.agent().id(),
            gate.agent().owner(),
            gate.agent().key(),
            gate.agent().mayPropose(),
            Agent.EVERYWHERE,
            true);

    assertThat(code(submit("{\"agent\":{\"name\":\"support-bot\"}}", bound)))
        .isEqualTo("person_required");
    assertThat(submit(onBehalfOf("lena"), bound)).isInstanceOf(IntakeResult.Recorded.class);
  }

  private IntakeResult submit(String changes, Agent agent) {
    return gate.intake.submit(agent, TestGate.body(changes), Optional.empty());
  }

  private static String onBehalfOf(String named) {
    return "{\"agent\":{\"on_behalf_of\":" + CanonicalJson.text(Json.of(named)) + "}}";
  }

  private static String code(IntakeResult result) {
    assertThat(result).isInstanceOf(Declined.class);
    return ((Declined) result).reason().code();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String text(Map<String, Json> members) {
    return CanonicalJson.text(new JsonObject(members));
  }
}
