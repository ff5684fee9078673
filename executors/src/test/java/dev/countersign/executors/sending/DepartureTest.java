package dev.countersign.executors.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.execution.Outcome;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class DepartureTest {
  private final Departure departure = new Departure();

  @Test
  void whatWasGivenUpBeforeItLeftNeverLeaves() {
    assertThat(departure.recall("timeout", 0))
        .isEqualTo(new Outcome.Failed("timeout_before_send", 0));
    assertThatThrownBy(departure::depart).isInstanceOf(NotSent.class);
  }

  @Test
  void whatHasLeftMayHaveAnEffect() throws NotSent {
    departure.depart();
    assertThat(departure.recall("timeout", 250)).isEqualTo(new Outcome.Unknown("timeout", 250));
  }

  /// The deadline of the whole and the one of a read can pass at the same moment.
  @Test
  void whoeverGivesItUpSecondSaysTheSame() {
    departure.recall("timeout", 0);
    assertThat(departure.lost("mail", new IOException(), "connection_lost", 0))
        .isEqualTo(new Outcome.Failed("connection_lost_before_send", 0));
  }

  @Test
  void aConnectionThatOpensAfterItWasGivenUpIsClosed() throws IOException {
    departure.recall("timeout", 0);
    try (var late = new Socket()) {
      departure.watch(late);
      assertThat(late.isClosed()).isTrue();
    }
  }
}
