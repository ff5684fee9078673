package dev.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import dev.countersign.proposal.Message;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
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

  /// What is passed over is no commitment, also among words that begin like one, in any letters.
  @Test
  void noWordIsPassedOverThatAPatternMatches() {
    Random random = new Random(7);
    int matches = 0;
    for (int tries = 0; tries < 4_000; tries++) {
      String text = pieces(random);
      Matcher matcher = Commitments.ANY.matcher(text);
      for (int at = 0; at < text.length(); at++) {
        boolean currency = Character.getType(text.codePointAt(at)) == Character.CURRENCY_SYMBOL;
        if ((currency || Commitments.startsWord(text, at))
            && matcher.region(at, text.length()).lookingAt()) {
          assertThat(Commitments.mayStart(text, at)).as("%d of %s", at, text).isTrue();
          matches++;
        }
      }
    }
    assertThat(matches).isGreaterThan(4_000);
  }

  private static final List<String> PIECES =
      List.of(
          ("we will we'll I shall pay EUR USD $ € 5 10 1'250.00 240 % off by until no later than"
                  + " the end of day next Friday may june 3rd 30 november 2026 2026-11-30 30.11.2026"
                  + " in two business days within hours a few an at any time case always never our"
                  + " policy terms and conditions free charge half price half-price risk-free zero"
                  + " risk refund waive credit note guarantee promise binding legally tomorrow today"
                  + " eod asap right away due on or to of is it rn vv 0 O l I | 5 pm 17:00 o'clock ſ"
                  + " \u212a \u0406 \uff10 \u0430")
              .split(" "));

  private static final List<String> GAPS =
      List.of(" ", " ", " ", "", "  ", "\t", "\n", "\r\n", "\u000b", "\u00a0", "\u202f", "-", ", ");

  private static String pieces(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      text.append(random.nextInt(4) == 0 ? piece.toUpperCase(Locale.ROOT) : piece);
      text.append(GAPS.get(random.nextInt(GAPS.size())));
    }
    return text.toString();
  }

  /// Signs that stay as they are go through in one piece.
  @Test
  void aTextIsFoldedAsItsCharactersAreOneAfterTheOther() {
    Random random = new Random(11);
    for (int tries = 0; tries < 2_000; tries++) {
      String text = pieces(random) + Character.toString(random.nextInt(0x3000));
      TracedText each = new TracedText();
      boolean blank = false;
      for (int at = 0; at < text.length(); ) {
        int codePoint = text.codePointAt(at);
        int next = at + Character.charCount(codePoint);
        boolean blankBefore = blank;
        blank = UCharacter.isUWhiteSpace(codePoint);
        if (!blank || !blankBefore) {
          each.append(FoldedText.of(Character.toString(codePoint)).text().text(), at, next);
        }
        at = next;
      }
      NumberLookAlikes.respell(each);
      TracedText folded = FoldedText.of(text).text();
      assertThat(folded.text()).isEqualTo(each.text());
      for (int at = 0; at < folded.length(); at++) {
        assertThat(folded.start(at, at + 1)).isEqualTo(each.start(at, at + 1));
        assertThat(folded.end(at, at + 1)).isEqualTo(each.end(at, at + 1));
      }
    }
  }

  private static List<String> found(String text) {
    return Commitments.find(text).stream()
        .map(s ->
            s.kind().name().toLowerCase(Locale.ROOT) + ":" + text.substring(s.start(), s.end()))
        .toList();
  }
}
