package dev.countersign.executors.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.countersign.card.Intervention;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Outcome;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ContactService;
import dev.countersign.executors.ContactService.Making;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.RecordGate;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonBoolean;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Execution;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Records that a service makes, and gives their keys.
@Timeout(60)
class CreatedResourceTest {
  private static final String KEYS =
      "\"allow\":[\"create\",\"archive\"],\"create\":\"/v1/contacts\","
          + "\"archive\":{\"at\":\"/archived\"},\"verify\":true,\"dry_run\":true";

  private static final String KEYED = ",\"idempotency_header\":\"Idempotency-Key\"";

  private static final String BODY =
      """
      {"action_type":"contact.change","target_system":"contacts","proposed_changes":{
        "class":"record_change","operation":"create","record_type":"contact",
        "changes":[{"path":"/status","to":"active"},{"path":"/email","to":%s}]}}
      """;

  private static final String ADA = "{\"path\":\"/email\",\"to\":\"ada@example.com\"}";

  private static final WireMockServer TARGET =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
  private static final ContactService SERVICE = new ContactService();

  @BeforeAll
  static void start() {
    TARGET.start();
  }

  @AfterAll
  static void stop() {
    TARGET.stop();
    SERVICE.close();
  }

  @BeforeEach
  void forget() {
    TARGET.resetAll();
    SERVICE.forget();
  }

  private static Outcome made(Action action) {
    return Calls.send(SERVICE.registry(KEYS), Calls.order(action));
  }

  /// By the target that answers as it is told.
  private static Outcome answered(String more, ResponseDefinitionBuilder answer) {
    TARGET.stubFor(post(anyUrl()).willReturn(answer));
    return send(more);
  }

  private static Outcome send(String more) {
    ExecutorRegistry registry =
        ContactService.registry(
            "http://api.contacts.example:" + TARGET.port(), KEYS, more, "1500ms");
    return Calls.send(registry, Calls.order(ContactService.create(ADA)));
  }

  private static List<LoggedRequest> posted() {
    return TARGET.findAll(postRequestedFor(anyUrl()));
  }

  private static Optional<RecordMark> left(Outcome outcome) {
    return ((Outcome.Succeeded) outcome).left();
  }

  @Test
  void whatWasApprovedIsPostedAndTheKeyThatItIsGivenIsKept() {
    Outcome outcome =
        made(
            ContactService.create(
                ADA + ",{\"path\":\"/limit\",\"to\":10.50},{\"path\":\"/renewal\",\"to\":null}"));

    assertThat(left(outcome)).contains(new RecordMark(Optional.of("c_1"), Optional.of("\"v1\"")));
    assertThat(SERVICE.methods()).containsExactly("POST");
    assertThat(SERVICE.changes().getFirst())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Authorization", "Bearer canary")
        .doesNotContainKey("If-Match");
    assertThat(Calls.json(Objects.requireNonNull(SERVICE.changes().getFirst().get("body"))))
        .isEqualTo(
            Calls.json(
                "{\"limit\":10.5,\"profile\":{\"email\":\"ada@example.com\"},\"renewal\":null}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE contact; --",
        "a@b\r\nIf-Match: *",
        "\u202Egnp.exe",
        "{\"$ref\":\"#\"}",
        "<script>alert(1)</script>",
        "\\",
        "\uD83D\uDC69\u200D\uD83D\uDCBB"
      })
  void hostileTextArrivesAsItWasApproved(String text) {
    made(
        ContactService.create(
            "{\"path\":\"/email\",\"to\":" + CanonicalJson.text(Json.of(text)) + "}"));
    assertThat(SERVICE.held("c_1", "/profile/email")).contains(Json.of(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/contacts/c_9                              | c_9
          http://api.contacts.example:%d/v1/contacts/c_9 | c_9
          /v1/contacts/a%%20b                           | a b
          https://evil.example/v1/contacts/c_9          |
          //evil.example/v1/contacts/c_9                |
          /v1/contacts/..                               |
          /v1/contacts/a%%2fb                           |
          /v2/contacts/c_9                              |
          /v1/contacts/c_9/notes                        |
          """)
  void whereNoDocumentAnswersItsAddressSaysTheKeyIfItIsOneOfThisType(String at, String key) {
    Outcome outcome =
        answered(
            "",
            aResponse()
                .withStatus(201)
                .withHeader("location", at.formatted(TARGET.port()))
                .withHeader("etag", "\"1\""));

    assertThat(left(outcome).flatMap(RecordMark::key)).isEqualTo(Optional.ofNullable(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"../../admin\"}",
        "{\"id\":\"a/b\"}",
        "{\"id\":7}",
        "{\"id\":\"\"}",
        "{\"id\":\"a\\u0000b\"}",
        "{\"id\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}",
        "{}",
        "[]",
        "not JSON"
      })
  void aKeyThatNoRecordOfThisTypeHasIsNotKept(String body) {
    assertThat(left(answered("", aResponse().withStatus(201).withBody(body)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "200, true, ,",
    "202, true, ,",
    "303, false, target_unclear, unknown",
    "400, false, target_refused, failed",
    "404, false, target_refused, failed",
    "408, false, target_unclear, unknown",
    "409, false, target_refused, failed",
    "412, false, target_refused, failed",
    "422, false, target_refused, failed",
    "429, false, target_refused, failed",
    "500, false, target_error, unknown"
  })
  void whatTheAnswerSays(int status, boolean succeeds, String code, String end) {
    Outcome outcome = answered("", aResponse().withStatus(status));
    if (succeeds) {
      assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    } else {
      assertThat(outcome)
          .isEqualTo(
              end.equals("failed")
                  ? new Outcome.Failed(code, status)
                  : new Outcome.Unknown(code, status));
    }
    assertThat(posted()).as("without a key nothing is sent again").hasSize(1);
  }

  static Stream<Arguments> lost() {
    return Stream.of(
        Arguments.of(aResponse().withFixedDelay(5000), "timeout"),
        Arguments.of(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), "connection_reset"),
        Arguments.of(aResponse().withFault(Fault.EMPTY_RESPONSE), "no_answer"),
        Arguments.of(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE), "malformed_answer"));
  }

  @ParameterizedTest
  @MethodSource("lost")
  void anAnswerThatIsLostIsUnknown(ResponseDefinitionBuilder answer, String code) {
    assertThat(answered("", answer))
        .isInstanceOfSatisfying(Outcome.Unknown.class, it -> assertThat(it.code()).isEqualTo(code));
    assertThat(posted()).hasSize(1);
  }

  @Test
  void whatWasLostIsPostedAgainUnderItsKeyAndTheKeyOfTheRecordIsKept() {
    TARGET.stubFor(
        post(anyUrl())
            .inScenario("lost")
            .whenScenarioStateIs(STARTED)
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
            .willSetStateTo("made"));
    TARGET.stubFor(
        post(anyUrl())
            .inScenario("lost")
            .whenScenarioStateIs("made")
            .willReturn(aResponse().withStatus(201).withBody("{\"id\":\"c_7\"}")));

    assertThat(left(send(KEYED)).flatMap(RecordMark::key)).contains("c_7");

    assertThat(posted()).hasSize(2);
    assertThat(posted()).allMatch(each -> Calls.KEY.equals(each.getHeader("Idempotency-Key")));
    assertThat(posted().stream().map(LoggedRequest::getBodyAsString).distinct()).hasSize(1);
  }

  @Test
  void aConflictUnderAKeyMayBeOfTheSameKeyAndIsUnclearHoweverOftenItIsSent() {
    assertThat(answered(KEYED, aResponse().withStatus(409)))
        .isEqualTo(new Outcome.Unknown("target_unclear", 409));
    assertThat(posted()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"path":"/note","to":"x"}                     | {}               | field_not_allowed
          {"path":"/status","to":"gone"}                | {}               | value_not_allowed
          {"path":"/limit","to":1000.01}                | {}               | value_not_allowed
          {"path":"/email","from":"a@b.example","to":"x"} | {}             | value_not_allowed
          """)
  void whatTheFileDoesNotAllowIsRefused(String change, String preconditions, String code) {
    assertThat(SERVICE.registry(KEYS).check(ContactService.create(change)))
        .get()
        .extracting(Inadmissible::code)
        .isEqualTo(code);
  }

  @Test
  void anAgentGivesItNoKey() {
    Action action = ContactService.change("create", "c_1", ADA);
    assertThat(SERVICE.registry(KEYS).check(action))
        .get()
        .extracting(Inadmissible::code, Inadmissible::pointer)
        .containsExactly("target_id_not_allowed", "/target_id");
    assertThat(SERVICE.registry().check(ContactService.create(ADA)))
        .get()
        .extracting(Inadmissible::code)
        .isEqualTo("operation_not_allowed");
  }

  @Test
  void whatIsNotThereYetIsNeitherReadBeforeNorTriedNorReadBack() {
    ExecutorRegistry registry = SERVICE.registry(KEYS);
    Action action = ContactService.create(ADA);
    assertThat(registry.readsFirst(action)).isFalse();
    assertThat(registry.triesOut(action)).isFalse();
    assertThat(registry.readsBack(action)).isFalse();
  }

  @Test
  void itIsMadeThroughTheGateAndTakenBackByArchivingIt() {
    RecordGate records = new RecordGate(SERVICE.registry(KEYS), CreatedResourceTest::made);
    ProposalId first = records.proposed(BODY.formatted("\"ada@example.com\""));
    assertThat(records.card(first)).contains("Exactly what is created", "ada@example.com");
    records.approveAndExecute();
    assertThat(records.card(first)).contains("it calls the new record ", "c_1");
    assertThat(records.offered(first)).contains(Intervention.UNDO);

    ProposalId undo = records.undone(first);

    assertThat(records.end(undo)).isInstanceOf(Execution.Succeeded.class);
    assertThat(records.action(undo).targetId()).contains("c_1");
    assertThat(SERVICE.held("c_1", "/archived")).contains(JsonBoolean.TRUE);
    assertThat(SERVICE.held("c_1", "/profile/email")).contains(Json.of("ada@example.com"));
  }

  @Test
  void whatNobodyCanFindAgainIsNotOfferedToBeTakenBack() {
    SERVICE.make(new Making(202, false, Optional.empty()));
    RecordGate records = new RecordGate(SERVICE.registry(KEYS), CreatedResourceTest::made);
    ProposalId first = records.proposed(BODY.formatted("null"));
    records.approveAndExecute();

    assertThat(records.end(first)).isInstanceOf(Execution.Succeeded.class);
    assertThat(records.offered(first)).doesNotContain(Intervention.UNDO);
    assertThat(records.askToUndo(first).words()).contains("did not say which record it made");
  }
}
