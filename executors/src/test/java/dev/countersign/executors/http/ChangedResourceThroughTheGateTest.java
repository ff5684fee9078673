package dev.countersign.executors.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.executors.ContactService;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.RecordGate;
import dev.countersign.intake.IntakeResult;
import dev.countersign.json.Json;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A whole gate before a service that keeps records.
@Timeout(60)
class ChangedResourceThroughTheGateTest {
  private static final String PAUSE =
      """
      {"action_type":"contact.change","target_system":"contacts","target_id":"c_1","proposed_changes":{
        "class":"record_change","operation":"update","record_type":"contact","changes":[
          {"path":"/status","to":"paused"},{"path":"/email"%s,"to":"new@example.com"}]}}
      """;

  private static final ContactService SERVICE = new ContactService();
  private static final ExecutorRegistry REGISTRY = SERVICE.registry();

  private final RecordGate records = new RecordGate(REGISTRY, SERVICE::make);
  private final TestGate gate = records.gate;

  @AfterAll
  static void stop() {
    SERVICE.close();
  }

  @BeforeEach
  void oneContact() {
    SERVICE.forget();
    SERVICE.put(
        "c_1",
        "{\"id\":\"c_1\",\"status\":\"active\",\"profile\":{\"email\":\"old@example.com\"}}");
  }

  private static String held() {
    return SERVICE.held("c_1", "/status").orElseThrow()
        + " "
        + SERVICE.held("c_1", "/profile/email").orElseThrow();
  }

  private static String both(String status, String email) {
    return Json.of(status) + " " + Json.of(email);
  }

  private ProposalId proposed() {
    return records.proposed(PAUSE.formatted(""));
  }

  @Test
  void peopleSeeWhatTheGateReadAndTheRecordIsChanged() {
    ProposalId id = proposed();

    assertThat(records.from(id))
        .containsExactly(Optional.of(Json.of("active")), Optional.of(Json.of("old@example.com")));
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();

    assertThat(records.end(id)).isInstanceOf(Execution.Succeeded.class);
    assertThat(held()).isEqualTo(both("paused", "new@example.com"));
  }

  @Test
  void anAgentThatLiesAboutWhatItHoldsAsksNobody() {
    IntakeResult result =
        gate.intake.submit(
            gate.agent(),
            PAUSE.formatted(",\"from\":\"forged@example.com\"").getBytes(UTF_8),
            Optional.empty());

    assertThat(result)
        .isInstanceOfSatisfying(
            IntakeResult.Declined.class,
            it -> {
              assertThat(it.reason().code()).isEqualTo("before_value_differs");
              assertThat(it.pointer()).isEqualTo("/proposed_changes/changes/1/from");
            });
  }

  /// Who approves a card that is not true any more changes nothing, and sees what is true.
  @Test
  void whatChangedSinceTheCardWasShownIsAskedAnewAndThenMade() {
    ProposalId first = proposed();
    SERVICE.put(
        "c_1",
        "{\"id\":\"c_1\",\"status\":\"active\",\"profile\":{\"email\":\"else@example.com\"}}");
    gate.press("ULENA", Decision.APPROVE);

    gate.execute();
    gate.work(DeliveryKind.ASK_ANEW);
    gate.showCards();

    assertThat(held()).isEqualTo(both("active", "else@example.com"));
    assertThat(SERVICE.methods()).doesNotContain("PATCH");
    ProposalId next = gate.state(first).successor().orElseThrow();
    assertThat(records.from(next).getLast()).contains(Json.of("else@example.com"));
    gate.press("UMARC", Decision.APPROVE);
    gate.execute();
    assertThat(records.end(next)).isInstanceOf(Execution.Succeeded.class);
    assertThat(held()).isEqualTo(both("paused", "new@example.com"));
  }

  @Test
  void whatSomebodyWritesInTheVeryMomentOfTheChangeIsAskedAnewToo() {
    ProposalId first = proposed();
    gate.press("ULENA", Decision.APPROVE);
    SERVICE.beforeAChange(() ->
        SERVICE.put(
            "c_1",
            "{\"id\":\"c_1\",\"status\":\"active\",\"profile\":{\"email\":\"else@example.com\"}}"));

    gate.execute();
    gate.work(DeliveryKind.ASK_ANEW);

    assertThat(held()).isEqualTo(both("active", "else@example.com"));
    assertThat(records.from(gate.state(first).successor().orElseThrow()).getLast())
        .contains(Json.of("else@example.com"));
  }

  @Test
  void anUndoRestoresTheRecordThroughTheGate() {
    ProposalId first = proposed();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();

    ProposalId undo = records.undo(first);
    assertThat(held())
        .as("by asking nothing is undone")
        .isEqualTo(both("paused", "new@example.com"));
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();

    assertThat(records.end(undo)).isInstanceOf(Execution.Succeeded.class);
    assertThat(held()).isEqualTo(both("active", "old@example.com"));
  }

  @Test
  void whatSomebodyChangedSinceIsNotOverwrittenByAnUndo() {
    ProposalId first = proposed();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    ProposalId undo = records.undo(first);
    gate.press("ULENA", Decision.APPROVE);
    SERVICE.put(
        "c_1",
        "{\"id\":\"c_1\",\"status\":\"paused\",\"profile\":{\"email\":\"later@example.com\"}}");

    gate.execute();

    assertThat(records.end(undo)).isInstanceOf(Execution.Failed.class);
    assertThat(held()).isEqualTo(both("paused", "later@example.com"));
  }
}
