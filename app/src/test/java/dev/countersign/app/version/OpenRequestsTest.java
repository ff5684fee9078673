package dev.countersign.app.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.app.version.OpenRequests.Found;
import dev.countersign.people.Directory;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Policy;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Requests that wait, ruled on again by another policy or other people.
class OpenRequestsTest {
  private static final int WAITING = 3;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private final List<ProposalId> waiting = new ArrayList<>();

  @BeforeEach
  void ask() {
    TestGate gate =
        new TestGate(
            new SettableClock(TestGate.START),
            postgres.store().ledger(),
            postgres.store().deliveries(),
            TestGate.directory(),
            TestGate.ONE_LEAD);
    for (int i = 0; i < WAITING; i++) {
      waiting.add(gate.ask());
    }
  }

  @Test
  void theSamePolicyChangesNothing() {
    assertThat(look(TestGate.ONE_LEAD).count(RequestEffect.UNCHANGED)).isEqualTo(WAITING);
  }

  @Test
  void oneMoreApprovalIsStricterAndTheRequestsAreNamed() {
    Found found = look(TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2"));
    assertThat(found.count(RequestEffect.STRICTER)).isEqualTo(WAITING);
    assertThat(found.first().get(RequestEffect.STRICTER))
        .containsExactlyInAnyOrderElementsOf(waiting);
  }

  @Test
  void aPolicyThatAllowsIsLooserAndOneWithoutTheRuleRefuses() {
    String allows =
        """
        {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"allow"}]}
        """;
    assertThat(look(allows).count(RequestEffect.LOOSER)).isEqualTo(WAITING);
    assertThat(look("{\"version\":1,\"rules\":[]}").count(RequestEffect.REFUSED))
        .isEqualTo(WAITING);
  }

  @Test
  void aPolicyInWhichFewerFunctionsCountIsStricter() {
    assertThat(
            look(TestGate.ONE_LEAD.replace(":1}]", ":1,\"functions\":[\"support\"]}]"))
                .count(RequestEffect.STRICTER))
        .isEqualTo(WAITING);
  }

  @Test
  void whatNobodyCouldCompleteAnyMoreIsRefused() {
    Directory agentsAlone =
        new PeopleDirectory(new People(List.of(), List.of(), TestGate.people().agents()));
    assertThat(look(TestGate.ONE_LEAD, agentsAlone, OpenRequests.MOST).count(RequestEffect.REFUSED))
        .isEqualTo(WAITING);
    Directory nobody = new PeopleDirectory(new People(List.of(), List.of(), List.of()));
    assertThat(look(TestGate.ONE_LEAD, nobody, OpenRequests.MOST).count(RequestEffect.REFUSED))
        .isEqualTo(WAITING);
  }

  @Test
  void theLookStopsAtItsBoundAndSaysSo() {
    assertThat(look(TestGate.ONE_LEAD, TestGate.directory(), 2))
        .satisfies(found -> {
          assertThat(found.count(RequestEffect.UNCHANGED)).isEqualTo(2);
          assertThat(found.stopped()).isTrue();
        });
    assertThat(look(TestGate.ONE_LEAD, TestGate.directory(), WAITING).stopped()).isFalse();
  }

  @Test
  void aRequestThatDoesNotReadIsCountedAndTheOthersAreLookedAt() throws SQLException {
    postgres.asAdmin(
        "update countersign.request set situation = '{}' where id = '" + waiting.getFirst() + "'");
    Found found = look(TestGate.ONE_LEAD);
    assertThat(found.unreadable()).isEqualTo(1);
    assertThat(found.count(RequestEffect.UNCHANGED)).isEqualTo(WAITING - 1);
  }

  private Found look(String policy) {
    return look(policy, TestGate.directory(), OpenRequests.MOST);
  }

  private Found look(String policy, Directory people, int most) {
    Policy read = TestGate.policy(policy);
    return new OpenRequests(
            postgres.store().versions(),
            postgres.store().ledger(),
            read,
            people,
            Surfaces.ofChats(
                Surface.chats().stream().collect(Collectors.toMap(chat -> chat, _ -> "any"))),
            DomainList.of(List.of("inside.example")))
        .look(most);
  }
}
