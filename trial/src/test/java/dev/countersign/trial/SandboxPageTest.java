package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.token.Grant;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The page over HTTP: who may ask for what, and that each press is the platform's own callback.
class SandboxPageTest extends PageTestCase {
  /// Of `dist/adaptivecards.min.js` in adaptivecards 3.0.6 of the npm registry.
  private static final String RENDERER =
      "5e7c13f3300ae7b89b34703501e08d709fbb6635f1c6755b92495577a77344f2";

  /// Of no request, where only what is beside the messages is looked at.
  private static final String NOBODYS = "prop_01KB000000000000000000000A";

  @Test
  void thePageIsUnderAStrictPolicyAndHasNothingInline() throws Exception {
    Answer index = get("/");
    assertThat(index.head())
        .contains(
            "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';")
        .contains("frame-ancestors 'none'")
        .contains("X-Content-Type-Options: nosniff")
        .contains("Cache-Control: no-store")
        .doesNotContain("unsafe");
    assertThat(index.body())
        .doesNotContain("<style")
        .doesNotContain(" style=")
        .doesNotContainPattern(" on[a-z]+=")
        .doesNotContain("{{");
    for (String own :
        List.of(
            "/page.js",
            "/chats.js",
            "/propose.js",
            "/evidence.js",
            "/slack.js",
            "/teams.js",
            "/dom.js",
            "/tour.js")) {
      assertThat(get(own).body())
          .as(own)
          .doesNotContain("innerHTML")
          .doesNotContain("insertAdjacentHTML")
          .doesNotContain("eval(");
    }
  }

  @Test
  void theVendoredRendererIsTheOneOfTheRegistryAndComesWithItsLicence() throws Exception {
    try (InputStream in = SharedTrial.class.getResourceAsStream("page/adaptivecards.min.js")) {
      assertThat(
              HexFormat.of()
                  .formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes())))
          .isEqualTo(RENDERER);
    }
    assertThat(get("/adaptivecards.LICENSE.txt").body())
        .contains("MIT License")
        .contains("Copyright (c) 2017 Microsoft");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Sandbox-Token| ''                                  | 403",
        "X-Sandbox-Token| guessed                             | 403",
        "Origin         | ''                                  | 403",
        "Origin         | http://evil.example                 | 403",
        "Origin         | null                                | 403",
        "Sec-Fetch-Site | cross-site                          | 403",
        "Sec-Fetch-Site | same-site                           | 403",
        "Host           | evil.example                        | 403",
        "Content-Type   | text/plain                          | 415",
        "Content-Type   | application/x-www-form-urlencoded   | 415",
      })
  void whatAnotherPageCouldSendProposesNothing(String header, String value, int status)
      throws Exception {
    Map<String, String> headers = own();
    headers.put(header, value);
    int before = trial.gate().slack().messages(TrialGate.CHANNEL).size();
    assertThat(send("POST", "/propose", headers, "{\"example\":\"internal-note\"}").status())
        .isEqualTo(status);
    assertThat(trial.gate().slack().messages(TrialGate.CHANNEL)).hasSize(before);
  }

  @Test
  void readingChangesNothing() throws Exception {
    for (String path :
        List.of("/press", "/submit", "/open", "/say", "/home", "/draft", "/propose", "/trouble")) {
      assertThat(get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(send("PUT", "/propose", own(), "{}").status()).isEqualTo(405);
    assertThat(get("/../Trial.class").status()).isIn(400, 404);
  }

  @Test
  void whatIsNotAsThePageSendsItIsRefusedInWords() throws Exception {
    assertThat(post("/propose", "no JSON").status()).isEqualTo(400);
    assertThat(post("/propose", "[]").status()).isEqualTo(400);
    assertThat(post("/propose", "{}").status()).isEqualTo(400);
    assertThat(post("/propose", "{\"example\":\"another\"}").status()).isEqualTo(409);
    assertThat(post("/trouble", "{\"trouble\":\"another\"}").status()).isEqualTo(409);
    assertThat(said("mira", "elsewhere", "queue").status()).isEqualTo(409);
    assertThat(filled("refund", "amount", "much").json().text("error")).contains("no number");
    assertThat(filled("refund", "amount", "1e99999999").status()).isEqualTo(409);
    assertThat(filled("refund", "amount", "0.001").status()).isEqualTo(409);
    assertThat(filled("refund", "charge", "charge_1").json().text("error")).contains("no such");
    assertThat(get("/state/nobody").status()).isEqualTo(409);
    assertThat(get("/request/prop_1").status()).isEqualTo(409);
    assertThat(get("/request/" + NOBODYS).status()).isEqualTo(409);
    assertThat(post("/submit", "{\"as\":\"otto\",\"values\":{}}").json().text("error"))
        .contains("no form open");
  }

  @Test
  void aPressIsTheSignedCallbackOfTheChatAndTheTargetGetsOneCall() throws Exception {
    String id = propose("refund");
    approveInSlack(id, "mira");
    inSlack(id, "Executed");
    JsonObject sent =
        get("/state/mira/" + id).json().objects("wire", one -> one).stream()
            .filter(one -> one.text("request").contains(id))
            .findFirst()
            .orElseThrow();
    assertThat(sent.text("request"))
        .startsWith("POST /slack/interactivity\n")
        .containsPattern("X-Slack-Signature: v0=[0-9a-f]{9}…\n")
        .contains("payload={");
    assertThat(sent.number("status")).isEqualTo(200);
    JsonObject detail = get("/request/" + id).json();
    assertThat(detail.object("target").texts("got"))
        .singleElement()
        .asString()
        .startsWith("POST /v1/refunds\n")
        .contains("Authorization: (the gate's own credential)");
    assertThat(verdict(id)).startsWith("Sound");
    assertThat(detail.objects("entries", one -> one.text("type")))
        .contains("voted", "grant_redeemed", "execution_succeeded");
  }

  @Test
  void whoMayNotDecideIsToldSoAndCountsForNothing() throws Exception {
    String id = propose("refund");
    approveInSlack(id, "noor");
    assertThat(trial.gate().agent().read(id).document().items("votes")).isEmpty();
    assertThat(get("/state/noor/" + id).json().object("slack").objects("private", one -> one))
        .isNotEmpty();
    assertThat(get("/state/jon/" + id).body())
        .as("what noor alone was told")
        .doesNotContain("not linked");
  }

  @Test
  void manyRequestsAreReadByOneCallOfTheAgent() throws Exception {
    for (int number = 0; number < 5; number++) {
      propose("refund");
    }
    // Each of them read singly would be beyond what one agent may ask.
    for (int look = 0; look < 40; look++) {
      assertThat(get("/state/mira/" + NOBODYS).json().objects("requests", one -> one))
          .hasSizeGreaterThanOrEqualTo(5);
    }
  }

  private Answer said(String person, String place, String text) throws IOException {
    return post(
        "/say", "{\"as\":\"%s\",\"place\":\"%s\",\"text\":\"%s\"}".formatted(person, place, text));
  }

  private JsonObject wired(String did) throws IOException {
    return get("/state/mira/" + NOBODYS).json().objects("wire", one -> one).stream()
        .filter(one -> one.text("did").equals(did))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatSomebodyWritesIsTheSignedCallbackOfTheChat() throws Exception {
    propose("large-refund");
    assertThat(said("jon", "slack", "queue").status()).isEqualTo(200);
    assertThat(wired("wrote /countersign queue").text("request"))
        .contains("X-Slack-Signature: v0=")
        .contains("command=/countersign\n")
        .contains("text=queue");
    assertThat(
            trial
                .gate()
                .slack()
                .awaitEphemeral(
                    TrialGate.CHANNEL,
                    one ->
                        one.user().equals(TrialGate.SECOND) && one.rendered().contains("for you"),
                    PATIENCE))
        .isPresent();

    assertThat(said("jon", "teams", "queue").status()).isEqualTo(200);
    assertThat(wired("wrote “queue”").text("request"))
        .startsWith("POST /teams/messages\nAuthorization: Bearer eyJ");
    assertThat(
            trial
                .gate()
                .teams()
                .awaitMessage(
                    TrialGate.TEAMS_CHANNEL,
                    one -> one.onlyFor().equals(Optional.of(TrialGate.JON.id())),
                    PATIENCE))
        .isPresent();
    assertThat(get("/state/jon/" + NOBODYS).body())
        .contains("@Countersign queue")
        .contains("\"aside\":true");
    assertThat(get("/state/noor/" + NOBODYS).json().object("teams").objects("messages", one -> one))
        .as("what jon alone was answered")
        .noneMatch(one -> one.bool("aside") && one.has("card"));
  }

  @Test
  void eachPersonOpensAPageOfTheirOwnInBothChats() throws Exception {
    propose("large-refund");
    post("/home", "{\"as\":\"jon\",\"place\":\"slack\"}");
    assertThat(wired("opened the Home").text("request")).contains("app_home_opened");
    assertThat(trial.gate().slack().awaitHomes(TrialGate.SECOND, 1, PATIENCE)).isTrue();
    post("/home", "{\"as\":\"jon\",\"place\":\"chat\"}");
    assertThat(
            trial
                .gate()
                .teams()
                .awaitMessage(
                    trial.gate().teams().personalChat(TrialGate.JON),
                    one -> one.card().isPresent(),
                    PATIENCE))
        .isPresent();
    // Each of the two has more members than one document of the gate's own may.
    assertThat(get("/state/jon/" + NOBODYS).body().split("Your approvals", -1))
        .as("in both chats")
        .hasSizeGreaterThanOrEqualTo(3);
    assertThat(get("/state/mira/" + NOBODYS).json().object("teams").objects("chat", one -> one))
        .isEmpty();
  }

  private Answer filled(String example, String field, String value) throws IOException {
    return post(
        "/draft",
        "{\"example\":\"%s\",\"fields\":{\"%s\":\"%s\"}}".formatted(example, field, value));
  }

  @Test
  void theFormProposesWhatWasChosenFromTheTargetsOwnRecords() throws Exception {
    JsonObject refund = filled("refund", "charge", "charge_3104").json();
    assertThat(refund.text("target_id")).isEqualTo("charge_3104");
    assertThat(CanonicalJson.text(refund))
        .contains("\"charge\":\"charge_3104\"")
        .as("what the agent says of the example alone")
        .doesNotContain("side_effects")
        .doesNotContain("evidence");
    assertThat(CanonicalJson.text(filled("refund", "amount", "9.90").json()))
        .contains("\"amount\":990");
    assertThat(filled("refund", "within", "30").json().instant("expires_at"))
        .isBefore(Instant.now().plusSeconds(31));
    assertThat(CanonicalJson.text(filled("internal-note", "account", "account_79").json()))
        .as("what the record holds now")
        .contains("\"from\":\"Calls before noon.\"");
    JsonObject made =
        post(
                "/propose",
                "{\"example\":\"internal-note\",\"fields\":{\"account\":\"account_78\",\"note\":\"Is"
                    + " new.\"}}")
            .json();
    assertThat(trial.gate().agent().awaitOutcome(made.text("id")).document().text("outcome"))
        .isEqualTo("executed");
    assertThat(get("/state/mira/" + NOBODYS).json().objects("crm", one -> one.text("note")))
        .contains("Is new.");
  }

  @Test
  void aSecondPressOfThePersonIsRefusedInWordsWhereTheButtonIsGone() throws Exception {
    String id = propose("refund");
    String ts = inSlack(id, "[ Approve").ts();
    approveInSlack(id, "mira");
    inSlack(id, "Executed");
    Answer again =
        post(
            "/press",
            "{\"as\":\"jon\",\"place\":\"slack\",\"message\":\"%s\",\"action\":\"approve\"}"
                .formatted(ts));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().text("error")).isEqualTo("Slack would not let Jon: no such button.");
  }

  @Test
  void nothingThatThePageIsToldLetsAnybodyDoAnything() throws Exception {
    String id = propose("large-refund");
    approveInSlack(id, "mira");
    post("/open", "{\"as\":\"jon\"}");
    post("/home", "{\"as\":\"jon\",\"place\":\"slack\"}");
    post("/home", "{\"as\":\"jon\",\"place\":\"chat\"}");
    said("jon", "teams", "status " + id);
    String told =
        get("/setup").body()
            + get("/state/mira").body()
            + get("/state/jon").body()
            + filled("refund", "amount", "9.90").body()
            + get("/request/" + id).body();
    assertThat(told)
        .contains(id)
        .doesNotContainPattern("eyJ[A-Za-z0-9_-]{20,}")
        .doesNotContain(trial.gate().apiKey())
        .doesNotContain(trial.gate().slack().botToken())
        .doesNotContain(trial.gate().slack().signingSecret())
        .doesNotContain(trial.gate().teams().clientSecret());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "duplicate | counted once | answered 200 and 200. 1 vote counts, and the target got 1"
            + " call.",
        "forged    | refused      | The gate answered 401 and noted nothing. 0 votes count, and the"
            + " target got 0 calls.",
        "old       | refused      | The gate answered 401 and noted nothing. 0 votes count, and the"
            + " target got 0 calls.",
        "expired   | refused      | The gate answered 403 and noted nothing. 0 votes count, and the"
            + " target got 0 calls.",
        "rewritten | refused      | The gate put the execution aside (record_unsound), and the"
            + " target got 0 calls.",
        "swapped   | refused      | 0 votes count, and the target got 0 calls.",
        "stranger  | refused      | 0 votes count, and the target got 0 calls.",
        "together  | counted once | 1 vote counts, and the target got 1 call.",
        "throttled | delivered    | it was tried again and stood after",
        "outage    | delivered    | Slack answered 503. In Teams the card stood after",
      })
  void eachTroubleSaysInAWordWhatTheGateDid(String trouble, String word, String words)
      throws Exception {
    JsonObject told = post("/trouble", "{\"trouble\":\"" + trouble + "\"}").json();
    assertThat(told.optionalText("words").orElse(CanonicalJson.text(told))).contains(words);
    assertThat(told.text("upshot")).isEqualTo(word);
  }

  private String verdict(String id) throws IOException {
    return get("/verdict/" + id).json().text("verdict");
  }

  @Test
  void whoRewritesAnApprovedActionMovesNothingAndIsNamedWhereAndTheTrialGoesOn() throws Exception {
    String before = propose("refund");
    JsonObject told = post("/trouble", "{\"trouble\":\"rewritten\"}").json();
    String damaged = told.text("id");
    assertThat(verdict(damaged)).startsWith("Damaged: ").contains("proposal.action");
    assertThat(told.text("words")).contains(verdict(damaged));
    assertThat(verdict(before)).startsWith("Sound");
    assertThat(get("/state/mira/" + damaged).status()).isEqualTo(200);
    assertThat(get("/request/" + damaged).status()).isEqualTo(200);

    approveInSlack(before, "mira");
    inSlack(before, "Executed");

    Intruder intruder = trial.gate().intruder();
    intruder.putBack();
    assertThat(verdict(damaged)).as("put back").startsWith("Sound");
    assertThat(trial.gate().billing().received(Grant.idempotencyKey(new ProposalId(damaged), 1)))
        .isEmpty();
  }

  /// Threads of their own: what waits in the common pool keeps the gate's token from coming.
  private static ExecutorService threads() {
    return Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
  }

  @Test
  void aFaultThatWasTakenBackIsNotToldAsPlayed() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = threads()) {
      threads.execute(() -> {
        while (!over.get()) {
          trial.gate().slack().mend();
          Thread.onSpinWait();
        }
      });
      JsonObject told;
      try {
        told = post("/trouble", "{\"trouble\":\"outage\"}").json();
      } finally {
        over.set(true);
      }
      assertThat(told.text("upshot")).isEqualTo("did not happen");
      assertThat(told.text("words")).contains("Slack was to answer 503, but did not");
    }
  }

  @Test
  void oneTroubleIsPlayedAtATimeAndTheSecondIsTold() throws Exception {
    try (ExecutorService threads = threads()) {
      Future<Answer> one = threads.submit(() -> post("/trouble", "{\"trouble\":\"throttled\"}"));
      Future<Answer> other = threads.submit(() -> post("/trouble", "{\"trouble\":\"outage\"}"));
      List<Answer> answers = List.of(one.get(), other.get());
      assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
      assertThat(answers).anyMatch(each -> each.body().contains("One trouble at a time"));
    }
  }
}
