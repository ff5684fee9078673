package dev.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Vote;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// By the people of its time, whom an action is for was kept from deciding it.
class BeneficiaryProofTest {
  private final TestGate gate = TestGate.inMemory(TestGate.ONE_LEAD);
  private final ProposalId id = gate.ask();
  private final JsonObject proposed = data(EntryType.PROPOSED);
  private final JsonObject ruled =
      data(EntryType.RULED)
          .with(
              "beneficiaries",
              new JsonArray(
                  List.of(JsonObject.builder().put("as", "person").put("id", "marc").build())));

  private JsonObject data(EntryType type) {
    return gate.audit(id, type).getFirst().object("data");
  }

  private List<String> found(JsonObject ruling) {
    gate.press("UMARC", Decision.APPROVE);
    Vote vote = gate.record(id).request().votes().getFirst();
    Findings findings = new Findings(id);
    PeopleThen then = new PeopleThen(findings, _ -> Optional.of(TestGate.directory()));
    then.ruled(proposed, ruling);
    then.voted(5, data(EntryType.VOTED), vote);
    assertThat(then.conflicted().contains(vote.person())).isEqualTo(ruling.has("beneficiaries"));
    return findings.list().stream().map(Damage::detail).toList();
  }

  @Test
  void aVoteOfWhomTheActionIsForIsNamed() {
    assertThat(found(ruled.with("conflicted", names("marc", "otto", "reviewer-7"))))
        .containsExactly("by the people of its time, the action is for them");
  }

  @Test
  void whoeverWasNotKeptFromDecidingIsNamed() {
    assertThat(found(ruled)).contains("somebody whom the action is for was not kept from deciding");
  }

  @Test
  void anEntryOfBeforeReadsAsItDid() {
    assertThat(found(data(EntryType.RULED))).isEmpty();
  }

  private static Json names(String... names) {
    return JsonArray.ofStrings(List.of(names));
  }
}
