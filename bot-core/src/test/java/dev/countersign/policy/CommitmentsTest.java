package dev.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.Message;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitmentsTest {
  /// Far above what linear time needs on a busy machine, far below what quadratic time would take.
  private static final Duration GENEROUS = Duration.ofSeconds(10);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          we pay EUR 89.50 now              | amount:EUR 89.50
          we pay EUR100 now                 | amount:EUR100
          we pay 1,250.00 euros now         | amount:1,250.00 euros
          we pay 100€ now                   | amount:100€
          that is US$5 million              | amount:$5 million
          that is £20k                      | amount:£20k
          that is CHF 1'250                 | amount:CHF 1'250
          that is 12 000 USD                | amount:12 000 USD
          take 10% off                      | discount:10% off
          take 7.5 percent                  | discount:7.5 percent
          we waive it                       | discount:waive
          at no extra charge                | discount:no extra charge
          on 2026-11-30                     | date:2026-11-30
          on 30.11.2026                     | date:30.11.2026
          on 30 November 2026               | date:30 November 2026
          on the 3rd of May                 | date:3rd of May
          on Nov. 30, 2026                  | date:Nov. 30, 2026
          by 30 November                    | deadline:by 30 November
          before Friday                     | deadline:before Friday
          no later than next Monday         | deadline:no later than next Monday
          by the end of the month           | deadline:by the end of the month
          by 5 pm                           | deadline:by 5 pm
          within 24 hours                   | deadline:within 24 hours
          in two business days              | deadline:in two business days
          you get it tomorrow               | deadline:tomorrow
          it is Guaranteed                  | guarantee:Guaranteed
          I promise                         | guarantee:promise
          we'll do it                       | guarantee:we'll
          you are entitled                  | guarantee:entitled
          it never fails                    | absolute:never
          it holds without exception        | absolute:without exception
          """)
  void eachKindIsFound(String text, String commitment) {
    assertThat(found(text)).containsExactly(commitment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Hello, thank you for your message.",
        "version 12 of chapter 3",
        "the guarantor's nevermind",
        "maybe 5 apples",
        "ticket 88-01 is open",
      })
  void plainTextHasNone(String text) {
    assertThat(found(text)).isEmpty();
  }

  @Test
  void spansAreOrderedAndDoNotOverlap() {
    assertThat(
            found(
                "We guarantee EUR 5 and 10% off by 30 November 2026, always. Due 2026-12-01: €7."))
        .containsExactly(
            "guarantee:guarantee",
            "amount:EUR 5",
            "discount:10% off",
            "deadline:by 30 November 2026",
            "absolute:always",
            "deadline:Due 2026-12-01",
            "amount:€7");
  }

  @Test
  void hostileTextTakesLinearTime() {
    for (String piece :
        List.of(
            "9",
            "9.",
            "9 999 ",
            "in the next ",
            "by the end of ",
            "\u00a0",
            "€ ",
            "may 1 ",
            "5OO ",
            "|",
            "\u0406\u200b",
            "<!--",
            "<!-->",
            "<b>",
            "<p><b>",
            "<table><td>",
            "<template>",
            "<font style='font-size:0'>x",
            "<i title=x>",
            "&amp;",
            "&",
            "<",
            "](",
            "](x ",
            "][",
            "*_`")) {
      String text = piece.repeat(65_536 / piece.length());
      Assertions.assertTimeout(GENEROUS, () -> Commitments.find(text), piece);
      Assertions.assertTimeout(
          GENEROUS, () -> Commitments.findInBody(text, Message.Format.MARKDOWN), piece);
    }
  }

  private static List<String> found(String text) {
    return Commitments.find(text).stream()
        .map(s ->
            s.kind().name().toLowerCase(Locale.ROOT) + ":" + text.substring(s.start(), s.end()))
        .toList();
  }
}
