package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.proof.Damage;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.token.KeyRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Limits of standing approvals by the database's own clock; and a superuser who deletes what they
/// have counted.
class UsesTakenBackTest {
  private static final String POLICY =
      """
      {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"allow",
        "until":"2099-12-31","limits":[{"per":"agent","uses":2,"within":"1h"},
          {"per":"target","sum":"action.body.json.amount","most":100000,"within":"1d"}],
        "stages":[{"group":"support-leads","approvals":1}]}]}
      """;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();
  private final KeyRing keys = TestKeys.RING;

  private TestGate gate() {
    TestGate gate = Gates.on(postgres.store(), keys, new RecordingChat());
    gate.policy.set(TestGate.policy(POLICY));
    return gate;
  }

  @Test
  void whatWasCountedIsSoundAndWhatWasTakenBackIsNamed() throws Exception {
    TestGate gate = gate();
    gate.propose();
    gate.propose();
    ProposalId asked = gate.propose();
    gate.execute();
    assertThat(gate.state(asked)).isInstanceOf(Pending.class);
    assertThat(Gates.damages(postgres.store(), keys)).isEmpty();

    postgres.asAdmin(
        """
        alter table countersign.limit_use disable trigger user;
        delete from countersign.limit_use;
        alter table countersign.limit_use enable always trigger counted;
        alter table countersign.limit_use enable always trigger written_once;
        """);
    ProposalId beyond = gate.propose();

    assertThat(gate.state(beyond)).isInstanceOf(Approved.class);
    assertThat(Gates.damages(postgres.store(), keys))
        .extracting(Damage::request, Damage::place, Damage::kind)
        .containsOnly(tuple(beyond, "audit_entry 2", Kind.CONTRADICTION));
    assertThat(Gates.damages(postgres.store(), keys))
        .extracting(Damage::detail)
        .contains("calls had counted 3 of 2 within 1h by the entries, and tells of 1");
  }
}
