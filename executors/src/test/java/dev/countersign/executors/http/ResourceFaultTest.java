package dev.countersign.executors.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.RecordLook;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ContactService;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.proposal.Action;
import java.util.List;
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

/// Every way in which a service may fail while a record of its is read and changed, and which
/// outcome is true then.
@Timeout(60)
class ResourceFaultTest {
  private static final WireMockServer TARGET =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());

  private static final String CONTACT = "{\"id\":\"c_1\",\"status\":\"active\"}";
  private static final Action PAUSE =
      ContactService.change(
          "update", "c_1", "{\"path\":\"/status\",\"from\":\"active\",\"to\":\"paused\"}");

  @BeforeAll
  static void start() {
    TARGET.start();
  }

  @AfterAll
  static void stop() {
    TARGET.stop();
  }

  @BeforeEach
  void forget() {
    TARGET.resetAll();
  }

  private static ExecutorRegistry registry(String more) {
    return ContactService.registry(
        "http://api.contacts.example:" + TARGET.port(), ContactService.USUAL, more, "700ms");
  }

  private static Outcome made() {
    return Calls.send(registry(""), Calls.order(PAUSE));
  }

  private static ResponseDefinitionBuilder shown() {
    return aResponse()
        .withHeader("content-type", "application/json")
        .withHeader("etag", "\"1\"")
        .withBody(CONTACT);
  }

  private static void showing(ResponseDefinitionBuilder answer) {
    TARGET.stubFor(get(anyUrl()).willReturn(answer));
  }

  private static List<String> methods() {
    return TARGET.getServeEvents().getRequests().reversed().stream()
        .map(each -> each.getRequest().getMethod().getName())
        .toList();
  }

  static Stream<Arguments> unshown() {
    return Stream.of(
        Arguments.of(
            shown().withStatus(301).withHeader("location", "/v1/contacts/c_2"),
            "record_not_readable"),
        Arguments.of(
            shown().withStatus(302).withHeader("location", "https://evil.example/"),
            "record_not_readable"),
        Arguments.of(shown().withStatus(206), "record_not_readable"),
        Arguments.of(shown().withStatus(401), "record_not_readable"),
        Arguments.of(shown().withStatus(500), "record_not_readable"),
        Arguments.of(shown().withStatus(404), "record_not_found"),
        Arguments.of(shown().withStatus(410), "record_not_found"),
        Arguments.of(shown().withHeader("content-type", "text/html"), "record_not_readable"),
        Arguments.of(
            aResponse()
                .withHeader("content-type", "text/html")
                .withHeader("etag", "\"1\"")
                .withBody(CONTACT),
            "record_not_readable"),
        Arguments.of(
            aResponse().withHeader("etag", "\"1\"").withBody(CONTACT), "record_not_readable"),
        Arguments.of(shown().withHeader("etag", "\"2\""), "record_unversioned"),
        Arguments.of(shown().withBody("[" + CONTACT + "]"), "record_not_readable"),
        Arguments.of(shown().withBody(""), "record_not_readable"),
        Arguments.of(
            shown().withBody("{\"id\":\"c_1\",\"status\":\"active\",\"status\":\"paused\"}"),
            "record_not_readable"),
        Arguments.of(
            shown()
                .withBody(
                    "{\"id\":\"c_1\",\"status\":\"active\",\"x\":\"" + "y".repeat(5000) + "\"}"),
            "record_not_readable"),
        Arguments.of(
            shown().withBody("{\"id\":\"C_1\",\"status\":\"active\"}"), "record_mismatched"),
        Arguments.of(
            shown().withBody("{\"id\":\"c_2\",\"status\":\"active\"}"), "record_mismatched"),
        Arguments.of(shown().withBody("{\"id\":1,\"status\":\"active\"}"), "record_mismatched"),
        Arguments.of(shown().withBody("{\"status\":\"active\"}"), "record_mismatched"),
        Arguments.of(shown().withFixedDelay(5000), "timeout_before_send"),
        Arguments.of(
            aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), "connection_reset_before_send"),
        Arguments.of(aResponse().withFault(Fault.EMPTY_RESPONSE), "no_answer_before_send"),
        Arguments.of(
            aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE), "malformed_answer_before_send"));
  }

  @ParameterizedTest
  @MethodSource("unshown")
  void whatIsNotShownAsItHasToBeIsNotChanged(ResponseDefinitionBuilder answer, String code) {
    showing(answer);

    assertThat(made())
        .isInstanceOfSatisfying(Outcome.Failed.class, it -> assertThat(it.code()).isEqualTo(code));

    assertThat(methods()).as("a redirect is never followed").containsOnly("GET").hasSizeLessThan(2);
  }

  @ParameterizedTest
  @CsvSource({
    "200, true, ,",
    "202, true, ,",
    "301, false, target_refused, failed",
    "302, false, target_unclear, unknown",
    "400, false, target_refused, failed",
    "404, false, record_not_found, failed",
    "408, false, target_unclear, unknown",
    "409, false, target_refused, failed",
    "412, false, target_refused, failed",
    "422, false, target_refused, failed",
    "428, false, target_refused, failed",
    "429, false, target_refused, failed",
    "500, false, target_error, unknown",
    "503, false, target_error, unknown"
  })
  void whatTheAnswerToTheChangeSays(int status, boolean succeeds, String code, String end) {
    showing(shown());
    TARGET.stubFor(patch(anyUrl()).willReturn(aResponse().withStatus(status)));

    Outcome outcome = made();

    if (succeeds) {
      assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    } else {
      assertThat(outcome)
          .isEqualTo(
              end.equals("failed")
                  ? new Outcome.Failed(code, status)
                  : new Outcome.Unknown(code, status));
    }
    assertThat(methods().stream().filter("PATCH"::equals)).hasSize(1);
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
  void anAnswerThatIsLostOnceTheChangeLeftIsUnknown(ResponseDefinitionBuilder answer, String code) {
    showing(shown());
    TARGET.stubFor(patch(anyUrl()).willReturn(answer));

    assertThat(made())
        .isInstanceOfSatisfying(Outcome.Unknown.class, it -> assertThat(it.code()).isEqualTo(code));
    assertThat(methods()).containsExactly("GET", "PATCH");
  }

  @Test
  void aConflictOfATargetThatKnowsKeysIsUnclear() {
    showing(shown());
    TARGET.stubFor(patch(anyUrl()).willReturn(aResponse().withStatus(409)));

    assertThat(
            Calls.send(registry(",\"idempotency_header\":\"Idempotency-Key\""), Calls.order(PAUSE)))
        .isEqualTo(new Outcome.Unknown("target_unclear", 409));
    assertThat(
            TARGET
                .getServeEvents()
                .getRequests()
                .getFirst()
                .getRequest()
                .getHeader("idempotency-key"))
        .isEqualTo(Calls.KEY);
  }

  @Test
  void aChangeThatWasRefusedIsNeverUnknownHoweverTheSecondLookEnds() {
    TARGET.stubFor(get(anyUrl()).inScenario("once").willReturn(shown()).willSetStateTo("refused"));
    TARGET.stubFor(patch(anyUrl()).willReturn(aResponse().withStatus(412)));
    TARGET.stubFor(
        get(anyUrl())
            .inScenario("once")
            .whenScenarioStateIs("refused")
            .willReturn(aResponse().withFixedDelay(5000)));

    assertThat(made()).isEqualTo(new Outcome.Failed("record_changed", 412));
  }

  @Test
  void beforePeopleAreAskedNobodyLearnsMoreThanThatItCannotBeRead() {
    TARGET.stubFor(any(anyUrl()).willReturn(shown().withStatus(503)));
    assertThat(registry("").readFirst(PAUSE, ContactService.AGENT))
        .isEqualTo(new RecordLook.NotRead("target_error"));
    TARGET.stubFor(any(anyUrl()).willReturn(shown().withStatus(302)));
    assertThat(registry("").readFirst(PAUSE, ContactService.AGENT))
        .isEqualTo(new RecordLook.NotRead("target_refused"));
    TARGET.stubFor(any(anyUrl()).willReturn(shown().withFixedDelay(5000)));
    assertThat(registry("").readFirst(PAUSE, ContactService.AGENT))
        .isEqualTo(new RecordLook.NotRead("timeout"));
    assertThat(registry("").readBack(PAUSE)).isEqualTo(new TargetLook.NotRead("timeout"));
    assertThat(registry("").tryOut(PAUSE)).isEqualTo(TargetTrial.notTried("timeout"));
  }
}
