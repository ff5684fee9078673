package dev.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordBeginningsTest {
  private static final Pattern PATTERN =
      Pattern.compile(
          "(?:refunds?|by\\s(?:may|june)|I\\swill|(?:in)?valid)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private final WordBeginnings beginnings = WordBeginnings.of(PATTERN);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refund", "REFUNDS", "Refuse", "invoice", "valid", "value", "by may", "i\twill", "BY\n"
      })
  void aWordThatBeginsLikeAMatchIsLookedAt(String text) {
    assertThat(beginnings.contains(text, 0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the", "return", "bye", "will", "june", "zebra", "ink", "to me", "a b", "of\n\n", "I\r\n"
      })
  void aWordThatCannotBecomeAMatchIsSkipped(String text) {
    assertThat(beginnings.contains(text, 0)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"by, may", "to.", "re", "refürs", "ſee", "ré", "12", "€ 5", ""})
  void whatIsNotThreeAsciiLettersOrBlanksIsLookedAt(String text) {
    assertThat(beginnings.contains(text, 0)).isTrue();
  }

  @Test
  void theWordIsTakenFromItsPlace() {
    assertThat(beginnings.contains("the refund", 4)).isTrue();
    assertThat(beginnings.contains("refund the", 7)).isFalse();
  }
}
