package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.Digest;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTermsTest {
  private static final Digest DIGEST = Digest.of("an action");

  private static boolean finds(String typed, String... words) {
    return SearchTerms.of(typed).areIn(Set.of(words));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "refund | refund | true",
        "REF | refund | true",
        "re | refund | false",
        "42 | 42 | true",
        "42 | 421 | false",
        "ﬁne Straße | fine straße | true",
        "acct_42 | acct 42 | true",
        "acct-42/7 | acct 42 | false",
        "refund mara | refund | false",
        "'; drop table request; -- | drop table request | true",
        "返金 | 返金 | true"
      })
  void allOfItHasToBeThere(String typed, String words, boolean found) {
    assertThat(finds(typed, words.split(" "))).isEqualTo(found);
  }

  @Test
  void aDigestIsFoundByItsBeginningWithItsNameOrWithout() {
    String hash = DIGEST.value().substring("sha-256:".length());
    assertThat(finds(DIGEST.value(), DIGEST.value())).isTrue();
    assertThat(finds("sha-256:" + hash.substring(0, 6), DIGEST.value())).isTrue();
    assertThat(finds(hash.substring(0, 8), DIGEST.value())).isTrue();
    assertThat(finds(hash.substring(0, 7), DIGEST.value())).as("too little of it").isFalse();
    assertThat(finds(hash.substring(1, 12), DIGEST.value())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a", "a b", "' : * & | ! ( ) <->", "\u202e", "\0", "🙂", "\ud800"})
  void whereNothingIsToBeLookedForNothingIsFound(String typed) {
    assertThat(SearchTerms.of(typed).all()).isEmpty();
    assertThat(finds(typed, "a", "b", "")).isFalse();
  }

  @Test
  void noWordHoldsWhatAQueryLanguageReads() {
    String hostile = "'a' | b:* & !c <2> \\' \0 \u202ed\u200be %27 $$ ' || '";
    assertThat(SearchTerms.of(hostile + " sha-256:AAAA'BBBB sha-256:AAAABBBB").all())
        .flatExtracting(SearchTerms.Term::ways)
        .allSatisfy(way -> assertThat(way.toString()).doesNotContain("'", "\\", "*", "\0"));
    assertThat(SearchTerms.words(hostile))
        .allSatisfy(word -> assertThat(word).matches("[\\p{L}\\p{N}\\p{M}]+"));
  }

  @Test
  void aWordThatIsTooLongIsFoundByItsBeginning() {
    String word = "x".repeat(SearchTerms.LONGEST_WORD + 10);
    assertThat(SearchTerms.words(word)).containsExactly("x".repeat(SearchTerms.LONGEST_WORD));
    assertThat(SearchTerms.of(word).areIn(SearchTerms.words(word))).isTrue();
  }
}
