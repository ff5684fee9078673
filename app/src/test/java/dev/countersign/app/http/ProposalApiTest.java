package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.app.http.ApiFixture.Answer;
import dev.countersign.app.http.ApiFixture.Options;
import dev.countersign.audit.AuditEntry;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.RecordLook;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.AskBudget;
import dev.countersign.ledger.OpenBudget;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.ProposalSchema;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.RevisionOf;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProposalApiTest {
  private ApiFixture api;

  @BeforeEach
  void open() {
    api = new ApiFixture();
  }

  @AfterEach
  void close() {
    api.close();
  }

  private void reopen(Options options) {
    api.close();
    api = new ApiFixture(options);
  }

  private static String ruling(String gate) {
    return "{\"version\":1,\"rules\":[{\"id\":\"all\",\"when\":\"true\",\"gate\":\""
        + gate
        + "\"}]}";
  }

  /// It is as if it had never come: the same key gets a request once the target answers.
  @Test
  void aRecordThatCannotBeReadIsProposedLaterWithTheSameKey() {
    api.gate.policy.set(TestGate.policy(TestGate.ONE_LEAD.replace("api_call", "record_change")));
    api.gate.executor.showBefore(_ -> new RecordLook.NotRead("rate_limited"));
    Answer away =
        api.send(api.post(SampleProposals.billingTermsBody()).header("Idempotency-Key", "terms"));
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.json().text("code")).isEqualTo("record_not_read");
    assertThat(away.header("Retry-After")).contains("10");

    api.gate.executor.showBefore(
        _ -> new RecordLook.Held(new RecordImage(Map.of(), Optional.empty())));
    Answer read =
        api.send(api.post(SampleProposals.billingTermsBody()).header("Idempotency-Key", "terms"));
    assertThat(read.status()).isEqualTo(202);
    assertThat(read.header("Idempotency-Replayed")).isEmpty();
  }

  @Test
  void whatNeedsPeopleIsAcceptedWithItsPlace() {
    Answer answer = api.send(api.proposing());
    String id = answer.json().text("id");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Location")).contains("https://gate.example/v1/proposals/" + id);
    assertThat(answer.header("Retry-After")).contains("5");
    assertThat(answer.header("ETag")).contains("\"1\"");
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.json().text("status")).isEqualTo("pending");
    assertThat(answer.json()).isEqualTo(api.get("/v1/proposals/" + id).json());
  }

  @Test
  void whatThePolicyAllowsOrRefusesIsDecidedAtOnce() {
    for (String gate : List.of("allow", "refuse")) {
      Options options = new Options();
      options.policy = ruling(gate);
      reopen(options);
      Answer answer = api.send(api.proposing());
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.header("Location")).isPresent();
      assertThat(answer.header("Retry-After")).isEmpty();
      assertThat(answer.json().object("ruling").text("effect")).isEqualTo(gate);
    }
  }

  @Test
  void aRepeatIsTheSameProposalAndSaysSo() {
    Answer first = api.send(api.proposing().header("Idempotency-Key", "once"));
    Answer again = api.send(api.proposing().header("Idempotency-Key", "once"));
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    assertThat(again.header("Idempotency-Replayed")).contains("true");
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json()).isEqualTo(first.json());
  }

  @Test
  void anIdenticalProposalThatIsPendingIsAnsweredWithTheFirstAndSaysSo() {
    Answer first = api.send(api.proposing());
    Answer second = api.send(api.proposing().header("Idempotency-Key", "second"));
    Answer repeat = api.send(api.proposing().header("Idempotency-Key", "second"));
    Answer anew = api.send(api.post(TestGate.body("{\"anew\":true}")));

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Countersign-Attached")).isEmpty();
    for (Answer attached : List.of(second, repeat)) {
      assertThat(attached.status()).isEqualTo(200);
      assertThat(attached.header("Countersign-Attached")).contains("true");
      assertThat(attached.json().text("id")).isEqualTo(first.json().text("id"));
    }
    assertThat(second.header("Idempotency-Replayed")).isEmpty();
    assertThat(repeat.header("Idempotency-Replayed")).contains("true");
    assertThat(anew.status()).isEqualTo(202);
    assertThat(anew.json().text("possible_duplicate_of")).isEqualTo(first.json().text("id"));
    assertThat(ids(api.get("/v1/proposals"))).hasSize(2);
  }

  @Test
  void anAttachedProposalIsToldWhichBytesRun() {
    Answer first = api.send(api.proposing());
    Answer same = api.send(api.post(TestGate.body("{}")));
    String upper =
        new String(TestGate.body("{}"), StandardCharsets.UTF_8).replace("://api", "://API");
    Answer respelled = api.send(api.post(upper.getBytes(StandardCharsets.UTF_8)));

    assertThat(first.json().has("attached")).isFalse();
    assertThat(same.json().object("attached").bool("same_bytes")).isTrue();
    JsonObject attached = respelled.json().object("attached");
    assertThat(respelled.status()).isEqualTo(200);
    assertThat(attached.text("attached_to")).isEqualTo(first.json().text("id"));
    assertThat(attached.text("action_digest")).isEqualTo(first.json().text("action_digest"));
    assertThat(attached.text("submitted_action_digest"))
        .isNotEqualTo(first.json().text("action_digest"));
    assertThat(attached.bool("same_bytes")).isFalse();
    assertThat(api.get("/v1/proposals/" + first.json().text("id")).json().has("attached"))
        .isFalse();
  }

  @Test
  void whoHasTooManyWaitingReadsWhichBudgetIsSpentAndWhenToComeAgain() {
    int most = OpenBudget.DEFAULT.perAgent();
    Answer last = api.send(api.proposing());
    for (int nth = 0; nth < most; nth++) {
      assertThat(last.status()).isEqualTo(202);
      last = api.send(api.post(TestGate.body("{\"target_id\":\"no-" + nth + "\"}")));
    }

    assertThat(last.status()).isEqualTo(429);
    assertThat(last.header("Retry-After")).contains("60");
    assertThat(last.json().text("code")).isEqualTo("agent_has_too_many_open");
    assertThat(last.json().text("detail")).contains("proposals.open_per_agent is 50");
  }

  @Test
  void whoAsksTooOftenReadsWhenThereIsRoomAgain() {
    Answer last = api.send(api.proposing());
    for (int nth = 0; nth < AskBudget.DEFAULT.perAgent(); nth++) {
      assertThat(last.status()).isEqualTo(202);
      last =
          api.send(
              api.post(
                  TestGate.body(
                      "{\"target_id\":\"no-"
                          + nth
                          + (nth % RevisionOf.MOST_EDITS == 0
                              ? "\"}"
                              : "\",\"supersedes\":\"" + last.json().text("id") + "\"}"))));
    }

    assertThat(last.status()).isEqualTo(429);
    assertThat(last.json().text("code")).isEqualTo("agent_asked_too_often");
    assertThat(last.header("Retry-After")).contains("3600");
  }

  @Test
  void twoPostsAtOnceWithOneKeyMakeOneProposal() {
    List<CompletableFuture<Answer>> both =
        List.of(
            api.sendAsync(api.proposing().header("Idempotency-Key", "race")),
            api.sendAsync(api.proposing().header("Idempotency-Key", "race")));
    List<Answer> answers = both.stream().map(CompletableFuture::join).toList();
    assertThat(answers).extracting(Answer::status).containsOnly(202);
    assertThat(answers.stream().map(a -> a.json().text("id")).distinct()).hasSize(1);
    assertThat(answers.stream().filter(a -> a.header("Idempotency-Replayed").isPresent()))
        .hasSize(1);
  }

  @Test
  void aKeyWithAnotherBodyIsReused() {
    api.send(api.proposing().header("Idempotency-Key", "once"));
    Answer other =
        api.send(
            api.post(TestGate.body("{\"rationale\":\"Another one.\"}"))
                .header("Idempotency-Key", "once"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.code()).isEqualTo("idempotency_key_reused");
  }

  @Test
  void anIdempotencyKeyHasOneTo255VisibleCharacters() {
    assertThat(api.send(api.proposing().header("Idempotency-Key", "k".repeat(255))).status())
        .isEqualTo(202);
    for (String bad : List.of("k".repeat(256), "two words", "tab\tinside")) {
      Answer answer = api.send(api.proposing().header("Idempotency-Key", bad));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("bad_idempotency_key");
    }
    Answer twice =
        api.send(api.proposing().header("Idempotency-Key", "a").header("Idempotency-Key", "b"));
    assertThat(twice.code()).isEqualTo("bad_idempotency_key");
  }

  @Test
  void aProposalMayBeSupersededOnlyOnce() {
    String id = api.send(api.proposing()).json().text("id");
    byte[] superseding = TestGate.body("{\"supersedes\":\"" + id + "\"}");
    assertThat(api.send(api.post(superseding)).status()).isEqualTo(202);
    assertThat(api.get("/v1/proposals/" + id).json().text("status")).isEqualTo("superseded");
    Answer late = api.send(api.post(superseding));
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.code()).isEqualTo("not_supersedable");
  }

  @Test
  void jsonThatIsNoneOrAmbiguousIsMalformed() {
    Answer broken = api.send(api.post("{".getBytes(StandardCharsets.UTF_8)));
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.code()).isEqualTo("malformed_json");
    Answer twice = api.send(api.post("{\"a\":1,\"\\u0061\":2}".getBytes(StandardCharsets.UTF_8)));
    assertThat(twice.status()).isEqualTo(400);
    assertThat(twice.code()).isEqualTo("duplicate_name");
    assertThat(twice.json().number("offset")).isEqualTo(7);
    assertThat(twice.json().objects("errors", error -> error.text("pointer")))
        .containsExactly("/a");
    Answer large =
        api.send(api.post("{\"a\":{\"b\":[0,9007199254740993]}}".getBytes(StandardCharsets.UTF_8)));
    assertThat(large.code()).isEqualTo("bad_number");
    assertThat(large.json().text("detail")).contains("send a larger one as a string");
    assertThat(large.json().objects("errors", error -> error.text("pointer")))
        .containsExactly("/a/b/1");
  }

  @Test
  void everythingWrongWithABodyIsToldAtOnce() {
    Answer answer = api.send(api.post("{\"nonsense\":1}".getBytes(StandardCharsets.UTF_8)));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    JsonObject problem = answer.json();
    assertThat(problem.text("type")).isEqualTo("urn:countersign:problem:invalid_proposal");
    assertThat(problem.text("title")).isNotBlank();
    assertThat(problem.number("status")).isEqualTo(422);
    assertThat(problem.text("detail")).isNotBlank();
    assertThat(problem.items("errors")).hasSizeGreaterThan(1);
    assertThat(problem.objects("errors", error -> error.members().keySet()))
        .allSatisfy(
            names -> assertThat(names).containsExactlyInAnyOrder("pointer", "detail", "code"));
  }

  @Test
  void whatTheConnectionDoesNotAdmitIsUnprocessable() {
    api.gate.executor.refuse("destination_not_allowed");
    Answer answer = api.send(api.proposing());
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("destination_not_allowed");
  }

  @Test
  void whatTheGateKnowsOtherwiseIsNamedWithItsPlaceLikeEveryOtherMistake() {
    Map<String, String> mistakes =
        Map.of(
            "{\"environment\":\"staging\"}", "/environment environment_mismatch",
            "{\"agent\":{\"on_behalf_of\":\"nobody\"}}", "/agent/on_behalf_of unknown_person",
            "{\"expires_at\":\"2001-01-01T00:00:00Z\"}", "/expires_at already_expired",
            "{\"supersedes\":\"prop_01J0000000000000000000000A\"}", "/supersedes not_supersedable");
    mistakes.forEach((member, expected) -> {
      Answer answer = api.send(api.post(TestGate.body(member)));
      assertThat(answer.status()).as(member).isIn(409, 422);
      assertThat(
              answer
                  .json()
                  .objects("errors", error -> error.text("pointer") + " " + error.text("code")))
          .containsExactly(expected);
      assertThat(answer.code()).isEqualTo(expected.split(" ", -1)[1]);
    });
  }

  @Test
  void anAgentProposesOnlyItsClasses() {
    Answer answer =
        api.send(api.proposing().setHeader("Authorization", "Bearer " + ApiFixture.OTHER));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("class_not_permitted");
  }

  @Test
  void aStrangersProposalLooksLikeNone() {
    String id = api.send(api.proposing()).json().text("id");
    String unknown = "prop_" + "0".repeat(26);
    for (String path : List.of("", "/audit")) {
      Answer foreign = api.send(api.as(ApiFixture.OTHER, "/v1/proposals/" + id + path));
      Answer none = api.get("/v1/proposals/" + unknown + path);
      assertThat(foreign.status()).isEqualTo(404);
      assertThat(foreign.json()).isEqualTo(none.json());
    }
    Answer withdrawn =
        api.send(
            api.as(ApiFixture.OTHER, "/v1/proposals/" + id + "/withdraw")
                .POST(BodyPublishers.noBody()));
    assertThat(withdrawn.status()).isEqualTo(404);
    assertThat(withdrawn.json()).isEqualTo(api.get("/v1/proposals/" + unknown).json());
    assertThat(api.get("/v1/proposals/" + id).json().text("status")).isEqualTo("pending");
    assertThat(api.get("/v1/proposals/nonsense").json())
        .isEqualTo(api.get("/v1/proposals/" + unknown).json());
  }

  @Test
  void withdrawingEndsWhatIsPendingAndNothingElse() {
    String id = api.send(api.proposing()).json().text("id");
    String path = "/v1/proposals/" + id + "/withdraw";
    Answer withdrawn = api.send(api.request(path).POST(BodyPublishers.noBody()));
    assertThat(withdrawn.status()).isEqualTo(200);
    assertThat(withdrawn.json().text("status")).isEqualTo("withdrawn");

    ProposalId decided = api.gate.ask();
    api.gate.press("ULENA", Decision.REJECT);
    Answer late =
        api.send(
            api.request("/v1/proposals/" + decided + "/withdraw").POST(BodyPublishers.noBody()));
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.code()).isEqualTo("already_decided");
  }

  @Test
  void whatNobodyKnowsTheEndOfIsListedByItself() {
    api.gate.executor.answer(_ -> new Outcome.Unknown("timeout", 0));
    ProposalId lost = api.gate.ask();
    api.gate.press("ULENA", Decision.APPROVE);
    api.gate.execute();
    api.gate.ask();

    assertThat(ids(api.get("/v1/proposals?execution=unknown"))).containsExactly(lost.value());
    assertThat(ids(api.send(api.as(ApiFixture.OTHER, "/v1/proposals?execution=unknown"))))
        .isEmpty();
    for (String odd : List.of("execution=failed", "execution=unknown&status=approved")) {
      assertThat(api.get("/v1/proposals?" + odd).code()).isEqualTo("bad_execution");
    }

    sendForm(Intervention.RECONCILE, lost, Optional.of("It happened"));
    assertThat(ids(api.get("/v1/proposals?execution=unknown"))).isEmpty();
  }

  @Test
  void whatWasDoneIsProposedToBeUndone() {
    api.gate.policy.set(TestGate.policy(TestGate.ONE_LEAD.replace("api_call", "record_change")));
    ProposalId done = api.gate.propose(SampleProposals.billingTermsBody());
    String path = "/v1/proposals/" + done + "/undo";
    assertThat(api.send(api.request(path).POST(BodyPublishers.noBody())).code())
        .isEqualTo("not_done");
    api.gate.showCards();
    api.gate.press("ULENA", Decision.APPROVE);
    api.gate.execute();

    assertThat(api.send(api.request(path).POST(BodyPublishers.ofString("{}"))).code())
        .isEqualTo("unsupported_media_type");
    assertThat(undoing(path, "{\"note\":\"why\"}").code()).isEqualTo("invalid_proposal");
    Answer undo = undoing(path, "{\"rationale\":\"Booked twice\"}");
    Answer again = undoing(path, "{\"rationale\":\"Booked twice\"}");

    assertThat(undo.status()).isEqualTo(202);
    assertThat(undo.json().object("undo_of").text("id")).isEqualTo(done.value());
    assertThat(again.json().text("id")).isEqualTo(undo.json().text("id"));
    assertThat(again.header("Idempotency-Replayed")).contains("true");
    assertThat(api.send(api.as(ApiFixture.OTHER, path).POST(BodyPublishers.noBody())).status())
        .isEqualTo(404);
  }

  private Answer undoing(String path, String body) {
    return api.send(
        api.request(path)
            .header("Idempotency-Key", "k1")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void theAuditCanBeCheckedFromWhatIsAnswered() {
    ProposalId id = api.gate.ask();
    api.gate.press("ULENA", Decision.APPROVE);
    Answer answer = api.get("/v1/proposals/" + id + "/audit");
    assertThat(answer.status()).isEqualTo(200);
    String prev = "";
    for (JsonObject entry : answer.json().objects("entries", e -> e)) {
      byte[] body = CanonicalJson.bytes(entry.object("body"));
      assertThat(AuditEntry.hash(body).value()).isEqualTo(entry.text("hash"));
      if (entry.number("seq") > 1) {
        assertThat(entry.text("prev")).isEqualTo(prev);
      }
      prev = entry.text("hash");
    }
    assertThat(prev).isEqualTo(api.gate.record(id).head().hash().value());
  }

  @Test
  void aListGoesOnWhereItEnded() {
    List<String> made =
        List.of(propose(1), propose(2), propose(3)).stream().sorted().toList().reversed();
    Answer first = api.get("/v1/proposals?limit=2");
    assertThat(ids(first)).containsExactlyElementsOf(made.subList(0, 2));
    Answer rest = api.get("/v1/proposals?limit=2&cursor=" + first.json().text("next_cursor"));
    assertThat(ids(rest)).containsExactly(made.get(2));
    assertThat(rest.json().get("next_cursor")).isEqualTo(JsonNull.NULL);
    assertThat(ids(api.get("/v1/proposals?status=approved"))).isEmpty();
    assertThat(ids(api.get("/v1/proposals?status=pending"))).hasSize(3);
    assertThat(ids(api.send(api.as(ApiFixture.OTHER, "/v1/proposals")))).isEmpty();
  }

  @Test
  void aClientStateOfFullDepthIsListedToo() {
    String deep = "{\"a\":".repeat(29) + "{}" + "}".repeat(29);
    assertThat(api.send(api.post(TestGate.body("{\"client_state\":" + deep + "}"))).status())
        .isEqualTo(202);
    Answer answer = api.get("/v1/proposals");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(new String(answer.response().body(), StandardCharsets.UTF_8)).contains(deep);
  }

  private String propose(int nth) {
    api.gate.clock.advance(Duration.ofSeconds(nth));
    return api.send(api.post(TestGate.body("{\"anew\":true}"))).json().text("id");
  }

  private static List<String> ids(Answer list) {
    return list.json().objects("items", item -> item.text("id"));
  }

  @Test
  void aListRefusesWhatItDoesNotUnderstand() {
    assertThat(api.get("/v1/proposals?limit=0").code()).isEqualTo("bad_limit");
    assertThat(api.get("/v1/proposals?limit=101").code()).isEqualTo("bad_limit");
    assertThat(api.get("/v1/proposals?limit=x").code()).isEqualTo("bad_limit");
    assertThat(api.get("/v1/proposals?status=open").code()).isEqualTo("bad_status");
    assertThat(api.get("/v1/proposals?cursor=prop_1").code()).isEqualTo("bad_cursor");
    assertThat(api.get("/v1/proposals?limit=100").status()).isEqualTo(200);
  }

  @Test
  void anEvaluationRulesAndRecordsNothing() {
    Answer answer = evaluate();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().object("ruling").text("effect")).isEqualTo("ask");
    assertThat(answer.json().bool("somebody_can_approve")).isTrue();
    assertThat(ids(api.get("/v1/proposals"))).isEmpty();

    Options options = new Options();
    options.policy = TestGate.ONE_LEAD.replace("support-leads", "silent");
    reopen(options);
    Answer nobody = evaluate();
    assertThat(nobody.json().object("ruling").text("effect")).isEqualTo("refuse");
    assertThat(nobody.json().bool("somebody_can_approve")).isFalse();
  }

  @Test
  void anAgentReadsOfEachStageWhoIsAskedAndWhoIsOnCall() {
    Options options = new Options();
    options.policy =
        TestGate.ONE_LEAD.replace("1}]", "1},{\"group\":\"finance\",\"approvals\":1}]");
    options.people =
        TestGate.PEOPLE.replace(
            "\"C01\"",
            "\"C01\",\"on_call\":{\"from\":\"2026-11-23T00:00\",\"zone\":\"UTC\",\"every\":\"1d\","
                + "\"people\":[\"lena\",\"marc\"]}");
    reopen(options);
    JsonObject leads = stages(evaluate()).getFirst();
    JsonObject finance = stages(evaluate()).getLast();

    assertThat(leads.texts("asked"))
        .as("without the owner")
        .containsExactly("lena", "marc", "nina");
    assertThat(leads.text("on_call")).isEqualTo("lena");
    assertThat(finance.texts("asked")).containsExactly("nina", "pia");
    assertThat(finance.get("on_call")).isEqualTo(JsonNull.NULL);

    Answer pending = api.send(api.proposing());
    String path = "/v1/proposals/" + pending.json().text("id");
    assertThat(stages(pending)).containsExactly(leads, finance);
    assertThat(stages(api.get(path))).containsExactly(leads, finance);
    JsonObject listed = api.get("/v1/proposals").json().objects("items", item -> item).getFirst();
    assertThat(listed.object("ruling").objects("stages", stage -> stage).getFirst().get("asked"))
        .isEqualTo(JsonNull.NULL);

    api.send(api.request(path + "/withdraw").POST(BodyPublishers.noBody()));
    assertThat(stages(api.get(path)).getFirst().get("asked")).isEqualTo(JsonNull.NULL);
    assertThat(stages(api.get(path)).getFirst().get("on_call")).isEqualTo(JsonNull.NULL);
  }

  @Test
  void anotherTurnIsAnotherAnswer() {
    Options options = new Options();
    options.policy = TestGate.ONE_LEAD.replace("4h", "2d");
    options.people =
        TestGate.PEOPLE.replace(
            "\"C01\"",
            "\"C01\",\"on_call\":{\"from\":\"2026-11-23T00:00\",\"zone\":\"UTC\",\"every\":\"1d\","
                + "\"people\":[\"lena\",\"marc\"]}");
    reopen(options);
    String path = "/v1/proposals/" + api.send(api.proposing()).json().text("id");
    Answer before = api.get(path);
    api.gate.clock.advance(Duration.ofDays(1));
    Answer after =
        api.send(api.request(path).header("If-None-Match", before.header("ETag").orElseThrow()));

    assertThat(after.status()).isEqualTo(200);
    assertThat(stages(after).getFirst().text("on_call")).isEqualTo("marc");
  }

  private static List<JsonObject> stages(Answer answer) {
    return answer.json().object("ruling").objects("stages", stage -> stage);
  }

  private Answer evaluate() {
    return api.send(
        api.request("/v1/evaluations")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(TestGate.body("{}"))));
  }

  @Test
  void theKeysThatVerifyGrantsArePublic() {
    Answer answer = api.send(api.request("/.well-known/jwks.json").setHeader("Authorization", "x"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json()).isEqualTo(api.gate.keys.publicKeys());
  }

  @Test
  void theShapeOfAProposalIsServedToEverybody() {
    Answer answer =
        api.send(
            api.request("/v1/schemas/proposal.v1.schema.json").setHeader("Authorization", "x"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/schema+json");
    assertThat(answer.json()).isEqualTo(CanonicalJson.parse(ProposalSchema.bytes()));
  }

  @Test
  void proposalsAndRulingsAreCountedOnce() {
    api.send(api.proposing().header("Idempotency-Key", "once"));
    api.send(api.proposing().header("Idempotency-Key", "once"));
    assertThat(api.scrape())
        .containsPattern("countersign_proposals_total\\{class=\"api_call\",risk=\"\\w+\"} 1.0")
        .contains("countersign_rulings_total{effect=\"ask\"} 1.0");
  }

  @Test
  void whatIsReportedAfterTheDecisionIsCountedAndChangesTheTag() {
    ProposalId id = api.gate.ask();
    api.gate.press("ULENA", Decision.REJECT);
    String path = "/v1/proposals/" + id;
    Answer before = api.get(path);
    assertThat(before.json().number("problems")).isZero();
    String seen = before.header("ETag").orElseThrow();

    api.gate.problems.report(
        new AccountId(Surface.SLACK, TestGate.TEAM, "UMARC"), id.value(), "It was right");

    Answer after = api.send(api.request(path).header("If-None-Match", seen));
    assertThat(after.status()).isEqualTo(200);
    assertThat(after.json().number("problems")).isEqualTo(1);
    String tag = after.header("ETag").orElseThrow();
    assertThat(api.send(api.request(path).header("If-None-Match", tag)).status()).isEqualTo(304);
  }

  @Test
  void anAgentThatWaitsReadsThatItIsAskedToProposeAnew() throws Exception {
    ProposalId id = api.gate.ask();
    api.gate.press("ULENA", Decision.REJECT);
    String path = "/v1/proposals/" + id;
    Answer before = api.get(path);
    assertThat(before.json().items("asked_again")).isEmpty();
    String seen = before.header("ETag").orElseThrow();

    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() ->
            api.send(api.request(path).header("If-None-Match", seen).header("Prefer", "wait=30")));
    AccountId marc = new AccountId(Surface.SLACK, TestGate.TEAM, "UMARC");
    api.gate.interventions.send(
        new InterventionDesk.Sent(
            Intervention.RESUBMIT,
            marc,
            id.value(),
            Optional.empty(),
            Optional.of("Half of it"),
            Digest.of("callback"),
            api.gate.formSeal("resubmit", marc, id)));

    Answer after = waiting.get(20, TimeUnit.SECONDS);
    assertThat(after.status()).isEqualTo(200);
    JsonObject asked = after.json().objects("asked_again", one -> one).getFirst();
    assertThat(asked.text("kind")).isEqualTo("resubmit");
    assertThat(asked.text("person")).isEqualTo("marc");
    assertThat(asked.text("note")).isEqualTo("Half of it");
    assertThat(after.json().number("version")).isEqualTo(before.json().number("version"));
  }

  @Test
  void whoAskedForARetryIsNotReadOnceAPersonRecordedThatItHappened() {
    api.gate.executor.answer(_ -> new Outcome.Unknown("timeout", 0));
    ProposalId id = api.gate.ask();
    api.gate.press("ULENA", Decision.APPROVE);
    api.gate.execute();
    sendForm(Intervention.RETRY, id, Optional.empty());
    String path = "/v1/proposals/" + id;
    Answer before = api.get(path);
    assertThat(before.json().items("asked_again")).hasSize(1);
    String seen = before.header("ETag").orElseThrow();

    sendForm(Intervention.RECONCILE, id, Optional.of("It happened"));

    Answer after = api.send(api.request(path).header("If-None-Match", seen));
    assertThat(after.status()).isEqualTo(200);
    assertThat(after.json().items("asked_again")).isEmpty();
  }

  private void sendForm(Intervention form, ProposalId id, Optional<String> found) {
    AccountId marc = new AccountId(Surface.SLACK, TestGate.TEAM, "UMARC");
    assertThat(
            api.gate.interventions.send(
                new InterventionDesk.Sent(
                    form,
                    marc,
                    id.value(),
                    found,
                    Optional.of("It stands in the ledger of the bank"),
                    Digest.of("callback"),
                    api.gate.formSeal(WireName.of(form), marc, id))))
        .isInstanceOf(InterventionDesk.Answer.Done.class);
  }
}
