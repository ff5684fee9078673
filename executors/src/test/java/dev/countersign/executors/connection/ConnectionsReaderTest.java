package dev.countersign.executors.connection;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.executors.Calls;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ConnectionsReaderTest {

  private static ConnectionsResult read(String json) {
    return ConnectionsReader.read((JsonObject) Calls.json(json));
  }

  private static HttpConnection billing(String members) {
    assertThat(read("{\"billing\":{" + members + "}}")).isInstanceOf(ConnectionsResult.Read.class);
    var result = (ConnectionsResult.Read) read("{\"billing\":{" + members + "}}");
    return (HttpConnection) result.connections().find("billing").orElseThrow();
  }

  private static List<String> pointers(String json) {
    return errors(json).stream().map(ConnectionError::pointer).toList();
  }

  private static List<ConnectionError> errors(String json) {
    return read(json) instanceof ConnectionsResult.Invalid(var errors) ? errors : List.of();
  }

  private static final String LEAST =
      "\"kind\":\"http\",\"base_url\":\"https://api.billing.example\",\"allow\":[]";

  @Test
  void everyKeyIsRead() {
    HttpConnection connection =
        billing(
            """
            "kind":"http","base_url":"https://api.billing.example:8443",
            "allow":[{"method":"POST","path":"/v1/refunds"},{"method":"GET","path":"/v1/refunds/{id}"}],
            "headers":["Stripe-Version","accept"],"query":["limit","expand[]","filter[status]"],
            "credential":"env:BILLING_TOKEN",
            "limits":{"rate":"20/h","concurrency":3,"wait":"0s","connect":"500ms","timeout":"30s",
              "body":"32KiB","answer":"1MiB","looks":"30/m","looks_at_once":5},
            "idempotency_header":"Idempotency-Key","check":"HEAD /v1/me?brief=1","allow_private_addresses":true\
            """);
    assertThat(connection)
        .isEqualTo(
            new HttpConnection(
                "billing",
                new BaseUrl("https", "api.billing.example", 8443),
                List.of(
                    new AllowedCall("POST", PathTemplate.parse("/v1/refunds").orElseThrow()),
                    new AllowedCall("GET", PathTemplate.parse("/v1/refunds/{id}").orElseThrow())),
                new AllowedNames(
                    Set.of("stripe-version", "accept"),
                    Set.of("limit", "expand[]", "filter[status]")),
                Map.of(),
                Optional.of(new CredentialReference.Environment("BILLING_TOKEN")),
                new Limits(
                    Optional.of(new Rate(20, Duration.ofHours(1))),
                    OptionalInt.of(3),
                    Duration.ZERO,
                    Duration.ofMillis(500),
                    Duration.ofSeconds(30),
                    32 * 1024,
                    1024 * 1024,
                    new Rate(30, Duration.ofMinutes(1)),
                    5),
                Optional.of("Idempotency-Key"),
                Optional.of(new HarmlessCall("HEAD", "/v1/me?brief=1")),
                NetworkAccess.PRIVATE));
  }

  @Test
  void whatIsLeftOutHasCautiousDefaults() {
    HttpConnection connection = billing(LEAST);
    assertThat(connection.limits()).isEqualTo(Limits.DEFAULT);
    assertThat(connection.limits().rate()).as("what was approved is not rationed").isEmpty();
    assertThat(connection.credential()).isEmpty();
    assertThat(connection.idempotencyHeader()).isEmpty();
    assertThat(connection.network()).isEqualTo(NetworkAccess.PUBLIC);
    assertThat(connection.allow()).isEmpty();
    assertThat(connection.names()).isEqualTo(AllowedNames.NONE);
  }

  @Test
  void aShortTimeoutShortensTheDefaultConnectTimeout() {
    Limits limits = billing(LEAST + ",\"limits\":{\"timeout\":\"1s\"}").limits();
    assertThat(limits.connect()).isEqualTo(Duration.ofSeconds(1));
  }

  /// A look for each that is sent, and half as many at once; never less than two agents need.
  @Test
  void withoutAWordOfItLooksFollowFromWhatIsSent() {
    Limits unlimited = billing(LEAST).limits();
    assertThat(unlimited.looks()).isEqualTo(new Rate(600, Duration.ofMinutes(1)));
    assertThat(unlimited.looksAtOnce()).isEqualTo(8);

    Limits limited = billing(LEAST + ",\"limits\":{\"rate\":\"20/h\",\"concurrency\":9}").limits();
    assertThat(limited.looks()).isEqualTo(new Rate(20, Duration.ofHours(1)));
    assertThat(limited.looksAtOnce()).isEqualTo(4);
    assertThat(limited.looksOfOneAgent()).isEqualTo(10);

    Limits least = billing(LEAST + ",\"limits\":{\"rate\":\"1/d\",\"concurrency\":1}").limits();
    assertThat(least.looks()).isEqualTo(new Rate(2, Duration.ofDays(1)));
    assertThat(least.looksAtOnce()).isEqualTo(2);
    assertThat(least.looksOfOneAgent()).isEqualTo(1);
    for (String tooFew : List.of("\"looks\":\"1/h\"", "\"looks_at_once\":1")) {
      assertThat(errors("{\"billing\":{" + LEAST + ",\"limits\":{" + tooFew + "}}}"))
          .as("one agent would have all of them")
          .extracting(ConnectionError::code)
          .containsExactly("out_of_range");
    }
  }

  @Test
  void advisoryNeedsNothingElse() {
    assertThat(read("{\"ledger\":{\"kind\":\"advisory\"}}"))
        .isEqualTo(
            new ConnectionsResult.Read(Connections.of(List.of(new AdvisoryConnection("ledger")))));
    assertThat(pointers("{\"ledger\":{\"kind\":\"advisory\",\"base_url\":\"https://a\"}}"))
        .containsExactly("/ledger/base_url");
  }

  @Test
  void aConnectionIsInTheDeploymentsEnvironmentUnlessItSaysAnother() {
    String json =
        """
        {"a":{"kind":"advisory"},"b":{"kind":"advisory","environment":"staging"},
         "c":{%s,"environment":"production"}}
        """
            .formatted(LEAST);
    Connections connections = ((ConnectionsResult.Read) read(json)).connections();

    assertThat(connections.environment("a")).isEqualTo(Environment.PRODUCTION);
    Connections test = connections.deployedIn(Environment.TEST);
    assertThat(test.environment("a")).isEqualTo(Environment.TEST);
    assertThat(test.environment("b")).isEqualTo(Environment.STAGING);
    assertThat(test.environment("c")).isEqualTo(Environment.PRODUCTION);
    assertThat(pointers("{\"a\":{\"kind\":\"advisory\",\"environment\":\"live\"}}"))
        .containsExactly("/a/environment");
  }

  @Test
  void allErrorsComeAtOnceEachWithItsPlace() {
    assertThat(
            pointers(
                """
                {"billing":{"kind":"http","base_url":"https://api.billing.example/v1",
                  "allow":[{"method":"post","path":"/a"},"GET /b",{"method":"GET","path":"/../c","x/y":1}],
                  "credential":"Bearer abc","limits":{"rate":"20","concurrency":0,"timeout":"31s","burst":1},
                  "idempotency_header":"Authorization","allow_private_addresses":"no","follow":true},
                 "Bad Name":{"kind":"advisory"},
                 "nothing":{},
                 "text":"http"}\
                """))
        .containsExactlyInAnyOrder(
            "/billing/allow_private_addresses",
            "/billing/base_url",
            "/billing/allow/1",
            "/billing/allow/0/method",
            "/billing/allow/2/path",
            "/billing/allow/2/x~1y",
            "/billing/credential",
            "/billing/limits/rate",
            "/billing/limits/burst",
            "/billing/limits/concurrency",
            "/billing/limits/timeout",
            "/billing/idempotency_header",
            "/billing/follow",
            "/Bad Name",
            "/nothing/kind",
            "/text");
  }

  static List<Arguments> eachMistakeHasItsCode() {
    return List.of(
        arguments("\"api.billing\":{}", "bad_name", "required"),
        arguments("\"a\":{\"kind\":\"ftp\"}", "unknown_kind"),
        arguments("\"a\":{\"kind\":\"advisory\",\"environment\":\"live\"}", "unknown_environment"),
        billingWith("\"allow\":[]", "\"allow\":[{}]", "required", "required"),
        billingWith(
            "\"allow\":[]",
            "\"allow\":[{\"method\":\"get\",\"path\":\"a\"}]",
            "unknown_method",
            "bad_path"),
        billingWith("https:", "ftp:", "bad_base_url"),
        billingWith("https:", "http:", "bad_base_url"),
        billingWith("api.billing.example", "10.0.0.1", "closed_address"),
        billingWith("\"allow\":[]", "\"allow\":{},\"follow\":1", "wrong_type", "unknown_key"),
        billingWith("[]", "[],\"credential\":\"abc\"", "bad_credential"),
        billingWith("[]", "[],\"idempotency_header\":\"host\"", "bad_name"),
        billingWith("[]", "[],\"headers\":[\"host\"]", "bad_name"),
        billingWith("[]", "[],\"query\":[\"a=b\"]", "bad_name"),
        billingWith("[]", "[],\"limits\":{\"rate\":\"20\"}", "bad_rate"),
        billingWith("[]", "[],\"limits\":{\"wait\":\"5\"}", "bad_duration"),
        billingWith("[]", "[],\"limits\":{\"wait\":\"11s\"}", "out_of_range"),
        billingWith("[]", "[],\"limits\":{\"body\":\"64KB\"}", "bad_size"),
        billingWith("[]", "[],\"limits\":{\"body\":\"65KiB\"}", "out_of_range"),
        billingWith("[]", "[],\"limits\":{\"concurrency\":65}", "out_of_range"));
  }

  private static Arguments billingWith(String from, String to, String... codes) {
    assertThat(LEAST).contains(from);
    return arguments("\"billing\":{" + LEAST.replace(from, to) + "}", codes);
  }

  private static Arguments arguments(String members, String... codes) {
    return Arguments.of("{" + members + "}", List.of(codes));
  }

  @ParameterizedTest
  @MethodSource
  void eachMistakeHasItsCode(String json, List<String> codes) {
    assertThat(((ConnectionsResult.Invalid) read(json)).errors())
        .extracting(ConnectionError::code)
        .containsExactlyElementsOf(codes);
  }

  @Test
  void everyListEndsAtItsBound() {
    String call = "{\"method\":\"GET\",\"path\":\"/a\"}";
    assertListEnds("allow", call, HttpConnectionReader.MAX_ALLOWED_CALLS);
    assertListEnds("headers", "\"accept\"", HttpConnectionReader.MAX_ALLOWED_NAMES);
    assertListEnds("query", "\"limit\"", HttpConnectionReader.MAX_ALLOWED_NAMES);
    assertThat(errors("{" + connections(ConnectionsReader.MAX_CONNECTIONS) + "}")).isEmpty();
    assertThat(errors("{" + connections(ConnectionsReader.MAX_CONNECTIONS + 1) + "}"))
        .singleElement()
        .satisfies(error -> {
          assertThat(error.pointer()).isEmpty();
          assertThat(error.code()).isEqualTo("too_many");
        });
  }

  private static void assertListEnds(String member, String entry, int most) {
    assertThat(errors(listing(member, entry, most))).as(member).isEmpty();
    assertThat(errors(listing(member, entry, most + 1)))
        .singleElement()
        .satisfies(error -> {
          assertThat(error.pointer()).isEqualTo("/billing/" + member);
          assertThat(error.code()).isEqualTo("too_many");
          assertThat(error.detail()).contains(Integer.toString(most));
        });
  }

  private static String listing(String member, String entry, int times) {
    String list = "\"" + member + "\":[" + String.join(",", nCopies(times, entry)) + "]";
    return member.equals("allow")
        ? "{\"billing\":{" + LEAST.replace("\"allow\":[]", list) + "}}"
        : "{\"billing\":{" + LEAST + "," + list + "}}";
  }

  private static String connections(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> "\"c" + i + "\":{\"kind\":\"advisory\"}")
        .collect(Collectors.joining(","));
  }

  /// A wrong timeout says nothing about how long a connection may take.
  @Test
  void aWrongTimeoutIsTheOnlyMistakeOfItsLimits() {
    for (String timeout : List.of("\"60s\"", "\"soon\"", "20")) {
      String limits = ",\"limits\":{\"connect\":\"20s\",\"timeout\":" + timeout + "}";
      assertThat(pointers("{\"billing\":{" + LEAST + limits + "}}"))
          .as(timeout)
          .containsExactly("/billing/limits/timeout");
    }
  }

  @Test
  void errorsNeverRepeatWhatMayBeACredential() {
    assertThat(read("{\"billing\":{" + LEAST + ",\"credential\":\"Bearer canary\"}}").toString())
        .doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host",
        "Authorization",
        "X-Api-Key",
        "x-vault-token",
        "Cookie",
        "content-type",
        "if-match",
        "user-agent",
        "X-HTTP-Method-Override",
        "x-method-override",
        "X-Forwarded-For",
        "Idempotency-Key",
        "a b",
        ""
      })
  void aHeaderThatIsNeverTheAgentsCannotBeListed(String name) {
    String json =
        "{\"billing\":{"
            + LEAST
            + ",\"idempotency_header\":\"Idempotency-Key\",\"headers\":[\"accept\",\""
            + name
            + "\"]}}";
    assertThat(pointers(json)).containsExactly("/billing/headers/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_method", "X-HTTP-Method-Override", "a=b", "a&b", "a;b", "ü", ""})
  void aParameterThatIsNeverTheAgentsCannotBeListed(String name) {
    assertThat(pointers("{\"billing\":{" + LEAST + ",\"query\":[\"" + name + "\",7]}}"))
        .containsExactly("/billing/query/0", "/billing/query/1");
  }

  public static final String WHOLE =
      """
      {"billing":{"kind":"http","base_url":"https://api.billing.example","environment":"staging",
        "allow":[{"method":"POST","path":"/v1/refunds","body":"none"}],"headers":["accept"],"query":["limit"],
        "records":{"note":{"path":"/v1/notes/{id}","key":{"at":"/id"},"allow":["delete"]}},
        "credential":"env:A","idempotency_header":"Idempotency-Key","check":"/v1/me","allow_private_addresses":false,
        "ca":"/etc/ca.pem","proxy":"proxy.example.com:3128","proxy_credential":"env:P",
        "limits":{"rate":"20/h","concurrency":3,"wait":"1s","connect":"2s","timeout":"9s",
          "body":"32KiB","answer":"16KiB","looks":"30/h","looks_at_once":5},
        "operations":{"list":{"of":{"path":"/v1/list","method":"GET"},"headline":"Read the list"}}}}
      """;

  /// Where each object begins, and the keys whose effect the table below shows.
  public static final Map<String, Set<String>> KEYS =
      Map.of(
          "{\"kind\"",
          Set.of(
              "kind",
              "base_url",
              "environment",
              "allow",
              "headers",
              "query",
              "records",
              "credential",
              "idempotency_header",
              "check",
              "allow_private_addresses",
              "ca",
              "proxy",
              "proxy_credential",
              "limits",
              "operations"),
          "{\"method\"",
          Set.of("method", "path", "verify", "dry_run", "body"),
          "{\"rate\"",
          Set.of(
              "rate",
              "concurrency",
              "wait",
              "connect",
              "timeout",
              "body",
              "answer",
              "looks",
              "looks_at_once"));

  @Test
  void theTableNamesEveryKeyThatTheReaderKnows() {
    KEYS.forEach((beginning, keys) -> {
      String unknown = WHOLE.replace(beginning, "{\"zzz\":1," + beginning.substring(1));
      String detail = ((ConnectionsResult.Invalid) read(unknown)).errors().getFirst().detail();
      assertThat(detail.substring(detail.indexOf(": ") + 2, detail.length() - 1).split(", "))
          .containsExactlyInAnyOrderElementsOf(keys);
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "kind":"http"                         | "kind":"advisory"
          "https://api.billing.example"         | "https://other.billing.example"
          "environment":"staging"               | "environment":"test"
          "method":"POST"                       | "method":"PUT"
          "headline":"Read the list"            | "headline":"Read it"
          "body":"none"                         | "body":"any"
          "/v1/refunds"                         | "/v1/payouts"
          "headers":["accept"]                  | "headers":[]
          "query":["limit"]                     | "query":["page"]
          "env:A"                               | "file:/a"
          "/etc/ca.pem"                         | "/etc/other.pem"
          "proxy.example.com:3128"              | "proxy.example.com:3129"
          "env:P"                               | "env:Q"
          "idempotency_header":"Idempotency-Key"| "idempotency_header":"X-Key"
          "check":"/v1/me"                      | "check":"OPTIONS /v1/me"
          "allow_private_addresses":false       | "allow_private_addresses":true
          "rate":"20/h"                         | "rate":"20/m"
          "concurrency":3                       | "concurrency":4
          "wait":"1s"                           | "wait":"2s"
          "connect":"2s"                        | "connect":"3s"
          "timeout":"9s"                        | "timeout":"8s"
          "body":"32KiB"                        | "body":"31KiB"
          "answer":"16KiB"                      | "answer":"15KiB"
          "looks":"30/h"                        | "looks":"31/h"
          "looks_at_once":5                     | "looks_at_once":6
          """)
  void anotherValueIsAnotherConnection(String from, String to) {
    assertThat(WHOLE).contains(from);
    assertThat(read(WHOLE)).isInstanceOf(ConnectionsResult.Read.class);
    assertThat(read(WHOLE.replace(from, to))).isNotEqualTo(read(WHOLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v1/me",
        "POST /v1/me",
        "get /v1/me",
        "DELETE /v1/me",
        "GET  /v1/me",
        "GET /v1/../me",
        "GET //other.example/me",
        "https://other.example/me",
        "GET https://other.example/me",
        "/v1/{id}",
        "/v1/me HTTP/1.1",
        "/v1/me#top",
        "/v1/m\u00e9",
        "/v1/me\\r\\nX: 1"
      })
  void whatCouldHaveAnEffectOrLeadElsewhereIsNoCheck(String check) {
    assertThat(
            pointers(
                "{\"billing\":{"
                    + LEAST
                    + ",\"credential\":\"env:A\",\"check\":\""
                    + check
                    + "\"}}"))
        .containsExactly("/billing/check");
  }

  @Test
  void aCheckWithoutACredentialTriesNothing() {
    assertThat(pointers("{\"billing\":{" + LEAST + ",\"check\":\"/v1/me\"}}"))
        .containsExactly("/billing/credential");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"ca\":\"ca.pem\"",
        "\"ca\":\"\"",
        "\"proxy\":\"proxy.example.com\"",
        "\"proxy\":\"http://proxy.example.com:3128\"",
        "\"proxy\":\"proxy.example.com:3128/\"",
        "\"proxy\":\"user:secret@proxy.example.com:3128\"",
        "\"proxy\":\"PROXY.example.com:3128\"",
        "\"proxy\":\"proxy.example.com:0\"",
        "\"proxy\":\"169.254.169.254:3128\"",
        "\"proxy\":\"2130706433:3128\"",
        "\"proxy_credential\":\"env:P\"",
        "\"proxy\":\"proxy.example.com:3128\",\"proxy_credential\":\"secret\""
      })
  void aWayThatIsNotPlainIsRefused(String members) {
    assertThat(read("{\"billing\":{" + LEAST + "," + members + "}}"))
        .isInstanceOf(ConnectionsResult.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"ca\":\"/etc/ca.pem\"", "\"proxy\":\"proxy.example.com:3128\""})
  void withoutTlsThereIsNeitherCertificateNorProxy(String members) {
    String plain =
        "\"kind\":\"http\",\"base_url\":\"http://api.billing.example\",\"allow\":[],"
            + "\"allow_private_addresses\":true,";
    assertThat(read("{\"billing\":{" + plain + members + "}}").toString())
        .contains("not_encrypted");
  }

  @Test
  void baseUrlAndAllowListAreRequired() {
    assertThat(pointers("{\"billing\":{\"kind\":\"http\"}}"))
        .containsExactlyInAnyOrder("/billing/base_url", "/billing/allow");
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.example, false, false",
    "http://api.example, true, true",
    "https://api.example, false, true",
    "https://10.0.0.1, false, false",
    "https://10.0.0.1, true, true",
    "https://[::1], true, true",
    "https://169.254.169.254, true, false",
    "https://192.0.2.1, true, false",
    "https://2130706433, true, false",
  })
  void plainTextAndPrivateAddressesNeedTheOptIn(String url, boolean optIn, boolean accepted) {
    String json =
        "{\"billing\":{\"kind\":\"http\",\"allow\":[],\"base_url\":\""
            + url
            + "\",\"allow_private_addresses\":"
            + optIn
            + "}}";
    assertThat(pointers(json)).isEqualTo(accepted ? List.of() : List.of("/billing/base_url"));
  }

  @ParameterizedTest
  @CsvSource({
    "rate, '\"0/h\"'",
    "rate, '\"10001/h\"'",
    "rate, '\"20/w\"'",
    "rate, 20",
    "concurrency, 65",
    "concurrency, 1.5",
    "concurrency, '\"2\"'",
    "wait, '\"11s\"'",
    "connect, '\"0s\"'",
    "connect, '\"11s\"'",
    "timeout, '\"0ms\"'",
    "timeout, '\"1m\"'",
    "timeout, '\"-1s\"'",
    "body, '\"65KiB\"'",
    "body, '\"64KB\"'",
    "answer, '\"2MiB\"'",
  })
  void aLimitOutsideItsRangeIsAnError(String name, String value) {
    assertThat(
            pointers("{\"billing\":{" + LEAST + ",\"limits\":{\"" + name + "\":" + value + "}}}"))
        .containsExactly("/billing/limits/" + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"host", "Content-Length", "user-agent", "If-Match", "Content-Type", "a b", ""})
  void theIdempotencyHeaderIsOneThatNothingElseUses(String header) {
    assertThat(pointers("{\"billing\":{" + LEAST + ",\"idempotency_header\":\"" + header + "\"}}"))
        .containsExactly("/billing/idempotency_header");
  }
}
