package dev.countersign.executors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.RecordLook;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ContactService;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordImage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Records that a service keeps, changed as people approved.
@Timeout(60)
class ChangedResourceTest {
  private static final ContactService SERVICE = new ContactService();

  private static final String JSON_PATCH = ContactService.USUAL + ",\"patch\":\"json_patch\"";
  private static final String PAUSED =
      "{\"path\":\"/status\",\"from\":\"active\",\"to\":\"paused\"}";

  @AfterAll
  static void stop() {
    SERVICE.close();
  }

  @BeforeEach
  void oneContact() {
    SERVICE.forget();
    SERVICE.put(
        "c_1",
        """
        {"id":"c_1","status":"active","limit":10.50,"vip":false,"rev":7,"note":"theirs",
          "profile":{"email":"ada@example.com","phone":"1","called":"2026-11-30T13:00:00+01:00"}}
        """);
  }

  private static Action update(String changes) {
    return ContactService.change("update", "c_1", changes);
  }

  private static String body(Map<String, String> change) {
    return Objects.requireNonNull(change.get("body"));
  }

  private static Outcome make(String keys, Action action) {
    return Calls.send(SERVICE.registry(keys), Calls.order(action));
  }

  @ParameterizedTest
  @CsvSource({
    "merge_patch, application/merge-patch+json",
    "json_patch, application/json-patch+json"
  })
  void whatWasApprovedStandsThereAndNothingElseWasTouched(String patch, String mediaType) {
    Action action =
        update(
            PAUSED
                + ",{\"path\":\"/email\",\"from\":\"ada@example.com\",\"to\":\"ada@example.org\"},"
                + "{\"path\":\"/renewal\",\"from\":null,\"to\":\"2027-01-31\"}");

    Outcome outcome = make(ContactService.USUAL + ",\"patch\":\"" + patch + "\"", action);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Succeeded.class,
            it -> {
              assertThat(it.status()).isEqualTo(204);
              assertThat(it.before().orElseThrow().fields())
                  .containsEntry("/email", Json.of("ada@example.com"))
                  .containsEntry("/renewal", JsonNull.NULL);
            });
    assertThat(SERVICE.held("c_1", "/profile/email")).contains(Json.of("ada@example.org"));
    assertThat(SERVICE.held("c_1", "/profile/phone")).contains(Json.of("1"));
    assertThat(SERVICE.held("c_1", "/renewal")).contains(Json.of("2027-01-31"));
    assertThat(SERVICE.methods()).containsExactly("GET", "PATCH");
    assertThat(SERVICE.changes().getFirst())
        .containsEntry("If-Match", "\"v1\"")
        .containsEntry("Content-Type", mediaType)
        .containsEntry("Authorization", "Bearer canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE contact; --",
        "a@b\\r\\nIf-Match: *",
        "\\u202Egnp.exe",
        "{\\\"$ref\\\":\\\"#\\\"}",
        "<script>alert(1)</script>",
        "\\\\",
        "\uD83D\uDC69\u200D\uD83D\uDCBB"
      })
  void hostileTextArrivesAsItWasApproved(String text) {
    Action action =
        update("{\"path\":\"/email\",\"from\":\"ada@example.com\",\"to\":\"" + text + "\"}");

    assertThat(SERVICE.make(action)).isInstanceOf(Outcome.Succeeded.class);

    assertThat(SERVICE.held("c_1", "/profile/email")).contains(Calls.json("\"" + text + "\""));
  }

  @Test
  void nullTakesAMemberAway() {
    assertThat(
            SERVICE.make(update("{\"path\":\"/email\",\"from\":\"ada@example.com\",\"to\":null}")))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(SERVICE.held("c_1", "/profile/email")).isEmpty();
    assertThat(SERVICE.held("c_1", "/profile/phone")).isPresent();
  }

  @Test
  void aNumberAndAMomentAreTheSameHoweverTheyAreWritten() {
    Action action =
        update(
            "{\"path\":\"/limit\",\"from\":10.5,\"to\":11},"
                + "{\"path\":\"/called\",\"from\":\"2026-11-30T12:00:00Z\",\"to\":null}");
    assertThat(SERVICE.make(action)).isInstanceOf(Outcome.Succeeded.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"path\":\"/status\",\"from\":\"paused\",\"to\":\"active\"}",
        "{\"path\":\"/email\",\"from\":null,\"to\":\"a@b.example\"}",
        "{\"path\":\"/limit\",\"from\":10,\"to\":11}"
      })
  void whatIsNotAsPeopleSawItIsNotChangedAndSaysWhatItHolds(String change) {
    Outcome outcome = SERVICE.make(update(change));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.RecordChanged.class, it -> assertThat(it.now().fields()).hasSize(1));
    assertThat(SERVICE.methods()).containsExactly("GET");
  }

  @Test
  void whatSomebodyWroteBetweenTheLookAndTheChangeIsNotOverwritten() {
    SERVICE.beforeAChange(
        () -> SERVICE.put("c_1", "{\"id\":\"c_1\",\"status\":\"paused\",\"note\":\"x\"}"));

    Outcome outcome = SERVICE.make(update(PAUSED));

    assertThat(outcome)
        .isEqualTo(
            new Outcome.RecordChanged(
                new RecordImage(Map.of("/status", Json.of("paused")), Optional.empty())));
    assertThat(SERVICE.held("c_1", "/note")).contains(Json.of("x"));
    assertThat(SERVICE.methods()).containsExactly("GET", "PATCH", "GET");
  }

  @Test
  void whoeverDeletesItInBetweenLeavesNothingToChange() {
    SERVICE.beforeAChange(SERVICE::forget);
    assertThat(SERVICE.make(update(PAUSED))).isEqualTo(new Outcome.Failed("record_not_found", 404));
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"v1\"", "v1", "\"\"", "*", "\"a\"b\"", "\"\u00e4\""})
  void whatSaysNoVersionForSureIsNotChanged(String tag) {
    SERVICE.tag(_ -> Optional.of(tag));
    assertThat(SERVICE.make(update(PAUSED))).isEqualTo(new Outcome.Failed("record_unversioned", 0));
    assertThat(SERVICE.methods()).containsExactly("GET");
  }

  @Test
  void withoutAnyTagItIsNotChangedEither() {
    SERVICE.tag(_ -> Optional.empty());
    assertThat(SERVICE.make(update(PAUSED))).isEqualTo(new Outcome.Failed("record_unversioned", 0));
    assertThat(SERVICE.methods()).containsExactly("GET");
  }

  @Test
  void aVersionInTheDocumentIsSentWithTheChange() {
    SERVICE.tag(_ -> Optional.empty());
    assertThat(make(ContactService.USUAL + ",\"version\":\"/rev\"", update(PAUSED)))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(Calls.json(body(SERVICE.changes().getFirst())))
        .isEqualTo(Calls.json("{\"rev\":7,\"status\":\"paused\"}"));
    assertThat(SERVICE.changes().getFirst()).doesNotContainKey("If-Match");
  }

  @Test
  void jsonPatchTestsWhatPeopleSawWhereThereIsNoTag() {
    SERVICE.tag(_ -> Optional.empty());
    SERVICE.beforeAChange(() -> SERVICE.put("c_1", "{\"id\":\"c_1\",\"status\":\"paused\"}"));

    assertThat(make(JSON_PATCH, update(PAUSED))).isInstanceOf(Outcome.RecordChanged.class);
    assertThat(
            make(
                JSON_PATCH, update("{\"path\":\"/status\",\"from\":\"paused\",\"to\":\"active\"}")))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(Calls.json(body(SERVICE.changes().getLast())))
        .isEqualTo(
            Calls.json(
                "[{\"op\":\"test\",\"path\":\"/status\",\"value\":\"paused\"},"
                    + "{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"active\"}]"));
  }

  @Test
  void whatIsNotThereCannotBeTestedSoItNeedsATag() {
    SERVICE.tag(_ -> Optional.empty());
    assertThat(
            make(JSON_PATCH, update("{\"path\":\"/renewal\",\"from\":null,\"to\":\"2027-01-31\"}")))
        .isEqualTo(new Outcome.Failed("record_unversioned", 0));
  }

  @Test
  void aDeleteIsOfTheVersionThatPeopleSaw() {
    Action delete = ContactService.change("delete", "c_1", "", "{\"if_match\":\"\\\"v1\\\"\"}");
    SERVICE.put("c_1", "{\"id\":\"c_1\",\"status\":\"paused\"}");
    assertThat(SERVICE.make(delete)).isInstanceOf(Outcome.RecordChanged.class);
    assertThat(SERVICE.has("c_1")).isTrue();

    Action now = ContactService.change("delete", "c_1", "", "{\"if_match\":\"\\\"v2\\\"\"}");
    assertThat(SERVICE.make(now)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(SERVICE.has("c_1")).isFalse();
    assertThat(SERVICE.registry().readBack(now)).isEqualTo(new TargetLook.AsApproved());
  }

  @Test
  void whatNobodyReadBeforeIsNotSent() {
    assertThat(SERVICE.make(update("{\"path\":\"/status\",\"to\":\"paused\"}")))
        .isEqualTo(new Outcome.Failed("before_value_required", 0));
    assertThat(SERVICE.make(ContactService.change("delete", "c_1", "")))
        .isEqualTo(new Outcome.Failed("before_value_required", 0));
    assertThat(SERVICE.methods()).isEmpty();
  }

  @Test
  void aDryRunReadsAndComparesAndSendsNothing() {
    assertThat(SERVICE.registry().tryOut(update(PAUSED))).isEqualTo(TargetTrial.works());
    assertThat(
            SERVICE
                .registry()
                .tryOut(update("{\"path\":\"/status\",\"from\":\"paused\",\"to\":\"active\"}")))
        .isEqualTo(TargetTrial.fails("record_changed"));
    SERVICE.tag(_ -> Optional.empty());
    assertThat(SERVICE.registry().tryOut(update(PAUSED)))
        .isEqualTo(TargetTrial.fails("record_unversioned"));
    assertThat(SERVICE.methods()).containsOnly("GET");
    assertThat(SERVICE.registry("\"allow\":[\"update\"]").triesOut(update(PAUSED))).isFalse();
  }

  @Test
  void itIsReadBackWhereTheFileSaysSo() {
    assertThat(SERVICE.registry().readBack(update(PAUSED)))
        .isEqualTo(new TargetLook.Differs(List.of("/status")));
    SERVICE.make(update(PAUSED));
    assertThat(SERVICE.registry().readBack(update(PAUSED))).isEqualTo(new TargetLook.AsApproved());
    assertThat(SERVICE.registry("\"allow\":[\"update\"]").readsBack(update(PAUSED))).isFalse();
  }

  @Test
  void beforePeopleAreAskedTheGateReadsWhatTheFieldsHold() {
    ExecutorRegistry registry = SERVICE.registry();
    Action silent =
        update("{\"path\":\"/status\",\"to\":\"paused\"},{\"path\":\"/limit\",\"to\":20}");

    assertThat(registry.readsFirst(silent)).isTrue();
    assertThat(registry.readFirst(silent, ContactService.AGENT))
        .isEqualTo(
            new RecordLook.Held(
                new RecordImage(
                    Map.of("/status", Json.of("active"), "/limit", Calls.json("10.5")),
                    Optional.empty())));
    assertThat(registry.readFirst(ContactService.change("delete", "c_1", ""), ContactService.AGENT))
        .isEqualTo(new RecordLook.Held(new RecordImage(Map.of(), Optional.of("\"v1\""))));
  }

  @Test
  void anAgentThatSaysSomethingElseIsRefusedWithThePlace() {
    assertNot(
        update("{\"path\":\"/status\",\"from\":\"paused\",\"to\":\"active\"}"),
        "before_value_differs",
        "/proposed_changes/changes/0/from");
    assertNot(
        ContactService.change("update", "c_1", PAUSED, "{\"if_match\":\"\\\"v9\\\"\"}"),
        "before_value_differs",
        "/preconditions/if_match");
    assertNot(ContactService.change("update", "c_2", PAUSED), "record_not_found", "/target_id");
    SERVICE.put("c_3", "{\"id\":\"c_1\",\"status\":\"active\"}");
    assertNot(ContactService.change("update", "c_3", PAUSED), "record_mismatched", "/target_id");
    SERVICE.put("c_4", "{\"id\":\"c_4\",\"status\":[\"active\"]}");
    assertNot(
        ContactService.change("update", "c_4", "{\"path\":\"/status\",\"to\":\"paused\"}"),
        "record_not_readable",
        "/target_id");
    SERVICE.put("c_5", "{\"id\":\"c_5\",\"profile\":[]}");
    assertNot(
        ContactService.change("update", "c_5", "{\"path\":\"/email\",\"to\":\"a@b.example\"}"),
        "record_not_readable",
        "/target_id");
  }

  private static void assertNot(Action action, String code, String pointer) {
    assertThat(SERVICE.registry().readFirst(action, ContactService.AGENT))
        .isInstanceOfSatisfying(
            RecordLook.Not.class,
            it -> {
              assertThat(it.why().code()).isEqualTo(code);
              assertThat(it.why().pointer()).isEqualTo(pointer);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        ".",
        "a/b",
        "a%2fb",
        "%2e%2e",
        "a;b",
        "a?b",
        "a#b",
        "a\\\\b",
        "\u2024\u2024",
        "\uFF0F",
        "a\\u0001b",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void aKeyThatIsNoSingleSegmentOfAPathIsRefused(String id) {
    Action action =
        ContactService.change(
            "update",
            ((dev.countersign.json.JsonString) Calls.json("\"" + id + "\"")).value(),
            PAUSED);
    assertThat(SERVICE.registry().check(action))
        .get()
        .extracting(Inadmissible::code, Inadmissible::pointer)
        .containsExactly("key_not_allowed", "/target_id");
  }

  @Test
  void aKeyIsEncodedWhereAPathNeedsIt() {
    SERVICE.put("ä b&c", "{\"id\":\"ä b&c\",\"status\":\"active\"}");
    assertThat(SERVICE.make(ContactService.change("update", "ä b&c", PAUSED)))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(SERVICE.held("ä b&c", "/status")).contains(Json.of("paused"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update  | /note          | "x"      | field_not_allowed     | /proposed_changes/changes/0/path
          update  | /profile/email | "x"      | field_not_allowed     | /proposed_changes/changes/0/path
          update  | /id            | "x"      | field_not_allowed     | /proposed_changes/changes/0/path
          update  | /profile       | "x"      | field_not_allowed     | /proposed_changes/changes/0/path
          update  | /email/        | "x"      | field_not_allowed     | /proposed_changes/changes/0/path
          update  | /email~1x      | "x"      | field_not_allowed     | /proposed_changes/changes/0/path
          update  | /status        | "gone"   | value_not_allowed     | /proposed_changes/changes/0/to
          update  | /limit         | 1000.01  | value_not_allowed     | /proposed_changes/changes/0/to
          update  | /email         | {"a":1}  | value_not_allowed     | /proposed_changes/changes/0/to
          create  | /status        | "active" | operation_not_allowed | /proposed_changes/operation
          archive | /status        | "active" | operation_not_allowed | /proposed_changes/operation
          """)
  void whatTheFileDoesNotAllowIsRefusedWithItsPlace(
      String operation, String path, String to, String code, String pointer) {
    Action action =
        ContactService.change(operation, "c_1", "{\"path\":\"" + path + "\",\"to\":" + to + "}");
    assertThat(SERVICE.registry().check(action))
        .get()
        .extracting(Inadmissible::code, Inadmissible::pointer)
        .containsExactly(code, pointer);
  }

  @Test
  void aConnectionWithoutRecordsChangesNone() {
    ExecutorRegistry calls = dev.countersign.executors.Billing.at("https://a.example").registry();
    Action change =
        Calls.action(
            "billing",
            "{\"class\":\"record_change\",\"operation\":\"update\",\"record_type\":\"contact\",\"changes\":[]}",
            "{}");
    assertThat(calls.check(change))
        .get()
        .extracting(Inadmissible::code)
        .isEqualTo("class_not_executable");
    assertThat(calls.readsFirst(change)).isFalse();
  }
}
