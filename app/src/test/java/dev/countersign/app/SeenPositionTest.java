package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.Recovery;
import dev.countersign.proposal.ProposalId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A copy of the database's files that was put back is recognised by whoever saw it further.
class SeenPositionTest {
  @TempDir private Path folder;

  @Test
  void aDatabaseThatGoesBackIsPutOnHold() {
    assertThat(held("here", 10)).isFalse();
    assertThat(held("here", 10)).isFalse();
    assertThat(held("here", 12)).isFalse();
    assertThat(held("here", 11)).isTrue();
    assertThat(held("here", 11)).as("told once; the hold is in the database").isFalse();
  }

  @Test
  void anotherPlaceIsNotComparedAndIsRecognisedByTheDatabase() {
    assertThat(held("here", 10)).isFalse();
    assertThat(held("there", 3)).isFalse();
    assertThat(held("there", 2)).isTrue();
  }

  @Test
  void aFileThatDoesNotReadIsWrittenAnew() throws IOException {
    Files.writeString(folder.resolve("keys.json.seen"), "{\"place\":");
    assertThat(held("here", 10)).isFalse();
    assertThat(held("here", 9)).isTrue();
  }

  @Test
  void anEpochThatBeganSinceSaysThatSomebodyKnows() {
    assertThat(held("here", 10)).isFalse();
    assertThat(held("here", 3, 5)).as("recovered by another replica").isFalse();
    assertThat(held("here", 1, 6)).as("restored once more, from before").isTrue();
  }

  private boolean held(String place, long written) {
    return held(place, 1, written);
  }

  private boolean held(String place, int epoch, long written) {
    At recovery = new At(new Recovery.Position(place, epoch, written));
    new SeenPosition(folder.resolve("keys.json"), recovery).look();
    return recovery.held;
  }

  private static final class At implements Recovery {
    private final Position position;
    private boolean held;

    private At(Position position) {
      this.position = position;
    }

    @Override
    public boolean isOnHold() {
      return held;
    }

    @Override
    public Instant began() {
      return Instant.EPOCH;
    }

    @Override
    public Begun begin() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ProposalId> held() {
      return List.of();
    }

    @Override
    public boolean release(ProposalId id) {
      return false;
    }

    @Override
    public Position position() {
      return position;
    }

    @Override
    public void hold() {
      held = true;
    }
  }
}
