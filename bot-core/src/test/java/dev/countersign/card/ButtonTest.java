package dev.countersign.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.token.DecisionTokens;
import org.junit.jupiter.api.Test;

class ButtonTest {
  @Test
  void theLongestTokenFitsBehindAButton() {
    assertThat(Button.MAX_TOKEN).isEqualTo(DecisionTokens.MAX_CHARACTERS);
  }
}
