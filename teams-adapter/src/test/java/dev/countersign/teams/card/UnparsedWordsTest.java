package dev.countersign.teams.card;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnparsedWordsTest {

  @Test
  void whateverOpensMarkupIsEscaped() {
    assertThat(UnparsedWords.markdown("*a* [b](c) `d` <e> &lt; \\ {{DATE()}} _f_"))
        .isEqualTo("\\*a\\* \\[b\\](c) \\`d\\` \\<e\\> \\&lt; \\\\ \\{\\{DATE()\\}\\} \\_f\\_");
  }

  @Test
  void noLineBecomesAListOrASecondLine() {
    assertThat(UnparsedWords.markdown("1. one\n- two")).isEqualTo("1\\. one - two");
    assertThat(UnparsedWords.markdown("- one")).isEqualTo("\\- one");
    assertThat(UnparsedWords.markdown("__a__")).isEqualTo("\\_\\_a\\_\\_");
    assertThat(UnparsedWords.markdown("# one")).isEqualTo("\\# one");
  }

  @Test
  void namesOfConnectionsReadAsTheyAre() {
    for (String name : new String[] {"billing_prod", "crm-eu", "POST request to x_1-y"}) {
      assertThat(UnparsedWords.markdown(name)).isEqualTo(name);
    }
  }

  @Test
  void nothingIsSpokenAsMarkup() {
    assertThat(UnparsedWords.spoken("Approve & <break/> send\nnow"))
        .doesNotContainPattern("[<>&\n]");
  }
}
