package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole product on one machine: real Postgres, real HTTP, real signatures.
class TrialTest {
  @TempDir private Path folder;

  private String run(boolean fresh) throws InterruptedException {
    StringWriter said = new StringWriter();
    boolean held =
        new Trial(folder, OptionalInt.empty(), fresh, Trial.After.END, false)
            .run(new PrintWriter(said));
    assertThat(said.toString()).doesNotContain("✗");
    assertThat(held).isTrue();
    return said.toString();
  }

  @Test
  void everyStepHoldsAndDataStaysUntilSomebodyStartsAfresh() throws Exception {
    String first = run(false);
    assertThat(first)
        .contains("✓ exactly one request")
        .contains("✓ the body is, byte for byte, what was approved")
        .contains("✓ one human with two accounts has one vote")
        .contains("✓ nothing decides but a press")
        .contains("✓ the mail server got one mail")
        .contains("✓ its text is, character for character, what was approved")
        .contains("✓ the record in the CRM's database has changed as approved")
        .contains("✓ the connection is advisory")
        .containsPattern("Requests +8\n");

    // What a machine that lost its power leaves behind.
    Path stale = folder.resolve("data/postgres/postmaster.pid");
    Files.writeString(stale, "999999\n" + stale.getParent() + "\n1\n1\n\n127.0.0.1\n\n");
    assertThat(run(false)).contains("cleared what a trial").containsPattern("Requests +16\n");

    assertThat(run(true)).containsPattern("Requests +8\n");
  }

  @Test
  void twoTrialsDoNotShareAFolder() {
    try (TrialFolder held = TrialFolder.open(folder)) {
      assertThat(held.root()).exists();
      assertThatThrownBy(() -> run(false))
          .isInstanceOf(TrialException.class)
          .hasMessageContaining("Another `countersign try` is running");
    }
  }
}
