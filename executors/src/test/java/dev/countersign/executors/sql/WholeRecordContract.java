package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.RecordLook;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.executors.Crm;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.RecordGate;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of records that are made, archived and restored as a whole, whatever database it
/// is; and how that is undone through a whole gate.
abstract class WholeRecordContract extends ReadRecordContract {
  private static final String WHOLE =
      """
      {"action_type":"account.change","target_system":"crm","target_id":"acme","proposed_changes":{
        "class":"record_change","operation":"%s","record_type":"account",
        "changes":[{"path":"/status"},{"path":"/note"}]}}
      """;

  private static final String CREATE =
      """
      {"action_type":"account.change","target_system":"crm","target_id":"new","proposed_changes":{
        "class":"record_change","operation":"create","record_type":"account",
        "changes":[{"path":"/status","to":"paused"},{"path":"/note","to":%s}]}}
      """;

  private static final String ARCHIVE = WHOLE.formatted("archive");
  private static final String RESTORE = WHOLE.formatted("restore");

  private static RecordGate gate(Crm crm) {
    return new RecordGate(crm.registry(), crm::make);
  }

  private Optional<String> ofNew(String column) {
    return database().ask("SELECT \"" + column + "\" FROM \"account\" WHERE \"id\" = 'new'");
  }

  private static ProposalId archived(RecordGate records) {
    ProposalId id = records.proposed(ARCHIVE);
    records.approveAndExecute();
    assertThat(records.end(id)).isInstanceOf(Execution.Succeeded.class);
    return id;
  }

  private static String code(Execution end) {
    return ((Execution.Failed) end).code();
  }

  private static String version(RecordGate records, ProposalId id) {
    return records.action(id).preconditions().text("if_match");
  }

  /// From there to there and back again, each time by people, and each time exactly.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anArchivedRecordIsRestoredThroughTheGateAndTheUndoIsUndone(boolean versioned) {
    Crm crm = versioned ? database().crm() : database().crm().unversioned();
    RecordGate records = gate(crm);
    List<Optional<String>> before = whole();

    ProposalId first = archived(records);
    assertThat(held("archived_at")).isPresent();
    assertThat(records.offered(first)).contains(Intervention.UNDO);

    ProposalId undo = records.undo(first);
    assertThat(held("archived_at")).as("nothing is undone by asking").isPresent();
    assertThat(records.card(undo))
        .contains("restores the record that " + first, "the target’s version is still ");
    records.approveAndExecute();
    assertThat(records.end(undo)).isInstanceOf(Execution.Succeeded.class);
    assertThat(whole()).isEqualTo(before);

    ProposalId again = records.undone(undo);
    assertThat(records.end(again)).isInstanceOf(Execution.Succeeded.class);
    assertThat(held("archived_at")).isPresent();

    assertThat(records.end(records.undone(again))).isInstanceOf(Execution.Succeeded.class);
    assertThat(whole()).isEqualTo(before);
  }

  @Test
  void whatSomebodyWroteIntoTheArchiveIsAskedAnewBeforeItIsRestored() {
    RecordGate records = gate(database().crm());
    ProposalId undo = records.undo(archived(records));
    records.gate.press("ULENA", Decision.APPROVE);
    database()
        .run("UPDATE \"account\" SET \"note\" = 'theirs', \"lock_version\" = \"lock_version\" + 1");

    records.gate.execute();

    assertThat(code(records.end(undo))).isEqualTo("record_changed");
    assertThat(held("archived_at")).isPresent();
    ProposalId next = records.askedAnew(undo);
    assertThat(records.from(next)).contains(Optional.of(Json.of("theirs")));
    assertThat(version(records, next)).isEqualTo("3");
    records.approveAndExecute();
    assertThat(records.end(next)).isInstanceOf(Execution.Succeeded.class);
    assertThat(List.of(held("archived_at"), held("note")))
        .containsExactly(Optional.empty(), Optional.of("theirs"));
  }

  /// Also where no value of it is another.
  @Test
  void whoeverArchivedItOnceMoreIsSeenByWhenThatWas() {
    RecordGate records = gate(database().crm().unversioned());
    ProposalId undo = records.undo(archived(records));
    records.gate.press("ULENA", Decision.APPROVE);
    database().run("UPDATE \"account\" SET \"archived_at\" = TIMESTAMP '2020-01-02 03:04:05'");

    records.gate.execute();

    assertThat(code(records.end(undo))).isEqualTo("record_changed");
    assertThat(held("archived_at")).isPresent();
    assertThat(version(records, records.askedAnew(undo))).startsWith("2020-01-0"); // in UTC
  }

  @Test
  void whatSomebodyRestoredByHandIsNotRestoredAndNobodyIsAskedAnew() {
    RecordGate records = gate(database().crm());
    ProposalId undo = records.undo(archived(records));
    records.gate.press("ULENA", Decision.APPROVE);
    database().run("UPDATE \"account\" SET \"archived_at\" = NULL");
    List<Optional<String>> theirs = whole();

    records.gate.execute();

    assertThat(code(records.end(undo))).isEqualTo("record_not_found");
    assertThat(records.gate.state(undo).successor()).isEmpty();
    assertThat(whole()).isEqualTo(theirs);
    assertThat(held("lock_version")).contains("2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE account; --",
        "\u202Egnp.exe",
        "\"); UPDATE account SET status = 'x' WHERE (\"a\" = \"a",
        "null",
        "a\\b",
        "ä \uD83D\uDC69\u200D\uD83D\uDCBB ?"
      })
  void aCreatedRecordIsTakenBackByArchivingItAndHoldsItsHostileTextAsApproved(String note) {
    RecordGate records = gate(database().crm());
    ProposalId first = records.proposed(CREATE.formatted(CanonicalJson.text(Json.of(note))));
    records.approveAndExecute();
    assertThat(List.of(ofNew("note"), ofNew("archived_at")))
        .containsExactly(Optional.of(note), Optional.empty());
    assertThat(records.offered(first)).contains(Intervention.UNDO);

    ProposalId undo = records.undone(first);
    assertThat(records.end(undo)).isInstanceOf(Execution.Succeeded.class);
    assertThat(ofNew("archived_at")).isPresent();

    assertThat(records.end(records.undone(undo))).isInstanceOf(Execution.Succeeded.class);
    assertThat(List.of(ofNew("note"), ofNew("archived_at"), ofNew("status")))
        .containsExactly(Optional.of(note), Optional.empty(), Optional.of("paused"));
    assertThat(count("account")).contains("2");
  }

  @Test
  void whatWasCreatedAndChangedSinceIsNotArchivedUnseen() {
    RecordGate records = gate(database().crm());
    ProposalId first = records.proposed(CREATE.formatted("\"x\""));
    records.approveAndExecute();
    ProposalId undo = records.undo(first);
    records.gate.press("ULENA", Decision.APPROVE);
    database().run("UPDATE \"account\" SET \"seats\" = 9, \"lock_version\" = 2");

    records.gate.execute();

    assertThat(code(records.end(undo))).isEqualTo("record_changed");
    assertThat(ofNew("archived_at")).isEmpty();
  }

  @Test
  void withoutRestoringInTheFileItIsSaidBeforeAndNoneIsOfferedOrProposed() {
    RecordGate records = gate(database().crm().withoutRestoring());
    ProposalId first = records.proposed(ARCHIVE);
    assertThat(records.card(first)).contains("its connection has no way back");
    records.approveAndExecute();

    assertThat(records.offered(first)).doesNotContain(Intervention.UNDO);
    assertThat(records.askToUndo(first))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            it -> {
              assertThat(it.code()).isEqualTo("not_undoable");
              assertThat(it.words()).contains("restores no archived records");
            });
  }

  @Test
  void anAgentMayProposeToRestoreWhatTheGateHasReadInTheArchive() {
    make(Crm.change("archive", "acme", ""));
    RecordGate records = gate(database().crm());
    ProposalId id = records.proposed(RESTORE);

    assertThat(version(records, id)).isEqualTo("2");
    assertThat(records.from(id)).contains(Optional.of(Json.of("as ever")));
    assertThat(records.card(id)).contains("Exactly what is restored", "read by Countersign at ");
    records.approveAndExecute();
    assertThat(records.end(id)).isInstanceOf(Execution.Succeeded.class);
    assertThat(held("archived_at")).isEmpty();
  }

  @Test
  void whatIsNotArchivedIsNotRestoredAndWhatIsArchivedIsThereForNothingElse() {
    assertNot(look(Crm.change("restore", "acme", "")), "record_not_found", "/target_id");
    assertFailed(make(Crm.change("restore", "acme", "")), "record_not_found");
    make(Crm.change("archive", "acme", ""));
    assertThat(look(Crm.change("restore", "acme", "{\"path\":\"/status\"}")))
        .isEqualTo(
            new RecordLook.Held(
                new RecordImage(Map.of("/status", Json.of("active")), Optional.of("2"))));
    assertNot(look(Crm.change("archive", "acme", "")), "record_not_found", "/target_id");
    assertFailed(
        make(Crm.change("restore", "acme", "{\"path\":\"/status\"}")), "before_value_required");
  }

  @Test
  void itsRestorationIsTriedOutAndReadBack() {
    ExecutorRegistry registry =
        database().crm().with("\"verify\":true,\"dry_run\":true").registry();
    Action restore = Crm.change("restore", "acme", "");
    assertThat(registry.tryOut(restore)).isEqualTo(TargetTrial.fails("record_not_found"));
    make(Crm.change("archive", "acme", ""));

    assertThat(registry.tryOut(restore)).isEqualTo(TargetTrial.works());
    assertThat(held("archived_at")).isPresent();
    assertThat(registry.readBack(restore)).isEqualTo(new TargetLook.Differs(List.of()));
    make(restore);
    assertThat(registry.readBack(restore)).isEqualTo(new TargetLook.AsApproved());
  }

  @Test
  void eachSaysByWhichVersionItIsKnownAgain() {
    assertThat(left(make(Crm.change("archive", "acme", "")))).contains("2");
    assertThat(left(make(Crm.change("restore", "acme", "")))).contains("3");
    assertThat(left(make(Crm.change("create", "new", "{\"path\":\"/note\",\"to\":\"x\"}"))))
        .contains("1");
    assertThat(left(make(update(change("/seats", "7", "8"))))).isEmpty();
    assertThat(left(database().crm().unversioned().make(Crm.change("archive", "new", ""))))
        .get()
        .asString()
        .startsWith("20");
  }

  private static Optional<String> left(Outcome outcome) {
    return ((Outcome.Succeeded) outcome).left().flatMap(RecordMark::version);
  }
}
