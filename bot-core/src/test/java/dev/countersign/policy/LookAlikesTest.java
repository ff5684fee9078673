package dev.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.policy.LookAlikes.Kind;
import dev.countersign.policy.LookAlikes.Suspect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookAlikesTest {

  @ParameterizedTest
  @CsvSource({
    "a@sh\u043ep.example, MIXED_ALPHABETS, sh\u043ep",
    "https://p\u0430ypal.example/pay, MIXED_ALPHABETS, p\u0430ypal",
    "\u0430\u0440\u0440\u04cf\u0435.com, READS_AS_LATIN, \u0430\u0440\u0440\u04cf\u0435",
    "Please pay \u0440\u0430\u0443 now, READS_AS_LATIN, \u0440\u0430\u0443",
    "\uff50\uff41\uff59 now, STYLED_LETTERS, \uff50\uff41\uff59",
    "\ud835\udc29\ud835\udc1a\ud835\udc32, STYLED_LETTERS, \ud835\udc29\ud835\udc1a\ud835\udc32",
    "acc\u03bfunt, MIXED_ALPHABETS, acc\u03bfunt"
  })
  void aWordThatIsNotWhatItLooksLikeIsNamed(String text, Kind kind, String word) {
    assertThat(LookAlikes.find(text)).containsExactly(new Suspect(kind, word));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop@shop.example",
        "Grüße aus Köln, naïve, İstanbul, Đà Nẵng",
        "Привет, это она и роса.",
        "日本語のテキスト ABC株式会社 ＡＢＣ東京",
        "한국어 text",
        "שלום world",
        "سلام hello",
        "m² 5 № ª ﬁn",
        "Ωμέγα",
        "𝄞 ♥ 👍"
      })
  void ordinaryWordsAreNot(String text) {
    assertThat(LookAlikes.find(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "We will re\u200bfund you",
        "We will r\u0435fund you",
        "We will ｒｅｆｕｎｄ you",
        "We will re\u00adfund you",
        "We will r\u0338efund you",
        "We will 𝐫𝐞𝐟𝐮𝐧𝐝 you",
        "We will réfund you"
      })
  void aCommitmentIsFoundAsItReads(String text) {
    List<Commitments.Span> spans = Commitments.find(text);
    String marked = spans.stream().map(s -> text.substring(s.start(), s.end())).toList().toString();
    assertThat(spans.stream().map(Commitments.Span::kind)).contains(Commitments.Kind.DISCOUNT);
    int start = text.indexOf("will") + 5;
    int end = text.lastIndexOf(" you");
    assertThat(spans)
        .as(marked)
        .anySatisfy(span -> {
          assertThat(span.start()).isLessThanOrEqualTo(start);
          assertThat(span.end()).isGreaterThanOrEqualTo(end);
        });
  }

  @Test
  void fullWidthDigitsAreAnAmount() {
    assertThat(Commitments.find("you get ＥＵＲ ５００ back").stream().map(Commitments.Span::kind))
        .contains(Commitments.Kind.AMOUNT);
  }
}
