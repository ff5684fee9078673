package dev.countersign.executors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.RecordLook;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ContactService;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.RecordGate;
import dev.countersign.json.Json;
import dev.countersign.json.JsonBoolean;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Records of a service that are archived and restored, and how that is undone through a whole
/// gate.
@Timeout(60)
class WholeResourceTest {
  private static final String MARKED =
      "\"allow\":[\"update\",\"archive\",\"restore\"],\"archive\":{\"at\":\"/archived\","
          + "\"otherwise\":false},\"verify\":true,\"dry_run\":true";

  private static final String BY_DELETE =
      "\"allow\":[\"update\",\"archive\"],\"archive\":{\"by\":\"delete\"},\"verify\":true";

  private static final String ARCHIVE =
      """
      {"action_type":"contact.change","target_system":"contacts","target_id":"c_1","proposed_changes":{
        "class":"record_change","operation":"archive","record_type":"contact",
        "changes":[{"path":"/status"},{"path":"/email"}]}}
      """;

  private static final String ACTIVE = "{\"path\":\"/status\",\"from\":\"active\"}";

  private static final ContactService SERVICE = new ContactService();

  private final RecordGate records = gate(MARKED);

  @AfterAll
  static void stop() {
    SERVICE.close();
  }

  @BeforeEach
  void oneContact() {
    SERVICE.forget();
    SERVICE.put("c_1", contact("ada@example.com", false));
  }

  private static String contact(String email, boolean archived) {
    return "{\"id\":\"c_1\",\"status\":\"active\",\"rev\":7,\"archived\":%b,\"profile\":{\"email\":\"%s\"}}"
        .formatted(archived, email);
  }

  private static RecordGate gate(String keys) {
    return new RecordGate(SERVICE.registry(keys), action -> make(keys, action));
  }

  private static Outcome make(String keys, Action action) {
    return Calls.send(SERVICE.registry(keys), Calls.order(action));
  }

  private static Outcome make(String operation, String changes) {
    return make(MARKED, ContactService.change(operation, "c_1", changes));
  }

  private static Json lastBody() {
    return Calls.json(Objects.requireNonNull(SERVICE.changes().getLast().get("body")));
  }

  private static Optional<Json> mark() {
    return SERVICE.held("c_1", "/archived");
  }

  private ProposalId archived() {
    ProposalId id = records.proposed(ARCHIVE);
    records.approveAndExecute();
    assertThat(records.end(id)).isInstanceOf(Execution.Succeeded.class);
    return id;
  }

  private static String code(Execution end) {
    return ((Execution.Failed) end).code();
  }

  @Test
  void theMemberThatSaysItIsChangedAndNothingElseIs() {
    Outcome outcome = make("archive", ACTIVE);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Succeeded.class,
            it -> assertThat(it.left().flatMap(RecordMark::version)).contains("\"v2\""));
    assertThat(SERVICE.methods()).containsExactly("GET", "PATCH");
    assertThat(lastBody()).isEqualTo(Calls.json("{\"archived\":true}"));
    assertThat(SERVICE.changes().getLast()).containsEntry("If-Match", "\"v1\"");
    assertThat(SERVICE.held("c_1", "/profile/email")).contains(Json.of("ada@example.com"));

    assertThat(make("restore", ACTIVE)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(lastBody()).isEqualTo(Calls.json("{\"archived\":false}"));
    assertThat(mark()).contains(JsonBoolean.FALSE);
  }

  @Test
  void asJsonPatchItIsTestedTooAndNeedsNoTag() {
    SERVICE.tag(_ -> Optional.empty());
    String keys = MARKED + ",\"patch\":\"json_patch\"";

    assertThat(make(keys, ContactService.change("archive", "c_1", ACTIVE)))
        .isInstanceOf(Outcome.Succeeded.class);

    assertThat(lastBody())
        .isEqualTo(
            Calls.json(
                "[{\"op\":\"test\",\"path\":\"/status\",\"value\":\"active\"},"
                    + "{\"op\":\"test\",\"path\":\"/archived\",\"value\":false},"
                    + "{\"op\":\"replace\",\"path\":\"/archived\",\"value\":true}]"));
    SERVICE.put("c_1", "{\"id\":\"c_1\",\"status\":\"active\"}");
    assertThat(make(keys, ContactService.change("archive", "c_1", ACTIVE)))
        .as("what is not there cannot be tested")
        .isEqualTo(new Outcome.Failed("record_unversioned", 0));
  }

  @Test
  void aVersionInTheDocumentGuardsItAndWhatItLeftIsTakenFromADocumentAlone() {
    SERVICE.tag(_ -> Optional.empty());
    String keys = MARKED + ",\"version\":\"/rev\"";

    assertThat(make(keys, ContactService.change("archive", "c_1", ACTIVE)))
        .isInstanceOfSatisfying(Outcome.Succeeded.class, it -> assertThat(it.left()).isEmpty());
    assertThat(lastBody()).isEqualTo(Calls.json("{\"archived\":true,\"rev\":7}"));
  }

  @Test
  void anArchivedRecordIsThereToBeRestoredAndForNothingElse() {
    assertThat(make("restore", "")).isEqualTo(new Outcome.Failed("record_not_found", 0));
    SERVICE.put("c_1", contact("ada@example.com", true));
    assertThat(make("archive", "")).isEqualTo(new Outcome.Failed("record_not_found", 0));
    assertThat(make("update", "{\"path\":\"/status\",\"from\":\"active\",\"to\":\"paused\"}"))
        .isEqualTo(new Outcome.Failed("record_not_found", 0));
    assertThat(
            SERVICE
                .registry(MARKED)
                .readFirst(ContactService.change("archive", "c_1", ACTIVE), ContactService.AGENT))
        .isInstanceOfSatisfying(
            RecordLook.Not.class, it -> assertThat(it.why().code()).isEqualTo("record_not_found"));
    assertThat(SERVICE.methods()).doesNotContain("PATCH");
  }

  @Test
  void aRecordOfWhichNobodyKnowsWhetherItIsArchivedStaysAsItIs() {
    SERVICE.put("c_1", "{\"id\":\"c_1\",\"status\":\"active\",\"archived\":\"partly\"}");
    assertThat(make("archive", ACTIVE)).isEqualTo(new Outcome.Failed("record_not_readable", 200));
    assertThat(make("restore", ACTIVE)).isEqualTo(new Outcome.Failed("record_not_readable", 200));
    assertThat(SERVICE.methods()).containsOnly("GET");
  }

  @Test
  void beforePeopleAreAskedItsVersionIsReadWhereItHasOne() {
    ExecutorRegistry registry = SERVICE.registry(MARKED);
    Action archive = ContactService.change("archive", "c_1", "{\"path\":\"/status\"}");
    assertThat(registry.readFirst(archive, ContactService.AGENT))
        .isEqualTo(
            new RecordLook.Held(
                new RecordImage(Map.of("/status", Json.of("active")), Optional.of("\"v1\""))));
    SERVICE.tag(_ -> Optional.empty());
    assertThat(registry.readFirst(archive, ContactService.AGENT))
        .isInstanceOfSatisfying(
            RecordLook.Not.class,
            it -> assertThat(it.why().code()).isEqualTo("record_unversioned"));
  }

  @Test
  void aDryRunSendsNothingAndAReadBackLooksAtTheMember() {
    ExecutorRegistry registry = SERVICE.registry(MARKED);
    Action archive = ContactService.change("archive", "c_1", ACTIVE);
    assertThat(registry.tryOut(archive)).isEqualTo(TargetTrial.works());
    assertThat(registry.readBack(archive)).isEqualTo(new TargetLook.Differs(List.of()));
    make(MARKED, archive);
    assertThat(registry.readBack(archive)).isEqualTo(new TargetLook.AsApproved());
    assertThat(registry.readBack(ContactService.change("restore", "c_1", "")))
        .isEqualTo(new TargetLook.Differs(List.of()));
  }

  @Test
  void whereADeleteArchivesItIsSentUnderItsTagAndHasNoWayBack() {
    Action archive = ContactService.change("archive", "c_1", ACTIVE);
    SERVICE.beforeAChange(() -> SERVICE.put("c_1", contact("else@example.com", false)));
    assertThat(make(BY_DELETE, archive))
        .as("whoever wrote in between is not overrun")
        .isInstanceOf(Outcome.RecordChanged.class);

    RecordGate there = gate(BY_DELETE);
    ProposalId id = there.proposed(ARCHIVE);
    assertThat(there.card(id)).contains("its connection has no way back");
    there.approveAndExecute();

    assertThat(there.end(id)).isInstanceOf(Execution.Succeeded.class);
    assertThat(SERVICE.methods().getLast()).isEqualTo("DELETE");
    assertThat(SERVICE.changes().getLast()).containsEntry("If-Match", "\"v2\"");
    assertThat(there.offered(id)).doesNotContain(Intervention.UNDO);
    assertThat(there.askToUndo(id))
        .isInstanceOfSatisfying(
            Answer.Refused.class, it -> assertThat(it.code()).isEqualTo("not_undoable"));
    assertThat(SERVICE.registry(BY_DELETE).readBack(archive))
        .isEqualTo(new TargetLook.AsApproved());
  }

  @Test
  void itIsRestoredThroughTheGateAndTheUndoIsUndone() {
    Optional<Json> before = SERVICE.held("c_1", "");
    ProposalId first = archived();
    assertThat(records.offered(first)).contains(Intervention.UNDO);

    ProposalId undo = records.undo(first);
    assertThat(mark()).as("nothing is undone by asking").contains(JsonBoolean.TRUE);
    assertThat(records.card(undo))
        .contains("restores the record that " + first, "the target’s version is still ");
    records.approveAndExecute();
    assertThat(records.end(undo)).isInstanceOf(Execution.Succeeded.class);
    assertThat(SERVICE.held("c_1", "")).isEqualTo(before);

    ProposalId again = records.undone(undo);
    assertThat(records.end(again)).isInstanceOf(Execution.Succeeded.class);
    assertThat(mark()).contains(JsonBoolean.TRUE);
  }

  @Test
  void whatSomebodyWroteIntoTheArchiveIsAskedAnewBeforeItIsRestored() {
    ProposalId undo = records.undo(archived());
    records.gate.press("ULENA", Decision.APPROVE);
    SERVICE.put("c_1", contact("else@example.com", true));

    records.gate.execute();

    assertThat(code(records.end(undo))).isEqualTo("record_changed");
    assertThat(mark()).contains(JsonBoolean.TRUE);
    ProposalId next = records.askedAnew(undo);
    assertThat(records.from(next)).contains(Optional.of(Json.of("else@example.com")));
    records.approveAndExecute();
    assertThat(records.end(next)).isInstanceOf(Execution.Succeeded.class);
    assertThat(mark()).contains(JsonBoolean.FALSE);
  }

  @Test
  void whatSomebodyRestoredByHandIsNotRestoredAndNobodyIsAskedAnew() {
    ProposalId undo = records.undo(archived());
    records.gate.press("ULENA", Decision.APPROVE);
    SERVICE.put("c_1", contact("ada@example.com", false));

    records.gate.execute();

    assertThat(code(records.end(undo))).isEqualTo("record_not_found");
    assertThat(records.gate.state(undo).successor()).isEmpty();
    assertThat(SERVICE.methods().stream().filter("PATCH"::equals)).hasSize(1);
  }
}
