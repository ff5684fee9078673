package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What Slack answered, and what is told while it is asked.
class RecentAnswersTest {
  private final SettableClock clock = new SettableClock(TestGate.START);
  private final RecentAnswers<String> answers =
      new RecentAnswers<>(clock, Duration.ofMinutes(1), 10);

  @Test
  void anAnswerIsRememberedForAsLongAsItCounts() {
    assertThat(asked("U1", "member")).isEqualTo("member");
    assertThat(asked("U1", "guest")).isEqualTo("member");

    clock.advance(Duration.ofMinutes(1));
    assertThat(asked("U1", "guest")).isEqualTo("guest");
  }

  @Test
  void anAnswerThatDoesNotLastIsAskedForAgain() {
    assertThat(answers.about("U1", () -> "unknown", _ -> false)).isEqualTo("unknown");
    assertThat(asked("U1", "member")).isEqualTo("member");
  }

  @Test
  void anAnswerThatWasAskedForBeforeAnEventIsNotRememberedAfterIt() {
    String old =
        answers.about(
            "U1",
            () -> {
              answers.forget("U1");
              return "member";
            },
            _ -> true);

    assertThat(old).isEqualTo("member");
    assertThat(asked("U1", "guest")).isEqualTo("guest");
  }

  private String asked(String id, String answer) {
    return answers.about(id, () -> answer, _ -> true);
  }
}
