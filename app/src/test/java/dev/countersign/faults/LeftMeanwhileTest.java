package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.Ledger;
import dev.countersign.people.People;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState;
import dev.countersign.request.Vote;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// People who leave between the look at a step and its commit: by another process, into the same
/// database, right before the vote or the redemption is written.
class LeftMeanwhileTest {
  private static final String TWO_LEADS = TestGate.ONE_LEAD.replace(":1}]", ":2}]");

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  /// Runs right before the next commit with a vote or a redemption.
  private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

  /// How somebody leaves.
  enum Way {
    OUT_OF_THE_GROUP(
        "not_eligible", "[\"lena\",\"marc\",\"nina\",\"otto\"]", "[\"marc\",\"nina\",\"otto\"]"),
    OUT_OF_THE_PEOPLE("unlinked_account", "\"lena\"", "\"somebody-else\""),
    OUT_OF_THE_GROUP_THAT_IS_GONE("not_eligible", "\"support-leads\"", "\"former-leads\"");

    /// Why a press counts for nothing then.
    private final String code;

    private final String before;
    private final String after;

    Way(String code, String before, String after) {
      this.code = code;
      this.before = before;
      this.after = after;
    }

    private People people() {
      String text = TestGate.PEOPLE.replace(before, after);
      return TestGate.people(
          this == OUT_OF_THE_PEOPLE ? text.replace("\"ULENA\"", "\"USOMEBODY\"") : text);
    }
  }

  @AfterEach
  void everythingThatWasWrittenIsSound() {
    assertThat(Gates.damages(postgres.store(), TestKeys.RING)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theApprovalOfWhoLeavesBeforeItsCommitCountsForNothing(Way way) {
    TestGate gate = gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();
    meanwhile.set(() -> leave(way));

    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo(way.code);
    assertThat(gate.record(id).request().votes()).isEmpty();
    assertThat(gate.state(id)).isInstanceOf(RequestState.Pending.class);
  }

  @ParameterizedTest
  @EnumSource
  void theApprovalOfWhoLeavesBeforeTheRedemptionIsNotRedeemed(Way way) {
    TestGate gate = gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();
    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("counted");
    assertThat(gate.record(id).request().votes())
        .extracting(Vote::person)
        .containsExactly(new PersonId("lena"));
    meanwhile.set(() -> leave(way));

    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(barred(gate, id)).isEqualTo("policy_changed");
    assertThat(gate.audit(id, EntryType.GRANT_REDEEMED)).isEmpty();
  }

  @Test
  void theRightOfItsAgentThatIsTakenBeforeTheRedemptionIsMissed() {
    TestGate gate = gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();
    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("counted");
    String key = "\"key\":\"ck_test_supportbot1\"";
    String elsewhere = TestGate.PEOPLE.replace(key, key + ",\"environments\":[\"staging\"]");
    assertThat(elsewhere).isNotEqualTo(TestGate.PEOPLE);
    meanwhile.set(() -> put(TestGate.people(elsewhere)));

    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(barred(gate, id)).isEqualTo("environment_not_permitted");
    assertThat(gate.audit(id, EntryType.GRANT_REDEEMED)).isEmpty();
  }

  @Test
  void anEarlierApprovalOfWhoLeftCompletesNoQuorum() {
    TestGate gate = gate(TWO_LEADS);
    ProposalId id = gate.ask();
    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("counted");
    meanwhile.set(() -> leave(Way.OUT_OF_THE_GROUP));

    gate.press("UMARC", Decision.APPROVE);
    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(gate.record(id).grant()).isEmpty();
    assertThat(barred(gate, id)).isEqualTo("quorum_incomplete");
  }

  @Test
  void whoLeftBeforeTheLookDecidesNothing() {
    TestGate gate = gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();
    leave(Way.OUT_OF_THE_GROUP);

    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("not_eligible");
    assertThat(gate.state(id)).isInstanceOf(RequestState.Pending.class);
  }

  private TestGate gate(String policy) {
    PostgresStore store = postgres.store();
    Gates.importPeople(store);
    return new TestGate(
        Gates.clock(),
        interrupted(store.ledger()),
        store.deliveries(),
        store.directory(),
        policy,
        TestKeys.RING,
        new RecordingChat(),
        line -> line);
  }

  private void leave(Way way) {
    put(way.people());
  }

  /// As `people import` of another process does it.
  private void put(People people) {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      other.importPeople(people.persons(), people.groups(), people.agents());
    }
  }

  private Ledger interrupted(Ledger ledger) {
    return (Ledger)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Ledger.class},
            (_, method, arguments) -> {
              if (method.getName().equals("commit")
                  && (((Commit) arguments[0]).vote().isPresent()
                      || ((Commit) arguments[0]).redemption().isPresent())) {
                meanwhile.getAndSet(() -> {}).run();
              }
              try {
                return method.invoke(ledger, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static String barred(TestGate gate, ProposalId id) {
    return gate.audit(id, EntryType.EXECUTION_BARRED).getFirst().object("data").text("code");
  }
}
