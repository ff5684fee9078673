package dev.countersign.executors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.breakglass.SampleGlass;
import dev.countersign.executors.connection.ConnectionsReader;
import dev.countersign.executors.connection.ConnectionsResult;
import dev.countersign.executors.credential.SetCredentials;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.Json;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.InMemorySendCounts;
import dev.countersign.proof.StoredEvidence;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Break-glass takes the place of a quorum and of nothing else: whatever else keeps an action from
/// being sent keeps this one, as the replica that would send it finds it.
class BreakGlassKeepsTheRulesTest {
  private static final ContactService SERVICE = new ContactService();

  /// What a replica is started with.
  ///
  /// @param address of the host that its connection names
  record Settings(String connections, String address, String policy, String people) {
    private Settings connections(UnaryOperator<String> edit) {
      return new Settings(edit.apply(connections), address, policy, people);
    }

    private Settings address(String other) {
      return new Settings(connections, other, policy, people);
    }

    private Settings policy(UnaryOperator<String> edit) {
      return new Settings(connections, address, edit.apply(policy), people);
    }

    private Settings people(UnaryOperator<String> edit) {
      return new Settings(connections, address, policy, edit.apply(people));
    }
  }

  private static final Settings USUAL =
      new Settings(
          """
          {"contacts":{"kind":"http","base_url":"%s","allow":[],"allow_private_addresses":true,
            "credential":"env:T","limits":{"timeout":"5s"},
            "records":{"contact":{"path":"/v1/contacts/{id}","key":{"at":"/id","longest":40},
              "allow":["update","delete"],"fields":{"status":{"enum":["active","paused"]}}}}}}
          """
              .formatted(SERVICE.baseUrl()),
          "127.0.0.1",
          """
          {"version":1,"rules":[{"id":"records","when":"action.class == \\"record_change\\"",
            "gate":"ask","stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
          """,
          SampleGlass.PEOPLE);

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final InMemorySendCounts counts = new InMemorySendCounts(clock);
  private final TestGate gate = gate(USUAL);

  @AfterAll
  static void stop() {
    SERVICE.close();
  }

  @BeforeEach
  void oneContact() {
    SERVICE.forget();
    SERVICE.put("c_1", "{\"id\":\"c_1\",\"status\":\"active\"}");
  }

  /// One more replica.
  private TestGate gate(Settings settings) {
    ConnectionsResult read = ConnectionsReader.read(TestGate.json(settings.connections()));
    if (!(read instanceof ConnectionsResult.Read sound)) {
      throw new AssertionError(read);
    }
    ExecutorRegistry hands =
        ExecutorRegistry.of(
            sound.connections(),
            new Outbound(
                SetCredentials.of(Map.of("T", "Bearer canary")),
                _ -> List.of(InetAddress.ofLiteral(settings.address())),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                clock,
                counts));
    return TestGate.actingWithPages(
        hands,
        SampleGlass::drawn,
        SampleGlass.ISSUER,
        clock,
        ledger,
        settings.policy(),
        settings.people());
  }

  private ProposalId proposed() {
    return proposed("{}");
  }

  private ProposalId proposed(String preconditions) {
    String body =
        """
        {"action_type":"contact.change","target_system":"contacts","target_id":"c_1",
         "proposed_changes":{"class":"record_change","operation":"update","record_type":"contact",
           "changes":[{"path":"/status","to":"paused"}]},"preconditions":%s}
        """
            .formatted(preconditions);
    ProposalId id = gate.propose(body.getBytes(UTF_8));
    gate.showCards();
    return id;
  }

  private ProposalId broken(String preconditions) {
    ProposalId id = proposed(preconditions);
    assertThat(SampleGlass.use(gate, id).done()).isTrue();
    return id;
  }

  private ProposalId broken() {
    return broken("{}");
  }

  private Execution execution(ProposalId id) {
    return ((Approved) gate.state(id)).execution();
  }

  private void assertNotSent(ProposalId id, String why) {
    assertThat(SERVICE.changes()).as("changes that came to the target").isEmpty();
    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Execution.Failed.class, failed -> assertThat(failed.code()).isEqualTo(why));
    assertThat(StoredEvidence.damages(gate, id)).isEmpty();
  }

  @Test
  void whereNothingElseIsAgainstItItIsSent() {
    ProposalId id = broken();
    gate.execute();
    assertThat(SERVICE.held("c_1", "/status")).hasValue(Json.of("paused"));
    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
    assertThat(StoredEvidence.damages(gate, id)).isEmpty();
  }

  /// What a replica has by the time it would send.
  ///
  /// @param code by which the record says why nothing was sent
  record Tightened(String what, UnaryOperator<Settings> by, String code) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static UnaryOperator<String> replacing(String old, String by) {
    return text -> {
      assertThat(text).contains(old);
      return text.replace(old, by);
    };
  }

  private static UnaryOperator<Settings> connections(String old, String by) {
    return settings -> settings.connections(replacing(old, by));
  }

  static final List<Tightened> TIGHTENED =
      List.of(
          new Tightened(
              "the operation is not on the allow-list any more",
              connections("\"update\",", ""),
              "operation_not_allowed"),
          new Tightened(
              "the field is not on the allow-list any more",
              connections("\"status\":{", "\"note\":{"),
              "field_not_allowed"),
          new Tightened(
              "the rule of the field takes other values",
              connections("\"paused\"", "\"closed\""),
              "value_not_allowed"),
          new Tightened(
              "the type of record is gone",
              connections("\"contact\":{", "\"person\":{"),
              "record_type_not_allowed"),
          new Tightened(
              "the connection is gone",
              connections("\"contacts\":{\"kind\"", "\"crm\":{\"kind\""),
              "unknown_target_system"),
          new Tightened(
              "the connection is in another environment",
              connections("\"kind\":\"http\"", "\"kind\":\"http\",\"environment\":\"test\""),
              "environment_mismatch"),
          new Tightened(
              "the connection has no business in a private network",
              connections("true,\n", "false,\n")
                      .andThen(other -> other.connections(replacing("http://", "https://")))
                  ::apply,
              "address_denied"),
          new Tightened(
              "the name leads to what is never a target",
              settings -> settings.address("169.254.169.254"),
              "address_denied"),
          new Tightened(
              "the policy refuses it",
              settings ->
                  settings.policy(
                      replacing(
                          "{\"id\":\"records\"",
                          "{\"id\":\"no\",\"when\":\"true\",\"gate\":\"refuse\"},{\"id\":\"records\"")),
              "policy_changed"),
          new Tightened(
              "the person has no right to break-glass any more",
              settings -> settings.people(replacing("[\"pia\",\"otto\"]", "[\"otto\"]")),
              "policy_changed"),
          new Tightened(
              "the agent may not propose such a thing any more",
              settings -> settings.people(replacing("\"record_change\",", "")),
              "class_not_permitted"),
          new Tightened(
              "the agent is not registered any more",
              settings -> settings.people(replacing("\"support-bot\"", "\"former-bot\"")),
              "agent_unregistered"));

  @ParameterizedTest
  @FieldSource("TIGHTENED")
  void whatWasTightenedSinceItsUseHoldsForIt(Tightened tightened) {
    ProposalId id = broken();
    gate(tightened.by().apply(USUAL)).execute();
    assertNotSent(id, tightened.code());
  }

  /// The record had other bytes or another version than people, and the gate, were shown.
  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"if_match\":\"\\\"v1\\\"\"}"})
  void whatItsPreconditionsAskOfTheTargetIsAskedAsEver(String preconditions) {
    ProposalId id = broken(preconditions);
    SERVICE.put("c_1", "{\"id\":\"c_1\",\"status\":\"closed\"}");
    gate.execute();
    assertNotSent(id, Execution.RECORD_CHANGED);
  }

  @Test
  void aTargetThatChangesAtTheLastMomentTakesNothing() {
    ProposalId id = broken();
    SERVICE.beforeAChange(() -> SERVICE.put("c_1", "{\"id\":\"c_1\",\"status\":\"closed\"}"));
    gate.execute();
    assertThat(SERVICE.held("c_1", "/status")).hasValue(Json.of("closed"));
    assertThat(execution(id))
        .isEqualTo(new Execution.Failed(Execution.RECORD_CHANGED, 0, clock.instant()));
    assertThat(StoredEvidence.damages(gate, id)).isEmpty();
  }

  @Test
  void whatALimitHoldsBackSaysSoAndIsOverWithItsTwoMinutes() {
    TestGate limited = gate(connections("\"5s\"", "\"5s\",\"rate\":\"1/h\"").apply(USUAL));
    ProposalId first = proposed();
    gate.press("ULENA", Decision.APPROVE);
    limited.execute();
    assertThat(execution(first)).isInstanceOf(Execution.Succeeded.class);
    SERVICE.forget();
    oneContact();

    ProposalId id = broken();
    limited.execute();
    assertThat(execution(id)).isInstanceOf(Execution.Granted.class);
    assertThat(gate.audit(id, EntryType.EXECUTION_WAITS)).hasSize(1);
    clock.advance(BrokenGlass.LIFE);
    limited.execute();
    assertNotSent(id, "start_window_passed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "everything",
        "agent:support-bot",
        "connection:contacts",
        "environment:production",
        "class:record_change",
        "action_type:contact.change"
      })
  void whatIsFrozenSinceItsUseWaitsAndIsOverWithItsTwoMinutes(String scope) {
    ProposalId id = broken();
    freeze(scope);
    gate.execute();
    assertThat(SERVICE.changes()).isEmpty();
    assertThat(execution(id)).isInstanceOf(Execution.Granted.class);
    assertThat(gate.executions).endsWith("frozen");

    clock.advance(BrokenGlass.LIFE);
    gate.execute();
    assertNotSent(id, "start_window_passed");
  }

  private void freeze(String scope) {
    ledger.freeze(
        new Freezing(
            1,
            7,
            List.of(
                new Freeze(
                    7,
                    FreezeScope.parse(scope).orElseThrow(),
                    "it sends nonsense",
                    FreezeActor.operator("ops"),
                    clock.instant(),
                    Optional.empty(),
                    true))));
  }
}
