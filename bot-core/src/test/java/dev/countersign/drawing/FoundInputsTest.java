package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.CardView;
import dev.countersign.intake.IntakeResult;
import dev.countersign.json.Fixtures;
import dev.countersign.proposal.Environment;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Proposals that strangers found to be accepted, refused or drawn wrongly, where their files are
/// there.
class FoundInputsTest {
  private static final String ASK =
      """
      {"version":1,
       "rules":[{"id":"all","when":"true","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;

  private final TestGate gate = TestGate.inMemory(ASK);

  @BeforeEach
  void theInputsAreForTests() {
    gate.executor.moveTo(Environment.TEST);
  }

  private IntakeResult submit(String name) {
    byte[] body = Fixtures.bytes(Fixtures.require("found/" + name + ".json"));
    return gate.intake.submit(gate.agent(), body, Optional.empty());
  }

  private CardView card(String name) {
    IntakeResult result = submit(name);
    assertThat(result).as(name).isInstanceOf(IntakeResult.Recorded.class);
    return new CardComposer(gate.directory)
        .compose(gate.record(((IntakeResult.Recorded) result).id()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "true", "list", "number"})
  void whatDiffersInItsTypeAloneIsDrawnDifferently(String kind) {
    CardView one = card("same-card-" + kind + "-1");
    CardView other = card("same-card-" + kind + "-2");

    assertThat(one.sections()).isNotEqualTo(other.sections());
  }

  @ParameterizedTest
  @CsvSource({
    "tool-name-with-lines,/proposed_changes/tool,not_one_line",
    "group-address-as-one,/proposed_changes/to/0/address,bad_address"
  })
  void whatWouldForgeTheCardIsRefusedWithItsPlace(String name, String pointer, String code) {
    assertThat(submit(name))
        .isInstanceOfSatisfying(
            IntakeResult.Invalid.class,
            refused ->
                assertThat(refused.errors())
                    .anySatisfy(error -> {
                      assertThat(error.pointer()).isEqualTo(pointer);
                      assertThat(error.code()).isEqualTo(code);
                    }));
  }

  @ParameterizedTest
  @CsvSource({"environment-claimed,environment_mismatch", "acts-for-by-address,unknown_person"})
  void aClaimThatTheGateKnowsOtherwiseIsDeclined(String name, String code) {
    assertThat(submit(name))
        .isInstanceOfSatisfying(
            IntakeResult.Declined.class,
            declined -> assertThat(declined.reason().code()).isEqualTo(code));
  }

  @Test
  void aDeletionIsNamedAsOne() {
    CardView card = card("delete-a-record");

    assertThat(card.heading()).contains("Delete a record");
    assertThat(card.buttons().getFirst().label()).isEqualTo("Approve deletion");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "persian",
        "emoji-and-keycaps",
        "script-with-lines",
        "sql-with-lines",
        "plan-that-fits-compact",
        "ninety-highlights",
        "lookalike-address",
        "zero-width-between-latin",
        "audience-claimed-internal"
      })
  void whatPeopleReallySendIsAsked(String name) {
    assertThat(card(name).buttons()).isNotEmpty();
  }
}
