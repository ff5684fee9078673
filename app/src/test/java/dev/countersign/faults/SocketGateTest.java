package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.store.EmbeddedPostgresExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A whole gate that Slack cannot reach, and that calls Slack instead.
@Timeout(180)
class SocketGateTest {
  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  @Test
  void whatTwoApproveOverASocketRunsAndTheAuditHolds() throws Exception {
    try (BothChats gate = new BothChats(database, folder, true)) {
      String id = gate.propose(4_200);
      gate.approveInSlack(BothChats.LENA, id);
      gate.slack.socketMode().sayGoodbye("refresh_requested");
      assertThat(gate.slack.socketMode().await(1, BothChats.PATIENCE)).isTrue();
      gate.approveInSlack(BothChats.MIRA_IN_SLACK, id);

      gate.inSlack(id, BothChats.ended("approved"));
      assertThat(gate.voters(id)).containsExactly("lena", "mira");
      assertThat(gate.askInSlack(BothChats.LENA, "status " + id)).contains(id);
      assertThat(gate.damages()).isEmpty();
    }
  }

  @Test
  void whatIsPressedWhileTheSocketIsAwayCountsOnceItIsBack() throws Exception {
    try (BothChats gate = new BothChats(database, folder, true)) {
      String id = gate.propose(4_300);
      gate.slack.socketMode().cut();
      assertThat(gate.slack.socketMode().awaitOpened(2, BothChats.PATIENCE)).isTrue();
      gate.approveInSlack(BothChats.LENA, id);
      assertThat(gate.voters(id)).containsExactly("lena");
    }
  }
}
