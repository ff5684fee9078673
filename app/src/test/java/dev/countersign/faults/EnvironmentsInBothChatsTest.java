package dev.countersign.faults;

import static dev.countersign.faults.BothChats.JON;
import static dev.countersign.faults.BothChats.LENA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.store.EmbeddedPostgresExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// One gate with a target of staging and one of production, and an agent that acts in staging
/// alone.
@Timeout(300)
class EnvironmentsInBothChatsTest {
  private static final Pattern ID = Pattern.compile("prop_[0-9A-Z]{26}");
  private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z_]+)\"");

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private BothChats gate;
  private String key;

  @BeforeEach
  void start() throws Exception {
    gate = new BothChats(database, folder);
    key = gate.keyOf("ck_test_stagingbot");
  }

  @AfterEach
  void stop() {
    http.close();
    gate.close();
  }

  private String answer(String path, String body) throws Exception {
    return http.send(
            HttpRequest.newBuilder(gate.own(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private String code(String path, String body) throws Exception {
    String answer = answer(path, body);
    Matcher code = CODE.matcher(answer);
    return code.find() ? code.group(1) : answer;
  }

  private static String refund(String through, URI base, String members) {
    return """
    {"action_type": "refund.create", "target_system": "%s", "target_id": "charge_5"%s,
     "proposed_changes": {"class": "api_call", "method": "POST", "url": "%s/v1/refunds",
       "body": {"media_type": "application/json", "json": {"charge": "charge_5", "amount": 5}}}}
    """
        .formatted(through, members, base);
  }

  @Test
  void anAgentOfStagingReachesNoProductionByAnyRoute() throws Exception {
    String production = gate.propose(700);
    List<String> codes = new ArrayList<>();
    for (String path : List.of("/v1/proposals", "/v1/evaluations")) {
      codes.add(code(path, refund("billing", gate.billing.baseUrl(), "")));
      codes.add(code(path, refund("billing", gate.billing.baseUrl(), ",\"dry_run\":true")));
      codes.add(
          code(path, refund("billing", gate.billing.baseUrl(), ",\"environment\":\"staging\"")));
      codes.add(
          code(
              path,
              refund(
                  "billing-staging", gate.staging.baseUrl(), ",\"environment\":\"production\"")));
      codes.add(code(path, refund("billing-staging", gate.billing.baseUrl(), "")));
      codes.add(code(path, refund("post", gate.billing.baseUrl(), "")));
    }
    codes.add(code("/v1/proposals/" + production + "/undo", ""));
    codes.add(code("/v1/proposals/" + production + "/withdraw", ""));

    List<String> each =
        List.of(
            "environment_not_permitted",
            "environment_not_permitted",
            "environment_mismatch",
            "environment_not_permitted",
            "destination_not_allowed",
            "environment_not_permitted");
    List<String> expected = new ArrayList<>(each);
    expected.addAll(each);
    expected.addAll(List.of("unknown_proposal", "unknown_proposal"));
    assertThat(codes).containsExactlyElementsOf(expected);
    assertThat(database.store().ledger().idsAfter(Optional.empty(), 10)).hasSize(1);
    assertThat(gate.billing.received()).isEmpty();
  }

  @Test
  void theCardsOfBothChatsSayWhichItIsAndEachGoesThere() throws Exception {
    Matcher proposed =
        ID.matcher(answer("/v1/proposals", refund("billing-staging", gate.staging.baseUrl(), "")));
    assertThat(proposed.find()).isTrue();
    String staging = proposed.group();
    String production = gate.propose(700);

    assertThat(gate.inSlack(staging, BothChats::asks).rendered())
        .contains("staging")
        .doesNotContain("production");
    assertThat(BothChats.text(gate.inTeams(staging, BothChats::asks)))
        .contains("staging")
        .doesNotContain("production");
    assertThat(gate.inSlack(production, BothChats::asks).rendered())
        .contains("production")
        .doesNotContain("staging");
    assertThat(BothChats.text(gate.inTeams(production, BothChats::asks)))
        .contains("production")
        .doesNotContain("staging");

    gate.approveInSlack(LENA, staging);
    gate.approveInTeams(JON, staging);
    gate.inSlack(staging, BothChats.ended("Executed"));
    assertThat(gate.staging.received()).hasSize(1);
    assertThat(gate.billing.received()).isEmpty();
  }
}
