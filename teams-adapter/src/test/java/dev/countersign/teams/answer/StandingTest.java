package dev.countersign.teams.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.ChatStanding;
import dev.countersign.sandbox.teams.ConnectorOperation;
import dev.countersign.sandbox.teams.TeamsFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What Entra says to a gate that starts.
class StandingTest {
  private final TeamsGate gate = new TeamsGate(1);

  StandingTest() throws Exception {}

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void aBotThatGetsItsTokenIsKnown() {
    assertThat(gate.adapter.standing()).isEqualTo(new ChatStanding.Known());
  }

  @Test
  void anEntraThatIsDownIsAway() {
    gate.teams.fail(ConnectorOperation.TOKEN, new TeamsFault.Status(503), 1);
    assertThat(gate.adapter.standing()).isEqualTo(new ChatStanding.Away("http_503"));
  }
}
