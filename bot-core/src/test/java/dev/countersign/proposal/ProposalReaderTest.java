package dev.countersign.proposal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.proposal.ReadResult.Accepted;
import dev.countersign.proposal.ReadResult.Invalid;
import dev.countersign.proposal.ReadResult.Malformed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProposalReaderTest {
  private static final String ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

  @Test
  void aFullBodyBecomesAFrozenActionAndItsContext() {
    ProposalDraft draft = SampleProposals.refund();

    assertThat(draft.action().actionType()).isEqualTo("refund.create");
    assertThat(draft.action().actionClass()).isEqualTo(ActionClass.API_CALL);
    assertThat(draft.action().targetSystem()).isEqualTo("billing");
    assertThat(draft.action().targetId()).contains("charge_7301");
    assertThat(draft.action().environment()).isEqualTo(Environment.PRODUCTION);
    assertThat(draft.action().preconditions().text("if_match")).isEqualTo("\"v3\"");
    assertThat(draft.context().confidence()).contains(0.87);
    assertThat(draft.context().claimedRisk()).contains(RiskLevel.HIGH);
    assertThat(draft.context().urgency()).isEqualTo(Urgency.HIGH);
    assertThat(draft.context().blockingCustomer()).isTrue();
    assertThat(draft.context().onBehalfOf()).contains("reviewer-7");
    assertThat(draft.context().document().object("client_state").number("step")).isEqualTo(3);
    assertThat(draft.context().document().object("labels").text("team")).isEqualTo("support");
    assertThat(draft.context().document().has("trace")).isTrue();
    assertThat(draft.dryRun()).isFalse();
    assertThat(draft.expiresAt()).contains(Instant.parse("2026-11-24T08:30:00Z"));
    assertThat(draft.executionMode()).contains(ExecutionMode.GATEWAY);
    assertThat(draft.executionTrigger()).contains(ExecutionTrigger.ON_APPROVAL);
    assertThat(draft.supersedes()).isEmpty();
    assertThat(draft.callbackEndpoint()).isEmpty();
  }

  @Test
  void theFrozenActionIsExactlyItsSevenMembersInCanonicalBytes() {
    Action action = SampleProposals.billingTerms().action();

    String expected =
        """
        {"action_type":"record.update","environment":"production","proposed_changes":{"changes":[\
        {"from":"NET30","path":"/billing_terms","to":"NET60"},\
        {"from":null,"path":"/credit_limit","to":250000}],\
        "class":"record_change","operation":"update","record_type":"account","reversible":true},\
        "target_id":"account/42","target_system":"crm","v":"countersign-action/1"}\
        """;
    assertThat(new String(action.canonical(), UTF_8)).isEqualTo(expected);
    assertThat(action.digest()).isEqualTo(Digest.of(expected));
    assertThat(Action.read(action.canonical())).isEqualTo(action);
  }

  @Test
  void everySampleReads() {
    assertThat(SampleProposals.ticketReply().action().actionClass()).isEqualTo(ActionClass.MESSAGE);
    assertThat(SampleProposals.merge().action().actionClass()).isEqualTo(ActionClass.TOOL_CALL);
  }

  @Test
  void aNullTargetOrConfidenceMeansTheSameAsNone() {
    ProposalDraft nulls =
        SampleProposals.draft(body("\"target_id\":null,\"confidence\":null").getBytes(UTF_8));
    ProposalDraft absent = SampleProposals.draft(body("\"dry_run\":true").getBytes(UTF_8));

    assertThat(nulls.action().digest()).isEqualTo(absent.action().digest());
    assertThat(nulls.context().confidence()).isEmpty();
    assertThat(nulls.context().document().members()).isEmpty();
    assertThat(absent.dryRun()).isTrue();
  }

  @Test
  void theContextDoesNotChangeTheAction() {
    ProposalDraft one = SampleProposals.draft(body("\"rationale\":\"a\"").getBytes(UTF_8));
    ProposalDraft other = SampleProposals.draft(body("\"rationale\":\"b\"").getBytes(UTF_8));

    assertThat(one.action()).isEqualTo(other.action());
    assertThat(one.context().digest()).isNotEqualTo(other.context().digest());
  }

  @Test
  void controlMembersAreRead() {
    ProposalDraft draft =
        SampleProposals.draft(
            body("\"supersedes\":\"prop_%s\",\"callback_endpoint\":\"whe_%s\",\"execution\":{\"mode\":\"grant\"}"
                    .formatted(ULID, ULID))
                .getBytes(UTF_8));

    assertThat(draft.supersedes()).contains(new ProposalId("prop_" + ULID));
    assertThat(draft.callbackEndpoint()).contains("whe_" + ULID);
    assertThat(draft.executionMode()).contains(ExecutionMode.GRANT);
    assertThat(draft.executionTrigger()).isEqualTo(Optional.empty());
    assertThat(draft.context().document().members()).containsOnlyKeys("execution");
  }

  @Test
  void whatIsNotJsonIsMalformedWithItsPlace() {
    assertThat(ProposalReader.read("{\"a\":1,\"a\":2}".getBytes(UTF_8)))
        .isEqualTo(
            new Malformed("duplicate_name", "/a", 7, "an object has the same member name twice"));
    assertThat(ProposalReader.read(new byte[ProposalReader.MAX_BODY_BYTES + 1]))
        .isInstanceOfSatisfying(Malformed.class, m -> assertThat(m.code()).isEqualTo("too_large"));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    String body =
        """
        {"target_system":"Billing","proposed_changes":{"class":"message","channel":"fax","to":[],
         "body":{"content":7}},"confidence":1.5,"approved":true,"labels":{"a/b~c":1}}\
        """;

    assertThat(errors(body))
        .containsExactlyInAnyOrder(
            "/target_system pattern_mismatch",
            "/proposed_changes/channel not_allowed",
            "/proposed_changes/to too_few_items",
            "/proposed_changes/body/content wrong_type",
            "/proposed_changes/body missing_member",
            "/confidence out_of_range",
            "/approved unknown_member",
            "/labels/a~1b~0c wrong_type",
            " missing_member");
  }

  @Test
  void errorsAreBoundedAndDoNotRepeatLongNames() {
    var members = new StringBuilder("{\"%s\":1".formatted("n".repeat(1_000)));
    for (int i = 0; i < 500; i++) {
      members.append(",\"x").append(i).append("\":1");
    }
    assertThat(errors(members + "}"))
        .hasSize(ProposalReader.MAX_ERRORS)
        .startsWith(" unknown_member")
        .allSatisfy(error -> assertThat(error).hasSizeLessThan(50));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "schema":"proposal.v2"                              | /schema not_allowed
          "environment":"prod"                                | /environment not_allowed
          "environment":1                                     | /environment not_allowed
          "target_id":7                                       | /target_id wrong_type
          "preconditions":{"if_none_match":"*"}               | /preconditions/if_none_match unknown_member
          "preconditions":{"not_before":"tomorrow"}           | /preconditions/not_before bad_date_time
          "expires_at":"2026-02-30T00:00:00Z"                 | /expires_at bad_date_time
          "expires_at":"2026-02-20T00:00:00"                  | /expires_at bad_date_time
          "expires_at":"2026-02-20T00:00Z"                    | /expires_at bad_date_time
          "expires_at":"2016-12-31T23:59:60Z"                 | /expires_at bad_date_time
          "expires_at":null                                   | /expires_at wrong_type
          "confidence":-0.1                                   | /confidence out_of_range
          "confidence":"high"                                 | /confidence wrong_type
          "risk_level":"none"                                 | /risk_level not_allowed
          "agent":{"id":"x"}                                  | /agent/id unknown_member
          "agent":[]                                          | /agent wrong_type
          "model":{"name":1}                                  | /model/name wrong_type
          "evidence":{}                                       | /evidence wrong_type
          "evidence":[{"kind":"ticket"}]                      | /evidence/0 missing_member
          "evidence":[{"title":"t","kind":"rumour"}]          | /evidence/0/kind not_allowed
          "evidence":[{"title":"t","url":"ftp://a.example"}]  | /evidence/0/url bad_url
          "evidence":[{"title":"t","sha256":"ABC"}]           | /evidence/0/sha256 pattern_mismatch
          "trace":{"traceparent":"00-1-2-3"}                  | /trace/traceparent pattern_mismatch
          "urgency":"now"                                     | /urgency not_allowed
          "blocking_customer":"yes"                           | /blocking_customer wrong_type
          "dry_run":0                                         | /dry_run wrong_type
          "supersedes":"prop_1"                               | /supersedes pattern_mismatch
          "supersedes":"prop_01arz3ndektsv4rrffq69g5fav"      | /supersedes pattern_mismatch
          "execution":{"mode":"later"}                        | /execution/mode not_allowed
          "execution":{"trigger":"on_click"}                  | /execution/trigger not_allowed
          "callback_endpoint":"https://a.example"             | /callback_endpoint pattern_mismatch
          "client_state":[]                                   | /client_state wrong_type
          "labels":{"a":null}                                 | /labels/a wrong_type
          """)
  void everyMemberHasItsShape(String member, String error) {
    assertThat(errors(body(member))).containsExactly(error);
  }

  @Test
  void lengthsCountCodePointsAndAreInclusive() {
    assertThat(read(body("\"rationale\":\"%s\"".formatted("😀".repeat(8_000)))))
        .isInstanceOf(Accepted.class);
    assertThat(errors(body("\"rationale\":\"%s\"".formatted("😀".repeat(8_001)))))
        .containsExactly("/rationale too_long");
    assertThat(errors(body("\"labels\":{%s}".formatted(members(21)))))
        .containsExactly("/labels too_many_members");
    assertThat(errors(body("\"client_state\":{%s}".formatted(members(51)))))
        .containsExactly("/client_state too_many_members");
    assertThat(errors(body("\"evidence\":[%s]".formatted("{\"title\":\"t\"},".repeat(20) + "{}"))))
        .containsExactly("/evidence too_many_items");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                                       |  wrong_type
          {}                                                       |  missing_member
          {"class":"sql"}                                          | /class not_allowed
          {"class":7}                                              | /class not_allowed
          {"class":"record_change","operation":"update","record_type":"a"}              |  missing_member
          {"class":"record_change","operation":"create","record_type":"a","changes":[]} | /changes too_few_items
          {"class":"record_change","operation":"delete","record_type":"a","where":"1"}  | /where unknown_member
          {"class":"record_change","operation":"delete","record_type":"a","changes":[{"path":"status"}]} | /changes/0/path pattern_mismatch
          {"class":"tool_call","server":"a","tool":"","arguments":{}}   | /tool too_short
          {"class":"tool_call","server":"a","tool":"t","arguments":[]}  | /arguments wrong_type
          {"class":"tool_call","server":"a","tool":"t"}                 |  missing_member
          {"class":"tool_call","server":"a","tool":"t","arguments":{},"tool_definition_digest":"sha-256:x"} | /tool_definition_digest pattern_mismatch
          {"class":"tool_call","server":"a","tool":"t","arguments":{},"annotations":{"readOnlyHint":1}}     | /annotations/readOnlyHint wrong_type
          {"class":"message","channel":"sms","to":[{"name":"x"}],"body":{"media_type":"text/plain","content":""}} | /to/0 missing_member
          {"class":"message","channel":"sms","to":[{"address":"x"}],"body":{"media_type":"text/rtf","content":""}} | /body/media_type not_allowed
          {"class":"message","channel":"sms","to":[{"address":"x"}],"body":{"media_type":"text/html","content":""},"attachments":[{"name":"a","sha256":"0"}]} | /attachments/0/sha256 pattern_mismatch
          {"class":"api_call","method":"HEAD","url":"https://a.example/"}  | /method not_allowed
          {"class":"api_call","method":"POST","url":"https://a.example/","body":{"json":1}} | /body missing_member
          """)
  void everyClassHasItsShape(String changes, String error) {
    assertThat(errors(bodyWith(changes)))
        .containsExactly("/proposed_changes" + (error.startsWith("/") ? error : " " + error));
  }

  @ParameterizedTest
  @CsvSource({"archive", "restore", "delete"})
  void archivingRestoringAndDeletingNeedNoChanges(String operation) {
    String changes =
        "{\"class\":\"record_change\",\"operation\":\"%s\",\"record_type\":\"a\"}"
            .formatted(operation);
    assertThat(read(bodyWith(changes))).isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization",
        "cookie",
        "proxy-authorization",
        "set-cookie",
        "x-api-key",
        "api-key",
        "proxy-authenticate",
        "x-auth-token",
        "x-authorization",
        "x-access-token",
        "X-Access-Token",
        "AUTHORIZATION",
        "x-vault-token",
        "private-token",
        "x-amz-security-token",
        "x-client-secret",
        "x-apikey"
      })
  void credentialsAreNeverAHeader(String name) {
    assertThat(errors(withHeader(name, "x")))
        .containsExactly("/proposed_changes/headers/" + name + " credential_header_not_allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "content-length", "transfer-encoding", "connection", "Host"})
  void theGateFramesTheRequestItself(String name) {
    assertThat(errors(withHeader(name, "x")))
        .containsExactly("/proposed_changes/headers/" + name + " header_not_allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x y", "a:b", "", "x_y", "é", "\u212a"})
  void aHeaderNameHasOnlyLettersDigitsAndHyphens(String name) {
    assertThat(errors(withHeader(name, "x")))
        .containsExactly("/proposed_changes/headers/" + name + " bad_header_name");
  }

  @Test
  void aHeaderIsFrozenInLowerCaseHoweverItIsWritten() {
    Action upper =
        SampleProposals.draft(withHeader("Stripe-Version", "1").getBytes(UTF_8)).action();
    Action lower =
        SampleProposals.draft(withHeader("stripe-version", "1").getBytes(UTF_8)).action();

    assertThat(upper).isEqualTo(lower);
    assertThat(upper.changesDocument().object("headers").members())
        .containsOnlyKeys("stripe-version");
    assertThat(errors(withHeader("Accept\":\"a\",\"accept", "b")))
        .containsExactly("/proposed_changes/headers/accept repeated_header");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\r\\nx-admin: 1", "a\\nb", "a\\tb", "\\u007f", "\\u0085"})
  void aHeaderValueCannotStartAnotherLine(String value) {
    assertThat(errors(withHeader("x-note", value)))
        .containsExactly("/proposed_changes/headers/x-note bad_header_value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example",
        "https://a.example/v1/refunds?x=1&y=%20",
        "http://127.0.0.1:8080/x",
        "https://[2001:db8::1]/x",
        "https://a.example/.well-known/x",
        "https://a.example/a..b/...",
        "https://a.example/x?expand[]=charge&filter[status]=open",
      })
  void aDestinationIsAPlainHttpUrl(String url) {
    assertThat(read(withUrl(url))).isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/v1/refunds",
        "ftp://a.example/",
        "HTTPS://a.example/",
        "https:a.example",
        "https:///x",
        "https://user@a.example/",
        "https://user:secret@a.example/",
        "https://a.example@evil.example/",
        "https://@a.example/",
        "https://a.example/#x",
        "https://a.example/#",
        "https://a.example:0/",
        "https://a.example:65536/",
        "https://a.example:99999999999/",
        "https://a.example/a b",
        "https://a.example/a\\nb",
        "https://a.example\\\\b",
        "https://a.example/%zz",
        "https://ä.example/",
        "https://a.example/é",
        "https://a.example/v1/../admin",
        "https://a.example/v1/./admin",
        "https://a.example/v1/%2e%2E/admin",
        "https://a.example/v1/..%2fadmin",
        "https://a.example/v1/..;/admin",
        "https://a.example/..",
        "https://a_b.example/",
        "https://a.example./",
      })
  void aDestinationThatCouldBeReadInTwoWaysIsRefused(String url) {
    assertThat(errors(withUrl(url))).containsExactly("/proposed_changes/url bad_url");
  }

  private static Stream<String> singleLines() {
    return Stream.of(
        "/target_id",
        "/preconditions/if_match",
        "/agent/name",
        "/evidence/0/title",
        "/correlation_id",
        "/labels/a",
        "/trace/tracestate",
        "/proposed_changes/subject",
        "/proposed_changes/thread_ref",
        "/proposed_changes/to/0/name",
        "/proposed_changes/attachments/0/name",
        "/proposed_changes/attachments/0/media_type",
        "/proposed_changes/record_type",
        "/proposed_changes/changes/0/path",
        "/proposed_changes/body/media_type",
        "/proposed_changes/auth_scope/0",
        "/proposed_changes/side_effects/0",
        "/proposed_changes/server",
        "/proposed_changes/tool",
        "/proposed_changes/annotations/title");
  }

  @ParameterizedTest
  @MethodSource("singleLines")
  void whatIsOneLineByNatureHasNoLineBreaks(String pointer) {
    assertThat(errors(withText(pointer, "/a b"))).containsExactly("no errors");
    for (String separator :
        List.of("\n", "\r", "\r\n", "\t", "\u000b", "\f", "\u001c", "\u0085", "\u2028", "\u2029")) {
      for (String text : List.of("/a" + separator + "b", "/a" + separator)) {
        assertThat(errors(withText(pointer, text))).containsExactly(pointer + " not_one_line");
      }
    }
  }

  @Test
  void aLabelsNameIsOneLineToo() {
    assertThat(errors(body("\"labels\":{\"a\\nb\":\"c\"}")))
        .containsExactly("/labels/a\nb not_one_line");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/target_id",
        "/preconditions/if_match",
        "/proposed_changes/record_type",
        "/proposed_changes/server",
        "/proposed_changes/tool",
        "/proposed_changes/to/0/name",
        "/proposed_changes/body/media_type"
      })
  void aNameThatAnActionHangsOnIsNotEmpty(String pointer) {
    assertThat(errors(withText(pointer, ""))).containsExactly(pointer + " too_short");
  }

  /// A body in which this member says this text.
  private static String withText(String pointer, String text) {
    String value = CanonicalJson.text(Json.of(text));
    String name = pointer.substring(pointer.lastIndexOf('/') + 1);
    String member = "\"" + name + "\":" + value;
    return switch (pointer) {
      case "/target_id", "/correlation_id" -> bodyOf(member);
      case "/preconditions/if_match" -> bodyOf("\"preconditions\":{" + member + "}");
      case "/agent/name" -> bodyOf("\"agent\":{" + member + "}");
      case "/labels/a" -> bodyOf("\"labels\":{" + member + "}");
      case "/trace/tracestate" -> bodyOf("\"trace\":{" + member + "}");
      case "/evidence/0/title" -> bodyOf("\"evidence\":[{" + member + "}]");
      case "/proposed_changes/subject", "/proposed_changes/thread_ref" -> mail("", "," + member);
      case "/proposed_changes/to/0/name" -> mail("," + member, "");
      case "/proposed_changes/attachments/0/name" ->
          mail("", ",\"attachments\":[{" + member + ",\"sha256\":\"" + "a".repeat(64) + "\"}]");
      case "/proposed_changes/attachments/0/media_type" ->
          mail(
              "",
              ",\"attachments\":[{\"name\":\"a\","
                  + member
                  + ",\"sha256\":\""
                  + "a".repeat(64)
                  + "\"}]");
      case "/proposed_changes/record_type" ->
          bodyWith("{\"class\":\"record_change\",\"operation\":\"delete\"," + member + "}");
      case "/proposed_changes/changes/0/path" ->
          bodyWith(
              "{\"class\":\"record_change\",\"operation\":\"update\",\"record_type\":\"a\",\"changes\":[{"
                  + member
                  + "}]}");
      case "/proposed_changes/body/media_type" -> call(",\"body\":{" + member + ",\"text\":\"\"}");
      case "/proposed_changes/auth_scope/0" -> call(",\"auth_scope\":[" + value + "]");
      case "/proposed_changes/side_effects/0" -> call(",\"side_effects\":[" + value + "]");
      case "/proposed_changes/server" ->
          bodyWith("{\"class\":\"tool_call\",\"tool\":\"t\",\"arguments\":{}," + member + "}");
      case "/proposed_changes/tool" ->
          bodyWith("{\"class\":\"tool_call\",\"server\":\"s\",\"arguments\":{}," + member + "}");
      case "/proposed_changes/annotations/title" ->
          bodyWith(
              "{\"class\":\"tool_call\",\"server\":\"s\",\"tool\":\"t\",\"arguments\":{},\"annotations\":{"
                  + member
                  + "}}");
      default -> throw new AssertionError(pointer);
    };
  }

  private static String bodyOf(String member) {
    return "{" + member + "," + bodyWith(toolCall("")).substring(1);
  }

  private static String mail(String inParty, String more) {
    return bodyWith(
        "{\"class\":\"message\",\"channel\":\"other\",\"to\":[{\"address\":\"x\""
            + inParty
            + "}],\"body\":{\"media_type\":\"text/plain\",\"content\":\"\"}"
            + more
            + "}");
  }

  private static String call(String more) {
    return bodyWith(
        "{\"class\":\"api_call\",\"method\":\"POST\",\"url\":\"https://a.example/\"" + more + "}");
  }

  @Test
  void aBodyOfACallHasOneContent() {
    String both = ",\"body\":{\"media_type\":\"a/b\",\"json\":{},\"text\":\"x\"}";
    assertThat(errors(call(both))).containsExactly("/proposed_changes/body two_bodies");
    assertThat(errors(call(",\"body\":{\"media_type\":\"a/b\"}")))
        .containsExactly("/proposed_changes/body missing_member");
    assertThat(errors(call(",\"body\":{\"media_type\":\"a/b\",\"json\":null}")))
        .containsExactly("no errors");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"headers\":{}",
        "\"auth_scope\":[]",
        "\"side_effects\":[]",
      })
  void anEmptyListIsFrozenAsNone(String empty) {
    assertThat(draft(call("," + empty)).action()).isEqualTo(draft(call("")).action());
  }

  @Test
  void emptyRecipientsChangesHintsAndPreconditionsAreFrozenAsNone() {
    assertThat(draft(mail("", ",\"cc\":[],\"bcc\":[],\"attachments\":[]")).action())
        .isEqualTo(draft(mail("", "")).action());
    String delete =
        "{\"class\":\"record_change\",\"operation\":\"delete\",\"record_type\":\"a\"%s}";
    assertThat(draft(bodyWith(delete.formatted(",\"changes\":[]"))).action())
        .isEqualTo(draft(bodyWith(delete.formatted(""))).action());
    String tool = "{\"class\":\"tool_call\",\"server\":\"s\",\"tool\":\"t\",\"arguments\":{}%s}";
    Action plain = draft(bodyWith(tool.formatted(""))).action();
    assertThat(draft(bodyWith(tool.formatted(",\"annotations\":{}"))).action()).isEqualTo(plain);
    assertThat(plain.changesDocument().object("arguments").members()).isEmpty();
    assertThat(draft("{\"preconditions\":{}," + bodyWith(tool.formatted("")).substring(1)).action())
        .isEqualTo(plain);
  }

  private static ProposalDraft draft(String body) {
    return SampleProposals.draft(body.getBytes(UTF_8));
  }

  @Test
  void anActionHasAtMost64KibibytesOfCanonicalForm() {
    String empty = bodyWith(toolCall(""));
    int room =
        ProposalReader.MAX_ACTION_BYTES
            - SampleProposals.draft(empty.getBytes(UTF_8)).action().canonical().length;
    assertThat(read(bodyWith(toolCall("x".repeat(room))))).isInstanceOf(Accepted.class);
    assertThat(errors(bodyWith(toolCall("x".repeat(room + 1)))))
        .containsExactly("/proposed_changes action_too_large");
  }

  @Test
  void theSchemaInTheJarIsJson() throws Exception {
    try (var schema = ProposalReader.class.getResourceAsStream("proposal.v1.schema.json")) {
      assertThat(schema).isNotNull();
      assertThat(CanonicalJson.parse(schema.readAllBytes())).isNotNull();
    }
  }

  private static String toolCall(String text) {
    return "{\"class\":\"tool_call\",\"server\":\"a\",\"tool\":\"t\",\"arguments\":{\"text\":\"%s\"}}"
        .formatted(text);
  }

  private static String withHeader(String name, String value) {
    return bodyWith(
        "{\"class\":\"api_call\",\"method\":\"GET\",\"url\":\"https://a.example/\",\"headers\":{\"%s\":\"%s\"}}"
            .formatted(name, value));
  }

  private static String withUrl(String url) {
    return bodyWith("{\"class\":\"api_call\",\"method\":\"GET\",\"url\":\"%s\"}".formatted(url));
  }

  private static String body(String members) {
    return bodyWith(toolCall("")).replaceFirst("^\\{", "{" + members.replace("\\", "\\\\") + ",");
  }

  private static String bodyWith(String changes) {
    return "{\"action_type\":\"a.b\",\"target_system\":\"s\",\"proposed_changes\":" + changes + "}";
  }

  private static String members(int count) {
    var text = new StringBuilder("\"m\":\"\"");
    for (int i = 1; i < count; i++) {
      text.append(",\"m").append(i).append("\":\"\"");
    }
    return text.toString();
  }

  private static ReadResult read(String body) {
    return ProposalReader.read(body.getBytes(UTF_8));
  }

  private static List<String> errors(String body) {
    return read(body) instanceof Invalid(List<ProposalError> errors)
        ? errors.stream().map(error -> error.pointer() + " " + error.code()).toList()
        : List.of("no errors");
  }
}
