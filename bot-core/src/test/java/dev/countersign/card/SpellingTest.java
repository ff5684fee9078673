package dev.countersign.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.CanonicalIterator;
import com.ibm.icu.text.Normalizer2;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Text in one of the usual spellings reads plainly, and no two texts are drawn alike.
class SpellingTest {
  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
  private static final Normalizer2 NFD = Normalizer2.getNFDInstance();
  private static final Pattern NUMBER = Pattern.compile("⟦U\\+([0-9A-F]{4,6})⟧");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Tiếng Việt",
        "Où est l’été, garçon ?",
        "한국어 문장입니다.",
        "ガイドブック「プロ」",
        "Ἀθῆναι",
        "ко́й Йод"
      })
  void theSpellingOfAMacReadsPlainly(String text) {
    VisibleText drawn = VisibleText.of(NFD.normalize(text));
    assertThat(drawn.escaped()).as(drawn.text()).isZero();
    assertThat(drawn.text().replace("⌟", "")).isEqualTo(NFC.normalize(text));
    assertThat(drawn.spellings()).containsExactly(Spelling.IN_PARTS);
  }

  @Test
  void oneMarkSpeaksForAWord() {
    assertThat(VisibleText.of(NFD.normalize("Tiếng Việt có dấu.")).text())
        .isEqualTo("Tiếng⌟ Việt⌟ có⌟ dấu⌟.");
    assertThat(VisibleText.onOneLine(NFD.normalize("한국어")).text()).isEqualTo("한국어⌟");
    assertThat(VisibleText.of("le\u0301gume/légume").text()).isEqualTo("légume⌟/légume");
  }

  @ParameterizedTest
  @CsvSource({
    "\u095cलड\u093c, ''", // both in one word
    "लड\u093cका, लड\u093cका",
    "ल\u095cका, लड\u093cका⌝",
    "\u095eोन, फ\u093cोन⌝",
    "ব\u09dcো, ব\u09a1\u09bcো⌝",
    "ਸਰਦਾਰ\u0a36, ਸਰਦਾਰਸ\u0a3c⌝",
  })
  void readyMadeLettersOfIndiaHaveTheirMark(String text, String drawn) {
    if (drawn.isEmpty()) {
      assertThat(VisibleText.of(text).escaped()).isPositive();
    } else {
      assertThat(VisibleText.of(text)).isEqualTo(new VisibleText(drawn, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\ufb2a\u05b8\u05dc\ufb4b\u05dd", // Hebrew
        "\ufb2c\u05b7",
        "\ufb2e\u05df \ufb1d\u05d9 \ufb1f\u05d8 \ufb44\ufb4e" // Yiddish
      })
  void readyMadeLettersOfHebrewHaveTheirMark(String text) {
    VisibleText drawn = VisibleText.of(text);
    assertThat(drawn.escaped()).as(drawn.text()).isZero();
    assertThat(drawn.spellings()).containsExactly(Spelling.READY_MADE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "م\u064fح\u064eم\u0651\u064eد", // Arabic: shadda, then its vowel
        "ا\u0644ل\u0651\u064eه",
        "ש\u05c1\u05b8לום", // Hebrew: the dot of shin, then its vowel
        "ש\u05c1\u05bc\u05b7ב\u05bc\u05b8ת",
        "Ti\u00ea\u0301ng Vi\u00ea\u0323t", // Vietnamese of Windows
        "l\u00fc\u0301",
        "\u1021\u1031\u102c\u1000\u103a\u1037" // Burmese
      })
  void theOrderOfKeyboardsReadsPlainly(String text) {
    VisibleText drawn = VisibleText.of(text);
    assertThat(drawn.escaped()).as(drawn.text()).isZero();
    assertThat(drawn.spellings()).containsExactly(Spelling.AS_TYPED);
  }

  @ParameterizedTest
  @CsvSource({
    "10 k\u2126, 10 kΩ⌜",
    "300 \u212a, 300 K⌜",
    "\u212bngström, Å⌜ngström",
    "\u212bngstro\u0308m, Å⌜ngström⌟",
    "λ\u1f79γος, λό⌜γος",
    "\ufa19社, 神⌜社",
    "\uf914\uf95c, 樂⌜⟦U+F95C⟧" // two that are one with the same
  })
  void aSignThatIsOneWithAnotherHasItsMark(String text, String drawn) {
    assertThat(VisibleText.of(text).text()).isEqualTo(drawn);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "e\u0301\u00e9", // both ways in one word
        "e\u0302\u0323", // out of order
        "\u00e9\u0323", // part of it composed
        "=\u0338",
        "\u0344",
        "\ufb49\u05c1",
        "\uac00\u11a8"
      })
  void everyOtherSpellingIsDrawnByItsNumbers(String text) {
    VisibleText drawn = VisibleText.of(text);
    assertThat(drawn.escaped()).as(drawn.text()).isPositive();
    assertThat(drawn.spellings()).isEmpty();
  }

  @Test
  void aMarkOfASpellingCannotBeForged() {
    assertThat(VisibleText.of("é⌟⌞⌝⌜").text()).isEqualTo("é⟦U+231F⟧⟦U+231E⟧⟦U+231D⟧⟦U+231C⟧");
    assertThat(VisibleText.of("é⌟").spellings()).isEmpty();
  }

  @Test
  void theNoteNamesTheMarksThatAreThere() {
    assertThat(Spelling.note(VisibleText.of("e\u0301 \u095c e\u0301").spellings()))
        .isEqualTo("Marked ⌟ ⌝: the same letters, stored in another form than usual");
  }

  @Test
  void emojiAndJoinersBesideAWordStayTheirOwn() {
    assertThat(VisibleText.of("e\u0301👩\u200d💻 e\u0301⚠\ufe0f1\ufe0f\u20e3e\u0301").text())
        .isEqualTo("é⌟👩\u200d💻 é⌟⚠\ufe0f1\ufe0f\u20e3é⌟");
    assertThat(VisibleText.of("क\u094d\u200d\u095c").text()).isEqualTo("क\u094d\u200dड\u093c⌝");
    assertThat(VisibleText.of("e\u0301\u200cx").escaped()).isPositive();
  }

  /// Letters of which Unicode counts several spellings as equal, with every one of them.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ế",
        "ệ",
        "ợ",
        "ǘ",
        "ǭ",
        "ᾧ",
        "Å",
        "Ω",
        "K",
        "ά",
        "\u0958",
        "\u095c",
        "\u09dd",
        "\u0a36",
        "\u0f43",
        "\u0fa7",
        "\ufb1d",
        "\ufb2a",
        "\ufb2c\u05b7",
        "\ufb2c\u05b8\u05bd",
        "\ufb4e",
        "\u0651\u064e\u0623",
        "م\u0651\u064e\u0670",
        "각",
        "가",
        "が",
        "\u09cb",
        "\u1037\u103a",
        "樂",
        "神",
        "q\u0323\u0303",
        "ṩ",
        "≠",
        "\u0344",
        "d\u0323\u0307",
        "\u1eaf\u0316"
      })
  void everySpellingOfALetterIsDrawnDifferently(String letter) {
    var drawings = new HashMap<String, String>();
    for (String before : List.of("", "x", "é", "é ", "가")) {
      for (String after : List.of("", "y", " é", "\u0301", "е\u0301", "\u0338")) {
        for (String text : spellings(before + letter + after)) {
          assertTellsApart(text, drawings);
        }
      }
    }
  }

  /// All short texts over a few letters each, so that every text stands beside all that are nearly
  /// the same.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "e\u0301\u0302\u0323\u00e9\u00ea\u1ebf\u1eb9 ",
        "eé\u0301⌟⌜⟦A\u212b\u030aÅ",
        "\u05e9\ufb2a\ufb2c\ufb49\u05c1\u05bc\u05b8 \u200f",
        "\u0627\u0623\u0645\u0654\u0651\u064e\u064f\u200c",
        "\u0921\u095c\u093c\u0915\u0958\u094d\u200d\u200c ",
        "\u1100\u1161\u11a8가각.",
        "e\u0301é👩\u200d💻\ufe0f1\u20e3❤\u2139",
        "=\u0338≠\u2260e\u0301\u00a0\u034f\u202e",
        "\u1000\u103a\u1037a\u0323\u0307\u1e0b\u1e0dd"
      })
  void noTwoShortTextsAreDrawnAlike(String letters) {
    int[] alphabet = letters.codePoints().toArray();
    var drawings = new HashMap<String, String>();
    var texts = new ArrayList<>(List.of(""));
    for (int length = 1; length <= 4; length++) {
      var longer = new ArrayList<String>();
      for (String text : texts) {
        for (int letter : alphabet) {
          longer.add(text + Character.toString(letter));
        }
      }
      longer.stream().distinct().forEach(text -> assertTellsApart(text, drawings));
      texts = longer;
    }
  }

  @Test
  void everyCharacterGivesItselfBackAloneAndUnderAMark() {
    var lost = new ArrayList<String>();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      int type = Character.getType(codePoint);
      if (type != Character.UNASSIGNED && type != Character.PRIVATE_USE) {
        String letter = "x" + Character.toString(codePoint);
        String text = letter + " " + letter + "\u0301";
        String drawn = VisibleText.onOneLine(text).text();
        if (!NFC.isNormalized(drawn) || !read(drawn).equals(text)) {
          lost.add(drawn);
        }
      }
    }
    assertThat(lost).isEmpty();
  }

  private static void assertTellsApart(String text, Map<String, String> drawings) {
    VisibleText visible = VisibleText.onOneLine(text);
    String drawn = visible.text();
    assertThat(NFC.isNormalized(drawn)).as("composed: %s", drawn).isTrue();
    assertThat(read(drawn)).as(drawn).isEqualTo(text);
    String other = drawings.put(drawn, text);
    assertThat(other == null || other.equals(text)).as("drawn twice: %s", drawn).isTrue();
  }

  private static List<String> spellings(String text) {
    var all = new ArrayList<String>();
    var iterator = new CanonicalIterator(text);
    for (String next = iterator.next(); next != null; next = iterator.next()) {
      all.add(next);
    }
    return all;
  }

  /// What was drawn, by the drawing alone.
  private static String read(String drawn) {
    String rest = drawn.replaceAll("[\u2068\u2069]", "");
    var text = new StringBuilder();
    int word = 0;
    Matcher numbers = NUMBER.matcher(rest);
    for (int at = 0; at < rest.length(); ) {
      int codePoint = rest.codePointAt(at);
      if (numbers.region(at, rest.length()).lookingAt()) {
        text.appendCodePoint(Integer.parseInt(numbers.group(1), 16));
        at = numbers.end();
        word = text.length();
        continue;
      }
      at += Character.charCount(codePoint);
      int mark = codePoint;
      var spelling =
          List.of(Spelling.values()).stream().filter(one -> one.mark() == mark).findFirst();
      if (spelling.isPresent()) {
        int from =
            spelling.get() == Spelling.TWIN ? text.offsetByCodePoints(text.length(), -1) : word;
        text.replace(from, text.length(), spelling.get().of(text.substring(from)));
        word = text.length();
      } else {
        text.appendCodePoint(
            switch (codePoint) {
              case '␣' -> 0xa0;
              case '⎵' -> 0x202f;
              default -> codePoint;
            });
        if (!Spelling.isPartOfWord(codePoint)) {
          word = text.length();
        }
      }
    }
    return text.toString();
  }
}
