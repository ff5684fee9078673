package dev.countersign.executors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Outcome;
import dev.countersign.executors.Billing;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.connection.ConnectionsReader;
import dev.countersign.executors.connection.ConnectionsResult;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyAdmissionTest {
  private static final String BASE = "https://api.billing.example";
  private static final String JSON = "/proposed_changes/body/json";
  private static final String TEXT = "/proposed_changes/body/text";

  private static final String REFUND =
      """
      {"fields":{"charge":{"required":true,"pattern":"ch_[a-z0-9]+","longest":12},
        "amount":{"type":"number","least":1,"most":500,"digits":2},
        "reason":{"enum":["damaged","duplicate"],"nullable":true},
        "notify":{"type":"boolean"},
        "on":{"type":"date"},
        "metadata":{"type":"object","others":true,"fields":{"case":{"longest":4}}},
        "payee":{"type":"object","fields":{"iban":{"required":true}}},
        "lines":{"type":"list","least":1,"most":2,"of":{"type":"object","fields":{"sku":{"required":true}}}}}}
      """;

  private static final String FORM =
      """
      {"as":"form","fields":{"charge":{"required":true,"pattern":"ch_[a-z0-9]+"},
        "amount":{"type":"number","least":1,"most":500},"notify":{"type":"boolean"},
        "metadata[case]":{"longest":4},"expand[]":{"type":"list","most":2,"of":{"longest":8}}}}
      """;

  private static ExecutorRegistry registry(String... bodies) {
    var allow = new StringBuilder();
    for (String body : bodies) {
      allow.append(
          "%s{\"method\":\"POST\",\"path\":\"%s\"%s}"
              .formatted(
                  allow.isEmpty() ? "" : ",",
                  allow.isEmpty() ? "/v1/refunds" : "/v1/{what}",
                  body.isEmpty() ? "" : ",\"body\":" + body));
    }
    String file =
        "{\"billing\":{\"kind\":\"http\",\"base_url\":\"%s\",\"allow\":[%s]}}"
            .formatted(BASE, allow);
    Connections connections =
        switch (ConnectionsReader.read((JsonObject) Calls.json(file))) {
          case ConnectionsResult.Read read -> read.connections();
          case ConnectionsResult.Invalid invalid -> throw new AssertionError(invalid);
        };
    return ExecutorRegistry.of(connections, Billing.at(BASE).outbound());
  }

  private static Optional<Inadmissible> check(String rule, String body) {
    return registry(rule).check(post(body));
  }

  private static Action post(String body) {
    return Calls.call("POST", BASE + "/v1/refunds", body.isEmpty() ? "" : ",\"body\":" + body);
  }

  private static String json(String json) {
    return "{\"media_type\":\"application/json\",\"json\":" + json + "}";
  }

  private static String form(String text) {
    return "{\"media_type\":\"application/x-www-form-urlencoded\",\"text\":"
        + new String(CanonicalJson.bytes(Json.of(text)), StandardCharsets.UTF_8)
        + "}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"charge\":\"ch_1\"}",
        "{\"charge\":\"ch_1\",\"amount\":1.25,\"reason\":null,\"notify\":false,\"on\":\"2026-12-01\"}",
        "{\"charge\":\"ch_1\",\"metadata\":{},\"reason\":\"damaged\"}",
        "{\"charge\":\"ch_1\",\"metadata\":{\"case\":\"1234\",\"other\":[{\"x\":1}]}}",
        "{\"charge\":\"ch_1\",\"payee\":{\"iban\":\"DE1\"},\"lines\":[{\"sku\":\"a\"},{\"sku\":\"b\"}]}",
      })
  void aBodyOfListedFieldsMayBeSent(String json) {
    assertThat(check(REFUND, json(json))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                     | field_required    | /charge
          {"charge":null}                                        | value_not_allowed | /charge
          {"charge":"ch_1; DROP TABLE"}                          | value_not_allowed | /charge
          {"charge":"ch_1\\n"}                                   | value_not_allowed | /charge
          {"charge":"ch_12345678901"}                            | value_not_allowed | /charge
          {"charge":["ch_1"]}                                    | value_not_allowed | /charge
          {"charge":"ch_1","amount":"1"}                         | value_not_allowed | /amount
          {"charge":"ch_1","amount":500.01}                      | value_not_allowed | /amount
          {"charge":"ch_1","amount":1.001}                       | value_not_allowed | /amount
          {"charge":"ch_1","amount":-1}                          | value_not_allowed | /amount
          {"charge":"ch_1","reason":"other"}                     | value_not_allowed | /reason
          {"charge":"ch_1","notify":"true"}                      | value_not_allowed | /notify
          {"charge":"ch_1","on":"2026-13-01"}                    | value_not_allowed | /on
          {"charge":"ch_1","to":"me"}                            | field_not_allowed |
          {"charge":"ch_1","Charge":"ch_2"}                      | field_not_allowed |
          {"charge":"ch_1","metadata":{"CASE":"12345"}}          | field_not_allowed | /metadata
          {"charge":"ch_1","metadata":{"ca\\u017fe":"12345"}}    | field_not_allowed | /metadata
          {"charge":"ch_1","metadata":{"case":"12345"}}          | value_not_allowed | /metadata/case
          {"charge":"ch_1","metadata":[]}                        | value_not_allowed | /metadata
          {"charge":"ch_1","payee":{}}                           | field_required    | /payee/iban
          {"charge":"ch_1","payee":{"iban":"a","x":1}}           | field_not_allowed | /payee
          {"charge":"ch_1","lines":[]}                           | value_not_allowed | /lines
          {"charge":"ch_1","lines":[{"sku":"a"},{}]}             | field_required    | /lines/1/sku
          {"charge":"ch_1","lines":[{"sku":"a"},null]}           | value_not_allowed | /lines/1
          {"charge":"ch_1","lines":[{"sku":"a"},{"sku":"a"},{"sku":"a"}]} | value_not_allowed | /lines
          []                                                     | value_not_allowed |
          null                                                   | value_not_allowed |
          """)
  void anythingElseIsRefusedWhereItStands(String json, String code, String place) {
    Inadmissible refusal = check(REFUND, json(json)).orElseThrow();
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.pointer()).isEqualTo(JSON + (place == null ? "" : place));
    assertThat(refusal.detail()).doesNotContain("DROP", "ch_1", "12345");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"media_type\":\"application/json\",\"text\":\"{\\\"charge\\\":\\\"ch_1\\\"}\"}",
        "{\"media_type\":\"text/plain\",\"json\":{\"charge\":\"ch_1\"}}",
        "{\"media_type\":\"application/x-www-form-urlencoded\",\"json\":{\"charge\":\"ch_1\"}}",
        "{\"media_type\":\"multipart/form-data; x=json\",\"json\":{\"charge\":\"ch_1\"}}",
        "{\"media_type\":\"application/json; profile=form\",\"json\":{\"charge\":\"ch_1\"}}",
        "{\"media_type\":\"application/x-www-form-urlencoded\",\"text\":\"charge=ch_1\"}",
      })
  void whatATargetCouldReadAsSomethingElseIsNoSuchBody(String body) {
    assertThat(check(REFUND, body).map(Inadmissible::code)).contains("body_not_allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json; charset=UTF-8", "application/merge-patch+json"})
  void jsonHasMoreThanOneName(String type) {
    assertThat(check(REFUND, json("{\"charge\":\"ch_1\"}").replace("application/json", type)))
        .isEmpty();
  }

  @Test
  void aCallWithoutItsBodyIsMissedOnlyWhereAFieldIsRequired() {
    assertThat(check(REFUND, "").orElseThrow().code()).isEqualTo("field_required");
    assertThat(check(FORM, "").orElseThrow().code()).isEqualTo("field_required");
    assertThat(check("{\"type\":\"list\",\"of\":{}}", "").orElseThrow().code())
        .isEqualTo("field_required");
    assertThat(check("{\"fields\":{\"note\":{}}}", "")).isEmpty();
  }

  @Test
  void aWholeBodyMayBeAList() {
    String rule = "{\"type\":\"list\",\"most\":2,\"of\":{\"type\":\"number\",\"nullable\":true}}";
    assertThat(check(rule, json("[1,null]"))).isEmpty();
    assertThat(check(rule, json("[1,\"2\"]")).orElseThrow().pointer()).isEqualTo(JSON + "/1");
    assertThat(check(rule, json("{}")).orElseThrow().pointer()).isEqualTo(JSON);
  }

  @Test
  void withoutAWordAndByTheWordAnyABodyMayBeAnything() {
    for (String rule : new String[] {"", "\"any\""}) {
      assertThat(check(rule, json("[\"whatever\"]"))).isEmpty();
      assertThat(check(rule, "{\"media_type\":\"text/csv\",\"text\":\"a;b\"}")).isEmpty();
      assertThat(check(rule, "")).isEmpty();
    }
    assertThat(check("\"none\"", "")).isEmpty();
    assertThat(check("\"none\"", json("{}")).orElseThrow().code()).isEqualTo("body_not_allowed");
  }

  @Test
  void everyEntryThatHasTheCallHasToTakeItsBody() {
    for (ExecutorRegistry registry :
        new ExecutorRegistry[] {registry(REFUND, "\"any\""), registry("", REFUND)}) {
      assertThat(registry.check(post(json("{\"charge\":\"ch_1\"}")))).isEmpty();
      assertThat(registry.check(post(json("{\"to\":\"me\"}"))).map(Inadmissible::code))
          .contains("field_not_allowed");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "charge=ch_1",
        "charge=%63h_1&amount=500&notify=true&metadata[case]=1234",
        "charge=ch_1&expand[]=a&expand%5B%5D=b",
      })
  void aFormOfListedFieldsMayBeSent(String text) {
    assertThat(check(FORM, form(text))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          charge=ch_1&charge=ch_2           | body_not_allowed
          charge=ch_1&charge[]=ch_2         | body_not_allowed
          charge=ch_1&Charge=ch_2           | body_not_allowed
          charge=ch_1;amount=1000           | body_not_allowed
          charge=ch_1&amount                | body_not_allowed
          charge=ch_1%                      | body_not_allowed
          charge=ch_%ff                     | body_not_allowed
          charge=ch_1&amount=1%00           | value_not_allowed
          amount=1                          | field_required
          charge=ch_1&                      | body_not_allowed
          charge=ch_1&to=me                 | field_not_allowed
          charge=ch_1&metadata[to]=me       | field_not_allowed
          charge=ch_1%26to%3Dme             | value_not_allowed
          charge=ch_1&amount=501            | value_not_allowed
          charge=ch_1&amount=1e2            | value_not_allowed
          charge=ch_1&amount=0x10           | value_not_allowed
          charge=ch_1&amount=+1             | value_not_allowed
          charge=ch_1&amount=01             | value_not_allowed
          charge=ch_1&amount=1.5            | value_not_allowed
          charge=ch_1&notify=yes            | value_not_allowed
          charge=ch_1&metadata[case]=12345  | value_not_allowed
          charge=ch_1&expand[]=a&expand[]=b&expand[]=c | value_not_allowed
          """)
  void aFormOfOtherFieldsOrWithTwoReadingsMayNot(String text, String code) {
    assertThat(check(FORM, form(text)).map(Inadmissible::code)).contains(code);
  }

  @Test
  void aFormIsSentAsOne() {
    assertThat(check(FORM, json("{\"charge\":\"ch_1\"}")).orElseThrow().code())
        .isEqualTo("body_not_allowed");
    assertThat(
            check(FORM, form("charge=ch_1").replace("form-urlencoded", "form-urlencoded; a=b"))
                .orElseThrow()
                .code())
        .isEqualTo("body_not_allowed");
    assertThat(check(FORM, form("to=" + "x".repeat(20))).orElseThrow().pointer()).isEqualTo(TEXT);
  }

  /// An approval from before is not enough for a connection that takes less by now.
  @Test
  void whatTheConnectionTakesByThenCountsWhenItIsSent() {
    Action approved = post(json("{\"charge\":\"ch_1\",\"amount\":900}"));
    assertThat(registry("").check(approved)).isEmpty();
    ActionExecutor byThen = registry(REFUND);
    assertThat(Calls.send(byThen, Calls.order(approved)))
        .isEqualTo(new Outcome.Failed("value_not_allowed", 0));
  }
}
