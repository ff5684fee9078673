package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.JsonObject;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Another policy is put in force while people decide, at a gate that goes on running.
@Timeout(180)
class SwitchedPressTest {
  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private BothChats gate;

  @BeforeEach
  void start() throws Exception {
    gate = new BothChats(database, folder);
  }

  @AfterEach
  void stop() {
    assertThat(gate.damages()).isEmpty();
    gate.close();
  }

  @Test
  void aPressThatMeetsAnotherVersionCountsAndNobodyNoticesTheSwitch() {
    String id = gate.propose(950);
    gate.inSlack(id, BothChats::asks);
    gate.deploy(policy -> policy + "# the same rules\n");

    gate.approveInSlack(BothChats.LENA, id);
    gate.deploy(policy -> policy + "# and once more\n");
    gate.approveInTeams(BothChats.JON, id);

    gate.inSlack(id, BothChats.ended("Executed"));
    assertThat(gate.voters(id)).containsExactly("lena", "jon");
  }

  @Test
  void whatThePolicyOfTheMomentRefusesDoesNotRunThoughItWasAskedBefore() {
    String id = gate.propose(951);
    gate.inSlack(id, BothChats::asks);
    gate.approveInSlack(BothChats.LENA, id);
    gate.deploy(
        policy -> policy + "  - {id: stop, when: 'action.class == \"api_call\"', gate: refuse}\n");
    gate.approveInTeams(BothChats.JON, id);

    JsonObject read = gate.read(id, seen -> seen.text("outcome").equals("not_executed"));
    assertThat(read.text("outcome")).isEqualTo("not_executed");
    assertThat(gate.audited(id, "grant_redeemed")).isZero();
  }
}
