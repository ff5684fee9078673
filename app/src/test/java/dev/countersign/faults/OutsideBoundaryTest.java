package dev.countersign.faults;

import static dev.countersign.faults.BothChats.LENA;
import static dev.countersign.faults.BothChats.MIRA_IN_SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.http.SigningExecutor;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What an import or a deploy of another process takes away between the approval and the
/// redemption: the executor outside is handed nothing, over the API of the very server that `serve`
/// runs, and is told by a stable code.
@Timeout(180)
class OutsideBoundaryTest {
  private static final String AGENT = "may_propose: [api_call, message]}";

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final SigningExecutor runner = new SigningExecutor("billing-runner");
  private BothChats gate;

  /// Approved for the executor outside, with a grant that lives.
  private String id = "";

  @BeforeEach
  void oneIsApproved() throws Exception {
    // The other connection keeps the keys of the executor where the first one goes.
    gate = new BothChats(database, folder, Map.of(), outside("payouts") + outside("refunds"));
    runner.base = gate.publicUrl().toString();
    id = gate.propose(payout(), "payout");
    gate.approveInSlack(LENA, id);
    gate.approveInSlack(MIRA_IN_SLACK, id);
    gate.inSlack(id, card -> !BothChats.asks(card));
    assertThat(gate.audited(id, "grant_issued")).isEqualTo(1);
  }

  @AfterEach
  void stop() {
    assertThat(gate.damages()).isEmpty();
    http.close();
    gate.close();
  }

  private String outside(String connection) {
    return "%s: {kind: external, executor: billing-runner, public_keys: [%s], classes: [api_call]}\n"
        .formatted(connection, runner.publicKey);
  }

  private static String payout() {
    return """
    {"action_type": "payout.create", "target_system": "payouts", "target_id": "charge_600",
     "proposed_changes": {"class": "api_call", "method": "POST",
       "url": "https://bank.example/v1/payouts",
       "body": {"media_type": "application/json", "json": {"charge": "charge_600"}}}}
    """;
  }

  private HttpResponse<String> redeem() throws Exception {
    String grant =
        database
            .store()
            .ledger()
            .find(new ProposalId(id))
            .orElseThrow()
            .grant()
            .orElseThrow()
            .id()
            .value();
    HttpRequest redeeming =
        runner
            .post(
                gate.own("").getPort(),
                "/v1/grants/" + grant + "/redeem",
                "{\"action_digest\":\"" + gate.request(id).action().value() + "\"}",
                Instant.now())
            .build();
    return http.send(redeeming, BodyHandlers.ofString());
  }

  private void refused(String reason) throws Exception {
    HttpResponse<String> answer = redeem();
    JsonObject told =
        (JsonObject) CanonicalJson.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    assertThat(told.text("code")).isEqualTo("barred");
    assertThat(told.text("reason")).isEqualTo(reason);
    assertThat(gate.audited(id, "grant_redeemed")).isZero();
    assertThat(gate.audited(id, "execution_barred")).isEqualTo(1);
    assertThat(redeem().statusCode()).as("nor later").isEqualTo(409);
    assertThat(gate.audited(id, "grant_redeemed")).isZero();
  }

  private void theConnection(UnaryOperator<String> changed) {
    gate.deployConnections(text -> {
      String now = changed.apply(text);
      assertThat(now).isNotEqualTo(text);
      return now;
    });
  }

  @Test
  void withNothingTakenAwayItIsRedeemed() throws Exception {
    gate.importPeople(
        text -> text.replace(AGENT, AGENT.replace("}", ", environments: [production]}")));
    theConnection(text -> text.replace(outside("refunds"), ""));

    assertThat(redeem().statusCode()).isEqualTo(200);
    assertThat(gate.audited(id, "grant_redeemed")).isEqualTo(1);
  }

  @Test
  void theRightOfItsAgentToActThere() throws Exception {
    gate.importPeople(
        text -> text.replace(AGENT, AGENT.replace("}", ", environments: [staging]}")));

    refused("environment_not_permitted");
  }

  @Test
  void theRightOfItsAgentToItsClass() throws Exception {
    gate.importPeople(text -> text.replace(AGENT, "may_propose: [message]}"));

    refused("class_not_permitted");
  }

  @Test
  void theAgentItself() throws Exception {
    gate.importPeople(text -> text.replace("support-bot:", "another-bot:"));

    refused("agent_unregistered");
  }

  @Test
  void theConnectionItself() throws Exception {
    theConnection(text -> text.replace(outside("payouts"), ""));

    refused("executor_changed");
  }

  @Test
  void theEnvironmentOfTheConnection() throws Exception {
    theConnection(text -> text.replace("payouts: {", "payouts: {environment: staging, "));

    refused("environment_mismatch");
  }

  @Test
  void theExecutorOfTheConnection() throws Exception {
    SigningExecutor another = new SigningExecutor("another-runner");
    theConnection(text ->
        text.replace(
            outside("payouts"),
            outside("payouts")
                .replace("billing-runner", another.name)
                .replace(runner.publicKey, another.publicKey)));

    refused("executor_changed");
  }
}
