package dev.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The uses of standing approvals by the entries alone. A second gate, whose ledger has counted
/// nothing, stands for one whose counts were deleted.
class UseRecountTest {
  private static final String POLICY =
      """
      {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"allow",
        "limits":[{"per":"agent","uses":2,"within":"1h"},{"per":"agent","uses":3,"within":"1d"}]}]}
      """;

  private final TestGate gate = TestGate.inMemory(POLICY);
  private final TestGate forgetful = TestGate.inMemory(POLICY);
  private final UseRecount recount = new UseRecount();
  private final List<Damage> damages = new ArrayList<>();

  private ProposalId use(TestGate by) {
    ProposalId id = by.propose();
    add(id, by);
    return id;
  }

  private void add(ProposalId id, TestGate of) {
    JsonObject ruled = of.audit(id, EntryType.RULED).getFirst().object("data");
    damages.addAll(recount.add(id, ruled));
  }

  private void pass(Duration time) {
    gate.clock.advance(time);
    forgetful.clock.advance(time);
  }

  @Test
  void whatWasCountedIsFoundAsItWasToldInAnyOrder() {
    ProposalId first = gate.propose();
    use(gate);
    add(first, gate);
    pass(Duration.ofHours(1));
    use(gate);
    pass(Duration.ofDays(1));
    use(gate);
    use(gate);

    assertThat(damages).isEmpty();
  }

  @Test
  void whatGoesBeyondALimitIsNamed() {
    use(gate);
    use(gate);
    pass(Duration.ofMinutes(1));
    ProposalId beyond = use(forgetful);

    assertThat(damages)
        .containsExactly(
            new Damage(
                beyond,
                "audit_entry 2",
                Damage.Kind.CONTRADICTION,
                "calls had counted 3 of 2 within 1h by the entries, and tells of 1"),
            new Damage(
                beyond,
                "audit_entry 2",
                Damage.Kind.CONTRADICTION,
                "calls had counted 3 of 3 within 1d by the entries, and tells of 1"));
  }

  @Test
  void aCountThatStartedAnewIsNamedBeforeItGoesBeyondALimit() {
    use(gate);
    pass(Duration.ofMinutes(1));
    ProposalId again = use(forgetful);

    assertThat(damages).extracting(Damage::request).containsOnly(again);
    assertThat(damages)
        .extracting(Damage::detail)
        .contains("calls had counted 2 of 2 within 1h by the entries, and tells of 1");
  }

  @Test
  void anEarlierOneThatComesLaterIsCountedForThoseAfterIt() {
    ProposalId first = forgetful.propose();
    pass(Duration.ofMinutes(1));
    ProposalId second = use(gate);
    assertThat(damages).isEmpty();

    add(first, forgetful);

    assertThat(damages).extracting(Damage::request).containsOnly(second);
  }
}
