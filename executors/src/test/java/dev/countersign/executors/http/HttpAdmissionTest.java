package dev.countersign.executors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Outcome;
import dev.countersign.executors.Billing;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.ExecutorRegistry.Mode;
import dev.countersign.executors.connection.AllowedNames;
import dev.countersign.executors.connection.BaseUrl;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.connection.NetworkAccess;
import dev.countersign.json.Fixtures;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.ProposalReader;
import dev.countersign.proposal.ReadResult;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAdmissionTest {
  /// In characters.
  private static final int LONGEST_URL = 4096;

  private static final String BASE = "https://api.billing.example";

  private final ExecutorRegistry registry = Billing.at(BASE).registry();

  private Optional<String> code(Action action) {
    return registry.check(action).map(Inadmissible::code);
  }

  private Optional<String> code(String method, String path, String more) {
    return code(Calls.call(method, BASE + path, more));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/refunds",
    "POST, /v1/refunds?",
    "POST, /v1/refunds?expand[]=charge&q=%2F..",
    "POST, /v1/refunds?expand%5B%5D=charge&expand[]=customer&limit=10",
    "GET, /v1/refunds?filter[status]=open&l%69mit&q=a=b?c",
    "GET, /v1/refunds/re_1",
    "DELETE, /v1/refunds/re_1",
    "GET, /v1/refunds/ana%40example.com",
    "GET, /v1/refunds/Z%C3%BCrich",
    "GET, /v1/refunds/...",
    "POST, /v1/customers/c_1/notes",
  })
  void aListedMethodAndPathMayBeSent(String method, String path) {
    assertThat(code(method, path, "")).isEmpty();
  }

  @Test
  void theDefaultPortMayBeSpelledOut() {
    assertThat(code(Calls.post(BASE + ":443/v1/refunds"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /v1/refunds/",
    "POST, /v1/refunds/re_1",
    "POST, /v1/Refunds",
    "POST, /v1/refunds/",
    "POST, /v1/payouts",
    "POST, /",
    "POST, ''",
    "GET, /v1/refunds/a/b",
    "GET, /v1/refunds/",
    "POST, /v1/customers//notes",
  })
  void anythingElseMayNot(String method, String path) {
    assertThat(code(method, path, "")).contains("destination_not_allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/refunds/..",
        "/v1/refunds/.",
        "/v1/refunds/%2e%2e",
        "/v1/refunds/%2E.",
        "/v1/refunds/.%2e",
        "/v1/refunds/..%2fpayouts",
        "/v1/refunds/a%2Fb",
        "/v1/refunds/a%5cb",
        "/v1/refunds/a\\\\b",
        "/v1/refunds/..;",
        "/v1/refunds/..;x=1",
        "/v1/refunds/a;x=1",
        "/v1/refunds/%3b",
        "/v1/refunds/%252e%252e",
        "/v1/refunds/%00",
        "/v1/refunds/%0d%0a",
        "/v1/refunds/%7f",
        "/v1/refunds/%c0%ae%c0%ae",
        "/v1/refunds/%c0%af",
        "/v1/refunds/%e0%80%af",
        "/v1/refunds/%ff",
        "/v1/refunds/%EF%BC%8F", // fullwidth solidus, a slash after NFKC
        "/v1/refunds/%E2%80%A5", // two dot leader, ".." after NFKC
        "/v1/refunds/%E2%80%A4", // one dot leader
        "/v1/refunds/%EF%BC%85", // fullwidth percent sign
        "/v1/refunds/%61dmin",
        "/v1/refunds/%",
        "/v1/refunds/%4",
        "/v1/refunds/%zz",
        "/v1/refunds/%u002e",
        "/v1/refunds/a b",
        "/v1/refunds/a\\tb",
        "/v1/refunds/ä",
        "/v1/refunds/a|b",
        "/v1/refunds/re_1#x",
        "//v1/refunds/re_1",
        "/v1//refunds/re_1",
        "/v1/refunds//re_1",
        "/./v1/refunds/re_1",
        "/x/../v1/refunds/re_1",
        "/v1/refunds/re_1?a=b c",
        "/v1/refunds/re_1?a=%zz",
        "/v1/refunds/re_1?a=ä",
      })
  void aPathWithTwoReadingsIsRefused(String path) {
    assertThat(code("GET", path, "")).contains("destination_not_allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.billing.example",
        "HTTPS://api.billing.example",
        "https://API.billing.example",
        "https://api.billing.example.",
        "https://api.billing.example:444",
        "https://api.billing.example:0443",
        "https://api.billing.example:",
        "https://api.billing.example:70000",
        "https://api.billing.example.evil.example",
        "https://evil.example",
        "https://evil.example/https://api.billing.example",
        "https://api.billing.example@evil.example",
        "https://user@api.billing.example",
        "https://user:pw@api.billing.example",
        "https://api.billing.example\\\\.evil.example",
        "https://api.billing.example%2eevil.example",
        "https://api.billing.exаmple", // a Cyrillic letter
        "https:///api.billing.example",
        "https:api.billing.example",
        "https://",
        "https://127.0.0.1",
        "ftp://api.billing.example",
      })
  void anotherHostOrAnotherSpellingOfOursIsRefused(String base) {
    assertThat(code(Calls.post(base + "/v1/refunds"))).contains("destination_not_allowed");
  }

  @Test
  void aUrlLongerThanTheSchemaAllowsIsRefused() {
    assertThat(code("POST", "/v1/refunds?a=" + "a".repeat(LONGEST_URL), ""))
        .contains("destination_not_allowed");
  }

  @Test
  void anUnknownTargetSystemIsRefused() {
    Action action =
        Calls.action(
            "crm", "{\"class\":\"api_call\",\"method\":\"POST\",\"url\":\"https://x/\"}", "{}");
    assertThat(code(action)).contains("unknown_target_system");
    assertThat(Calls.send(registry, Calls.order(action)))
        .isEqualTo(new Outcome.Failed("unknown_target_system", 0));
    assertThat(registry.mode("crm")).isEmpty();
  }

  private static final String TOOL_CALL =
      "{\"class\":\"tool_call\",\"server\":\"a\",\"tool\":\"b\",\"arguments\":{}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        TOOL_CALL,
        "{\"class\":\"record_change\",\"operation\":\"archive\",\"record_type\":\"a\"}",
        "{\"class\":\"message\",\"channel\":\"sms\",\"to\":[{\"address\":\"+4930\"}],"
            + "\"body\":{\"media_type\":\"text/plain\",\"content\":\"a\"}}"
      })
  void anotherClassIsRefused(String changes) {
    assertThat(code(Calls.action("billing", changes, "{}"))).contains("class_not_executable");
  }

  @Test
  void anAdvisoryConnectionAdmitsEverythingAndSendsNothing() {
    Action action = Calls.action("ledger", TOOL_CALL, "{}");
    assertThat(code(action)).isEmpty();
    assertThat(registry.mode("ledger")).contains(Mode.ADVISORY);
    assertThat(registry.mode("billing")).contains(Mode.EXECUTES);
    assertThat(Calls.send(registry, Calls.order(action)))
        .isEqualTo(new Outcome.Failed("advisory_only", 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"authorization\":\"Bearer x\"",
        "\"Authorization\":\"Bearer x\"",
        "\"cookie\":\"a=b\"",
        "\"host\":\"evil.example\"",
        "\"content-length\":\"1\"",
        "\"transfer-encoding\":\"chunked\"",
        "\"connection\":\"keep-alive\"",
        "\"expect\":\"100-continue\"",
        "\"upgrade\":\"h2c\"",
        "\"x-http-method-override\":\"DELETE\"",
        "\"x-original-url\":\"/admin\"",
        "\"x-forwarded-host\":\"evil.example\"",
        "\"idempotency-key\":\"mine\"",
        "\"user-agent\":\"curl\"",
        "\"content-type\":\"text/plain\"",
        "\"x-a\":\"b\\r\\nauthorization: c\"",
        "\"x-a\":\"grüße\"",
        "\"x-a\":\" padded\"",
        "\"x-a\":\"\"",
        "\"x a\":\"b\"",
        "\"x-a:\":\"b\"",
        "\"if-match\":\"v1\"",
        "\"x-a\":\"b\",\"X-A\":\"c\"",
        "\"x-method-override\":\"DELETE\"",
        "\"X-HTTPMethod-Override\":\"DELETE\"",
      })
  void aHeaderThatIsNotTheAgentsIsRefused(String header) {
    assertThat(
            code(
                "POST",
                "/v1/refunds",
                ",\"headers\":{"
                    + header
                    + "},\"body\":{\"media_type\":\"application/json\",\"json\":{}}"))
        .contains("header_not_allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "amount=999999, amount",
    "limit=1&amount=2, amount",
    "expand=charge, expand",
    "expand[0]=charge, expand[0]",
    "LIMIT=1, LIMIT",
    "li%25mit=1, li%mit",
    "%EF%BD%8Cimit=1, ?imit",
    "limit%00=1, limit?",
    "+limit=1, limit",
    "=1, ''",
    "limit=1&, ''",
    "&, ''",
    "?limit=1, ?limit",
  })
  void aParameterThatTheConnectionDoesNotListIsRefusedByItsName(String query, String name) {
    Inadmissible refusal = registry.check(Calls.post(BASE + "/v1/refunds?" + query)).orElseThrow();
    assertThat(refusal.code()).isEqualTo("query_not_allowed");
    assertThat(refusal.detail()).contains(name + "\"").contains("billing.query");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=1&limit=2",
        "limit=1&%6cimit=2",
        "limit=1&limit",
        "Page=1&q=a&Page=2",
        "filter[status]=a&filter[status]=b",
        "filter=a&filter[status]=b",
        "filter[status]=a&filter=b",
        "limit=1;amount=2",
        "limit=1;",
        "q=%41&%ff=1",
      })
  void aQueryThatTargetsReadDifferentlyIsRefused(String query) {
    assertThat(code("POST", "/v1/refunds?" + query, "")).contains("query_not_allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_method",
        "_METHOD",
        "%5fmethod",
        "__method",
        "$method",
        "_method[]",
        "request[_method]",
        "X-HTTP-Method-Override",
        "x_http_method_override",
        "X-HTTP-Method",
        "httpMethod",
        "methodOverride",
        "override-method",
      })
  void noQueryReplacesTheMethodEvenIfItIsListed(String name) {
    var names = new AllowedNames(Set.of(), Set.of(name.replace("%5f", "_")));
    HttpConnection billing = Billing.at(BASE).connection();
    var listing =
        new HttpConnection(
            billing.name(),
            billing.baseUrl(),
            billing.allow(),
            names,
            billing.records(),
            billing.credential(),
            billing.limits(),
            billing.idempotencyHeader(),
            billing.check(),
            billing.network());
    assertThat(
            new HttpAdmission(listing).check(Calls.post(BASE + "/v1/refunds?" + name + "=DELETE")))
        .hasValueSatisfying(refusal -> {
          assertThat(refusal.code()).isEqualTo("query_not_allowed");
          assertThat(refusal.detail()).contains("replaces the method");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"stripe-version", "Stripe-Version", "ACCEPT", "x-case"})
  void aListedHeaderMayBeWrittenInAnyCase(String name) {
    assertThat(code("POST", "/v1/refunds", ",\"headers\":{\"" + name + "\":\"b\"}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"private-token", "X-Vault-Token", "stripe-account", "x-sudo", "x-run-as", "range"})
  void aHeaderThatTheConnectionDoesNotListIsRefusedByItsName(String name) {
    Inadmissible refusal =
        registry
            .check(
                Calls.call("POST", BASE + "/v1/refunds", ",\"headers\":{\"" + name + "\":\"b\"}"))
            .orElseThrow();
    assertThat(refusal.code()).isEqualTo("header_not_allowed");
    assertThat(refusal.detail()).contains(name).contains("billing.headers");
  }

  @Test
  void aConnectionThatListsNothingTakesNeitherHeadersNorQueries() {
    var plain =
        new HttpConnection(
            "billing",
            BaseUrl.parse(BASE).orElseThrow(),
            Billing.at(BASE).connection().allow(),
            new AllowedNames(Set.of(), Set.of()),
            Map.of(),
            Optional.empty(),
            Limits.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            NetworkAccess.PUBLIC);
    var admission = new HttpAdmission(plain);
    assertThat(admission.check(Calls.post(BASE + "/v1/refunds"))).isEmpty();
    assertThat(admission.check(Calls.post(BASE + "/v1/refunds?limit=1"))).isPresent();
    assertThat(
            admission.check(
                Calls.call("POST", BASE + "/v1/refunds", ",\"headers\":{\"accept\":\"a\"}")))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "query-against-the-rule, query_not_allowed",
    "query-with-brackets, ''",
    "header-with-credential, credential_header_not_allowed",
    "header-in-upper-case, ''",
  })
  void whatStrangersFoundIsJudgedByTheLists(String name, String expected) {
    byte[] body = Fixtures.bytes(Fixtures.require("found/" + name + ".json"));
    String code =
        switch (ProposalReader.read(body, _ -> Environment.PRODUCTION)) {
          case ReadResult.Accepted(var draft) ->
              new HttpAdmission(Billing.at(BASE).connection())
                  .check(draft.action())
                  .map(Inadmissible::code)
                  .orElse("");
          case ReadResult.Invalid(var errors) -> errors.getFirst().code();
          case ReadResult.Malformed malformed -> malformed.code();
        };
    assertThat(code).isEqualTo(expected);
  }

  @Test
  void aHeaderThatRepeatsOursMayStay() {
    assertThat(
            code(
                "POST",
                "/v1/refunds",
                ",\"headers\":{\"content-type\":\"application/json\"},\"body\":{\"media_type\":\"application/json\",\"json\":{}}"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"media_type\":\"json\",\"text\":\"\"",
        "\"media_type\":\"text/plain; charset=iso-8859-1\",\"text\":\"ä\"",
        "\"media_type\":\"text/plain; format=flowed; Charset=\\\"utf-16\\\"\",\"text\":\"ä\"",
      })
  void aBodyWithTwoReadingsIsRefused(String body) {
    assertThat(code("POST", "/v1/refunds", ",\"body\":{" + body + "}"))
        .contains("body_not_allowed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/x-www-form-urlencoded | _method=DELETE",
        "application/x-www-form-urlencoded | a=1&%5F%6Dethod=DELETE",
        "application/x-www-form-urlencoded | a=1;_method=DELETE",
        "application/x-www-form-urlencoded | a=1&+_METHOD+=DELETE",
        "application/x-www-form-urlencoded | _method%00x=DELETE",
        "application/x-www-form-urlencoded | _method[]=DELETE",
        "application/x-www-form-urlencoded | _method",
        "application/x-www-form-urlencoded | X-HTTP-Method-Override=DELETE",
        "Application/X-WWW-Form-UrlEncoded; charset=utf-8 | _method=DELETE",
        "multipart/form-data; boundary=b | --b\\r\\nContent-Disposition: form-data;"
            + " name=\\\"_method\\\"\\r\\n\\r\\nDELETE\\r\\n--b--",
        "multipart/form-data; boundary=b | --b\\ncontent-disposition:form-data;\\n name = _method",
        "multipart/form-data; boundary=b | Content-Disposition: form-data;"
            + " name=\\\"_me\\\\thod\\\"",
        "multipart/form-data; boundary=b | Content-Disposition: form-data; name=%5Fmethod",
        "multipart/form-data; boundary=b | Content-Disposition: form-data; name*=utf-8''%5Fmethod",
        "multipart/form-data; boundary=b | Content-Disposition: x; name*0=_me; name*1=\\\"thod\\\"",
        "multipart/form-data; boundary=b | Content-Disposition: x;"
            + " name=\\\"=?utf-8?B?X21ldGhvZA==?=\\\"",
        "application/json | {\\\"_method\\\":\\\"DELETE\\\"}",
        "application/json | {\\\"_meth\\\\u006fd\\\":\\\"DELETE\\\"}",
        "application/json | {\\\"a\\\":1e999,\\\"_meth\\\\u006fd\\\":\\\"DELETE\\\"}",
        "application/json | {\\\"a\\\":1,\\\"a\\\":2,_method:'DELETE'}",
        "application/vnd.api+json | {\\\"methodOverride\\\":\\\"DELETE\\\"}",
        "text/plain |  {\\\"_method\\\":\\\"DELETE\\\"}",
      })
  void noBodyOfTextReplacesTheMethod(String mediaType, String text) {
    assertThat(refusedBody("\"media_type\":\"" + mediaType + "\",\"text\":\"" + text + "\""))
        .hasValueSatisfying(why -> {
          assertThat(why.code()).isEqualTo("body_not_allowed");
          assertThat(why.detail()).contains("/proposed_changes/method");
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json | {\"_method\":\"DELETE\"}",
        "application/json | {\"a\":1,\"X-HTTP-Method-Override\":\"DELETE\"}",
        "text/plain | {\"_METHOD\":\"DELETE\"}",
        "application/x-www-form-urlencoded | {\"a&_method=DELETE&b\":1}",
        "application/x-www-form-urlencoded | \"a&_method=DELETE&b\"",
      })
  void noBodyOfJsonReplacesTheMethod(String mediaType, String json) {
    assertThat(refusedBody("\"media_type\":\"" + mediaType + "\",\"json\":" + json))
        .map(Inadmissible::code)
        .contains("body_not_allowed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/x-www-form-urlencoded | \"text\":\"method=card&payment_method=x&q=_method\"",
        "application/json |"
            + " \"json\":{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"payment_method\":\"_method\"}",
        "application/json | \"json\":{\"form\":{\"_method\":\"a field of the record\"}}",
        "application/json | \"text\":\"{\\\"say\\\":\\\"_method=DELETE\\\"}\"",
        "text/plain | \"text\":\"Set _method=DELETE & be careful\"",
        "multipart/form-data; boundary=b | \"text\":\"--b\\r\\nContent-Disposition: form-data;"
            + " name=\\\"page\\\"\\r\\n\\r\\n<input name='_method'>\\r\\n--b--\"",
      })
  void aBodyMaySpeakOfMethods(String mediaType, String content) {
    assertThat(refusedBody("\"media_type\":\"" + mediaType + "\"," + content)).isEmpty();
  }

  private Optional<Inadmissible> refusedBody(String body) {
    return registry.check(Calls.call("POST", BASE + "/v1/refunds", ",\"body\":{" + body + "}"));
  }

  @Test
  void aGetHasNoBody() {
    assertThat(
            code(
                "GET", "/v1/refunds/1", ",\"body\":{\"media_type\":\"text/plain\",\"text\":\"x\"}"))
        .contains("body_not_allowed");
  }

  @Test
  void theBodyLimitCountsBytesAndIsInclusive() {
    assertThat(code("POST", "/v1/refunds", text("ä".repeat(512)))).isEmpty();
    assertThat(code("POST", "/v1/refunds", text("ä".repeat(512) + "a"))).contains("body_too_large");
  }

  private static String text(String text) {
    return ",\"body\":{\"media_type\":\"text/plain\",\"text\":\"" + text + "\"}";
  }

  @Test
  void aPreconditionThatCannotBeReadIsRefused() {
    String changes =
        "{\"class\":\"api_call\",\"method\":\"POST\",\"url\":\"" + BASE + "/v1/refunds\"}";
    assertThat(code(Calls.action("billing", changes, "{\"not_before\":\"tomorrow\"}")))
        .contains("precondition_malformed");
    assertThat(code(Calls.action("billing", changes, "{\"if_match\":\"a\\r\\nb: c\"}")))
        .contains("header_not_allowed");
  }
}
