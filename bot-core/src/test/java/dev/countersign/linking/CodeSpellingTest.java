package dev.countersign.linking;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeSpellingTest {

  @Test
  void aCodeReadsBackAsItIsShownAndNoneComesTwice() {
    Set<String> seen = new HashSet<>();
    SecureRandom random = new SecureRandom();
    for (int nth = 0; nth < 1_000; nth++) {
      String code = CodeSpelling.fresh(random);
      assertThat(CodeSpelling.meant(CodeSpelling.shown(code))).isEqualTo(code);
      assertThat(seen.add(code)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"7kq2-m9xd,7KQ2M9XD", "7KQ2M9XD,7KQ2M9XD", "7K-Q2-M9-XD,7KQ2M9XD"})
  void howeverItIsTyped(String typed, String code) {
    assertThat(CodeSpelling.meant(typed)).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7KQ2-M9X", "7KQ2-M9XDD", "7KQ2-M9X0", "7KQ2-M9X1", "７KQ2-M9XD"})
  void whatCannotBeACodeIsNone(String typed) {
    assertThat(CodeSpelling.meant(typed)).isEmpty();
  }
}
