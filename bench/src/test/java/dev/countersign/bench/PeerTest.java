package dev.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTest {
  private static final BenchTurn TURN = new BenchTurn(16, Duration.ofMillis(1_500));

  private final List<String> progress = new ArrayList<>();

  @Test
  void aScriptIsToldHowManyForHowLongAndItsLastLineIsItsRate(@TempDir Path folder)
      throws Exception {
    Path script = folder.resolve("engine.sh");
    Files.writeString(
        script,
        """
        echo "starting"
        echo "$BENCH_CALLERS callers, $BENCH_SECONDS seconds" >&2
        echo 105.25
        """);

    assertThat(perSecond("sh " + script)).isEqualTo(105.25);
    assertThat(progress).containsExactly("peer: starting", "peer: 16 callers, 1.5 seconds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"true", "echo fast", "echo 12 items", "echo -1", "echo NaN", "echo Infinity"})
  void whatIsNoRateIsRefused(String command) {
    assertThatThrownBy(() -> perSecond(command))
        .isInstanceOf(BenchRefusedException.class)
        .hasMessageContaining("items per second");
  }

  @Test
  void aCommandThatFailsIsNotBelieved() {
    assertThatThrownBy(() -> perSecond("echo 12; exit 3"))
        .isInstanceOf(BenchRefusedException.class)
        .hasMessageContaining("status 3");
  }

  @Test
  void aCommandThatDoesNotEndIsEnded() {
    Peer peer = new Peer("sleep 600 & wait", Duration.ofMillis(100), progress::add);

    assertThatThrownBy(() -> peer.perSecond(TURN))
        .isInstanceOf(BenchRefusedException.class)
        .hasMessageContaining("ran for more than");
  }

  @Test
  void aCommandThatPrintsWithoutEndIsCutOff() {
    assertThatThrownBy(() -> perSecond("yes"))
        .isInstanceOf(BenchRefusedException.class)
        .hasMessageContaining("prints more than");
  }

  private double perSecond(String command) throws InterruptedException, IOException {
    return new Peer(command, Peer.GRACE, progress::add).perSecond(TURN);
  }
}
