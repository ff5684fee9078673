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
    "acc\u03bfunt, MIXED_ALPHABETS, acc\u03bfunt",
    "раураӏ, READS_AS_LATIN, раураӏ",
    "Pay to раураӏ today, READS_AS_LATIN, раураӏ",
    "you get €5О now, READS_AS_LATIN, 5О",
    "you get €5\u039f now, READS_AS_LATIN, 5\u039f",
    "сумма: €5О сегодня, READS_AS_LATIN, 5О",
    "log in аs usual, MIXED_ALPHABETS, аs",
    "log in \u0430 moment, READS_AS_LATIN, \u0430",
    "log in \u0430\u0455 usual, READS_AS_LATIN, \u0430\u0455",
    "see vk.\u0441\u043e or write, READS_AS_LATIN, \u0441\u043e",
    "пишите на support@vk.\u0441\u043e сегодня, READS_AS_LATIN, \u0441\u043e",
    "\u039f\u03a1\u0395\u039d the door, READS_AS_LATIN, \u039f\u03a1\u0395\u039d",
    "\ua4d0\ua4d1 the door, READS_AS_LATIN, \ua4d0\ua4d1",
    "Привет and please send all of the money that we owe you to the account of раураӏ tomorrow"
        + " morning and before that wait for us all at home and by the way be well, READS_AS_LATIN,"
        + " раураӏ"
  })
  void aWordThatIsNotWhatItLooksLikeIsNamed(String text, Kind kind, String word) {
    assertThat(LookAlikes.find(List.of(text))).containsExactly(new Suspect(kind, word));
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
        "Привет! Ура, роса и хор: со мной, у нас, а он о сое.",
        "Уважаемая Ольга, ваш заказ 4711 отправлен. Он придёт к вам до 5 мая; оставьте его у себя.",
        "Купите Microsoft Office 365, Adobe Acrobat или Apple iPhone: а с ними и сухой сосуд, ура!",
        "Скачайте PDF-а и URL-у с https://www.example.com/download?file=report-2026.pdf, а о SMS-е"
            + " забудьте",
        "Дім 5а, кв. 12А: її сусіди, оса і соха. Гроші є, а хор у нас.",
        "Το κείμενο το είπα εγώ, και όχι ο Άρης: να το έχουν όλοι, ο νόμος ή το χρήμα.",
        "Significance α = 0.05, ρ and ν of the α particle",
        "Дом, Dom, 3х комнатная, 2х",
        "Нет, это не Coca Cola. Она у нас, а раз так, то ура.",
        "𝄞 ♥ 👍"
      })
  void ordinaryWordsAreNot(String text) {
    assertThat(LookAlikes.find(List.of(text))).isEmpty();
  }

  @Test
  void theTextsOfAnActionAreJudgedTogether() {
    assertThat(LookAlikes.find(List.of("Ура", "email", "Счёт за май для вас и для него")))
        .isEmpty();
    assertThat(LookAlikes.find(List.of("\u0440\u0430\u0443", "email", "Your invoice for May")))
        .containsExactly(new Suspect(Kind.READS_AS_LATIN, "\u0440\u0430\u0443"));
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
        "We will réfund you",
        "We will ʀᴇꜰᴜɴᴅ you",
        "We will ⓡⓔⓕⓤⓝⓓ you",
        "We will Ⓡⓔⓕⓤⓝⓓ you",
        "We will ⒭⒠⒡⒰⒩⒟ you",
        "We will 🄡🄔🄕🄤🄝🄓 you",
        "We will 🅁🄴🄵🅄🄽🄳 you",
        "We will 🅡🅔🅕🅤🅝🅓 you",
        "We will 🆁🅴🅵🆄🅽🅳 you",
        "We will"
            + " \ud83c\uddf7\u200b\ud83c\uddea\u200b\ud83c\uddeb\ud83c\uddfa\ud83c\uddf3\ud83c\udde9"
            + " you",
        "We will ʳᵉᶠᵘⁿᵈ you",
        "We will ᵣₑfᵤₙd you",
        "We will 𝔯𝔢𝔣𝔲𝔫𝔡 you",
        "We will 𝓇ℯ𝒻𝓊𝓃𝒹 you",
        "We will 𝚛𝚎𝚏𝚞𝚗𝚍 you",
        "We will ɍɇfʉnđ you",
        "We will ꓣꓰꓝꓴꓠꓓ you",
        "We will гefuոd you",
        "We will r\u0000efu\u0007nd you",
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

  @ParameterizedTest
  @CsvSource({
    "prom\u0406se, GUARANTEE",
    "prom\u0399se, GUARANTEE",
    "prom\u04c0se, GUARANTEE",
    "prom\ua4f2se, GUARANTEE",
    "prom\u0131se, GUARANTEE",
    "promlse, GUARANTEE",
    "prom1se, GUARANTEE",
    "prom|se, GUARANTEE",
    "prornise, GUARANTEE",
    "pr0mise, GUARANTEE",
    "pr\u039fm\u0406se, GUARANTEE",
    "we'\u0406\u0406, GUARANTEE",
    "we'II, GUARANTEE",
    "we'||, GUARANTEE",
    "we wi11, GUARANTEE",
    "vve will, GUARANTEE",
    "l will, GUARANTEE",
    "| will, GUARANTEE",
    "\u0406 will, GUARANTEE",
    "irrevocab1e, ABSOLUTE",
    "ABS0LUTELY, ABSOLUTE",
    "Ƒ0REVER, ABSOLUTE",
    "1ifetime, ABSOLUTE",
    "ln five days, DEADLINE",
    "by ЗО Apri1, DEADLINE",
    "by l0 May, DEADLINE",
    "unti1 2O26-11-3O, DEADLINE",
    "2O26-ll-3O, DATE",
    "5O%, DISCOUNT",
    "5O percent, DISCOUNT",
    "wa\u0456ved, DISCOUNT",
    "🆓 of charge, DISCOUNT",
    "€5О, AMOUNT",
    "€5O, AMOUNT",
    "€lO, AMOUNT",
    "€ lOO, AMOUNT",
    "€ОО, AMOUNT",
    "EUR 5OO, AMOUNT",
    "EUR lOO, AMOUNT",
    "EUR 5.OO, AMOUNT",
    "5ООEUR, AMOUNT",
    "5Oк EUR, AMOUNT",
    "5OO dol|ars, AMOUNT",
    "5OO.O0 euros, AMOUNT",
    "💲500, AMOUNT",
    "⑤⓪⓿ €, AMOUNT",
    "❺➀0 €, AMOUNT",
    "٥٠٠ €, AMOUNT",
    "5\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e3 €, AMOUNT",
    "ЕUR 500, AMOUNT",
    "ᴇᴜʀ 500, AMOUNT"
  })
  void lettersAndDigitsThatLookAlikeAreTakenForEachOther(String words, Commitments.Kind kind) {
    String text = "You get: " + words + ", says he";

    assertThat(Commitments.find(text))
        .containsExactly(new Commitments.Span(kind, 9, 9 + words.length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Elizabeth II may come, and World War II.",
        "Step 1 will follow, item 1 shall not.",
        "10lbs of oil, 5l of milk, 2o'clock tea, 1lb",
        "I/O and OO design, in IO and lo and behold",
        "| oil | lo |",
        "Привет, мы вернём книгу к нам, тот кот. Її ще немає.",
        "Το κείμενο είναι ελληνικό και δεν λέει τίποτα.",
        "日本語のテキスト 株式会社",
        "dark clay, modern corner, burn, wave"
      })
  void whatOnlyHasSuchLettersIsNoCommitment(String text) {
    assertThat(Commitments.find(text)).isEmpty();
  }

  @Test
  void manyBlanksBetweenWordsHideNothing() {
    assertThat(Commitments.find("at no        charge"))
        .containsExactly(new Commitments.Span(Commitments.Kind.DISCOUNT, 3, 19));
  }

  @Test
  void fullWidthDigitsAreAnAmount() {
    assertThat(Commitments.find("you get ＥＵＲ ５００ back").stream().map(Commitments.Span::kind))
        .contains(Commitments.Kind.AMOUNT);
  }
}
