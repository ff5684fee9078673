package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.Calls;
import dev.countersign.executors.Crm;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.ExecutorRegistry.Mode;
import dev.countersign.proposal.Action;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlAdmissionTest {
  private static final ExecutorRegistry REGISTRY = Crm.plain(5432).registry();

  private static void assertRefused(Action action, String code, String place) {
    assertThat(REGISTRY.check(action))
        .get()
        .extracting(Inadmissible::code, Inadmissible::pointer)
        .containsExactly(code, place);
  }

  @Test
  void theConnectionSendsByItself() {
    assertThat(REGISTRY.mode("crm")).contains(Mode.EXECUTES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /status  | "active"     | "paused"
          /terms   | "NET30"      | "NET99"
          /terms   | "whenever it was" | "NET99"
          /credit  | 0            | 0.125
          /credit  | -5           | 100000
          /seats   | null         | 1
          /seats   | 1            | null
          /vip     | true         | false
          /renewal | "1999-12-31" | null
          /called  | null         | "2026-11-30T12:00:00.000001Z"
          /note    | "a"          | ""
          """)
  void whatTheFileAllowsIsTaken(String path, String from, String to) {
    assertThat(REGISTRY.check(update(path, from, to))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /status     | "active" | "gone"          | value_not_allowed | to
          /status     | "active" | "Active"        | value_not_allowed | to
          /status     | "active" | null            | value_not_allowed | to
          /status     | "active" | true            | value_not_allowed | to
          /terms      | "NET30"  | "NET300"        | value_not_allowed | to
          /terms      | "NET30"  | "xNET30"        | value_not_allowed | to
          /terms      | "NET30"  | "NET30\\n"      | value_not_allowed | to
          /credit     | 1        | -0.001          | value_not_allowed | to
          /credit     | 1        | 100000.001      | value_not_allowed | to
          /credit     | 1        | 1.0005          | value_not_allowed | to
          /credit     | 1        | "1"             | value_not_allowed | to
          /seats      | 1        | 1.5             | value_not_allowed | to
          /seats      | 1        | 0               | value_not_allowed | to
          /seats      | "1"      | 2               | value_not_allowed | from
          /vip        | true     | "true"          | value_not_allowed | to
          /vip        | true     | 1               | value_not_allowed | to
          /renewal    | null     | "2027-02-29"    | value_not_allowed | to
          /renewal    | null     | "20270228"      | value_not_allowed | to
          /renewal    | null     | "-0001-01-01"   | value_not_allowed | to
          /renewal    | null     | "+10000-01-01"  | value_not_allowed | to
          /renewal    | null     | "infinity"      | value_not_allowed | to
          /called     | null     | "2026-11-30T12:00:00" | value_not_allowed | to
          /called     | null     | "2026-11-30T12:00:00.0000001Z" | value_not_allowed | to
          /note       | "a"      | {"a":1}         | value_not_allowed | to
          /note       | "a"      | ["a"]           | value_not_allowed | to
          /owner      | "ada"    | "eve"           | field_not_allowed | path
          /id         | "acme"   | "other"         | field_not_allowed | path
          /Status     | "active" | "paused"        | field_not_allowed | path
          /status/x   | "active" | "paused"        | field_not_allowed | path
          //status    | "active" | "paused"        | field_not_allowed | path
          /billing_terms | "NET30" | "NET60"       | field_not_allowed | path
          /status\\"  | "active" | "paused"        | field_not_allowed | path
          """)
  void whatItDoesNotAllowIsRefusedWithItsPlace(
      String path, String from, String to, String code, String member) {
    assertRefused(update(path, from, to), code, "/proposed_changes/changes/0/" + member);
  }

  private static Action update(String path, String from, String to) {
    return Crm.change(
        "update", "acme", "{\"path\":\"%s\",\"from\":%s,\"to\":%s}".formatted(path, from, to));
  }

  @Test
  void aTextIsAsLongAsTheFileAllows() {
    assertThat(REGISTRY.check(update("/note", "null", quoted("é".repeat(4000))))).isEmpty();
    assertRefused(
        update("/note", "null", quoted("é".repeat(4001))),
        "value_not_allowed",
        "/proposed_changes/changes/0/to");
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  @Test
  void aFieldIsChangedOnce() {
    String once = "{\"path\":\"/seats\",\"from\":1,\"to\":2}";
    assertRefused(
        Crm.change("update", "acme", once + "," + once),
        "field_not_allowed",
        "/proposed_changes/changes/1/path");
  }

  /// The gate reads it by itself.
  @Test
  void anAgentNeedNotSayWhatAFieldHolds() {
    String blind = "{\"path\":\"/seats\",\"to\":2}";
    assertThat(REGISTRY.check(Crm.change("update", "acme", blind))).isEmpty();
    assertThat(
            REGISTRY.check(Crm.change("account", "update", "acme", blind, "{\"if_match\":\"1\"}")))
        .isEmpty();
    assertThat(REGISTRY.check(Crm.change("archive", "acme", "{\"path\":\"/seats\"}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          account | delete  |                                   | {}               | operation_not_allowed    | /proposed_changes/operation
          label   | archive |                                   | {}               | operation_not_allowed    | /proposed_changes/operation
          label   | create  | {"path":"/colour","to":"x"}       | {}               | operation_not_allowed    | /proposed_changes/operation
          invoice | update  | {"path":"/seats","from":1,"to":2} | {}               | record_type_not_allowed  | /proposed_changes/record_type
          Account | update  | {"path":"/seats","from":1,"to":2} | {}               | record_type_not_allowed  | /proposed_changes/record_type
          account | create  | {"path":"/seats","from":1,"to":2} | {}               | value_not_allowed        | /proposed_changes/changes/0/from
          account | create  | {"path":"/seats"}                 | {}               | value_not_allowed        | /proposed_changes/changes/0/to
          account | archive | {"path":"/seats","from":1,"to":2} | {}               | value_not_allowed        | /proposed_changes/changes/0/to
          label   | update  | {"path":"/colour","from":"a","to":"b"} | {"if_match":"1"} | precondition_not_allowed | /preconditions/if_match
          account | create  | {"path":"/seats","to":2}          | {"if_match":"1"} | precondition_not_allowed | /preconditions/if_match
          account | update  | {"path":"/seats","from":1,"to":2} | {"not_before":"soon"} | precondition_malformed | /preconditions/not_before
          """)
  void eachOperationHasItsRules(
      String type, String operation, String changes, String preconditions, String code, String at) {
    assertRefused(
        Crm.change(type, operation, "acme", changes == null ? "" : changes, preconditions),
        code,
        at);
  }

  @Test
  void aRecordHasAKey() {
    assertRefused(
        Crm.change("update", "", "{\"path\":\"/seats\",\"from\":1,\"to\":2}"),
        "target_id_required",
        "/target_id");
    assertThat(
            REGISTRY
                .check(
                    Calls.action(
                        "crm",
                        "{\"class\":\"record_change\",\"operation\":\"archive\",\"record_type\":\"account\"}",
                        "{}"))
                .map(Inadmissible::code))
        .isEqualTo(Optional.of("target_id_required"));
  }

  @Test
  void otherClassesAreNotMadeHere() {
    assertRefused(
        Calls.action(
            "crm",
            "{\"class\":\"api_call\",\"method\":\"GET\",\"url\":\"https://x.example/\"}",
            "{}"),
        "class_not_executable",
        "/proposed_changes/class");
  }

  @Test
  void aChangeIsAsLargeAsTheFileAllows() {
    assertThat(
            Crm.plain(5432)
                .with("\"limits\":{\"body\":\"50B\"}")
                .registry()
                .check(update("/seats", "1", "2"))
                .map(Inadmissible::code))
        .contains("body_too_large");
  }
}
