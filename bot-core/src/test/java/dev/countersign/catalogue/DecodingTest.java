package dev.countersign.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.catalogue.Decoding.Coded;
import dev.countersign.catalogue.Decoding.Text;
import dev.countersign.catalogue.Reading.Line;
import dev.countersign.catalogue.Reading.Meaning;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.SampleProposals;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest {
  private static final Bytes NOTHING = bytes("{}");

  private static Bytes bytes(String body) {
    return new Bytes(call("application/json", "\"json\":" + body), Map.of());
  }

  private static Action call(String mediaType, String content) {
    return SampleProposals.draft(
            """
            {"schema":"proposal.v1","action_type":"x","target_system":"billing",
             "proposed_changes":{"class":"api_call","method":"POST",
               "url":"https://api.billing.example/v1/refunds",
               "body":{"media_type":"%s",%s}}}
            """
                .formatted(mediaType, content)
                .getBytes(UTF_8))
        .action();
  }

  private static Json json(String text) {
    return CanonicalJson.parse(text.getBytes(UTF_8));
  }

  private static String words(Decoding decoding, String value) {
    return switch (decoding.of(NOTHING, json(value))) {
      case Meaning.Words(var text) -> text;
      case Meaning.Supplied(var text) -> "supplied " + text;
      case Meaning.Unclear(var text) -> "unclear " + text;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EUR | MINOR | 4250          | EUR 42.50
          EUR | MINOR | "4250"        | EUR 42.50
          EUR | MINOR | 184000        | EUR 1,840.00
          EUR | MINOR | -5            | EUR -0.05
          EUR | MINOR | 0             | EUR 0.00
          JPY | MINOR | 4250          | JPY 4,250
          KWD | MINOR | 4250          | KWD 4.250
          EUR | MAJOR | 42.5          | EUR 42.50
          EUR | MAJOR | "42.50"       | EUR 42.50
          EUR | MAJOR | 42            | EUR 42.00
          EUR | MINOR | 42.5          | unclear 42.5
          EUR | MAJOR | 42.505        | unclear 42.505
          EUR | MINOR | "42,50"       | unclear 42,50
          EUR | MINOR | " 4250"       | unclear  4250
          EUR | MINOR | "٤٢"          | unclear ٤٢
          EUR | MINOR | null          | unclear null
          EUR | MINOR | [4250]        | unclear [4250]
          EUR | MINOR | true          | unclear true
          """)
  void moneyReadsByTheSmallestCoinOfItsCurrency(
      String currency, MoneyDecoding.Unit unit, String value, String read) {
    var money =
        new MoneyDecoding(unit, Optional.of(Currency.getInstance(currency)), Optional.empty());

    assertThat(words(money, value)).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"c\":\"eur\"}", "{\"c\":\"EUR\"}"})
  void theCurrencyIsWhatTheBytesName(String body) {
    var money =
        new MoneyDecoding(MoneyDecoding.Unit.MINOR, Optional.empty(), Optional.of("/body/json/c"));

    assertThat(money.of(bytes(body), json("4250"))).isEqualTo(new Meaning.Words("EUR 42.50"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"c\":\"EURO\"}", "{\"c\":978}", "{\"c\":\"XXX\"}", "{\"c\":null}"})
  void anAmountWithoutACurrencyIsUnclear(String body) {
    var money =
        new MoneyDecoding(MoneyDecoding.Unit.MINOR, Optional.empty(), Optional.of("/body/json/c"));

    assertThat(money.of(bytes(body), json("4250"))).isEqualTo(new Meaning.Unclear("4250"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ISO          | "2028-02-29"                | 2028-02-29
          ISO          | "2026-12-01T10:00:00+02:00" | 2026-12-01 08:00:00 UTC
          ISO          | "2027-02-29"                | unclear 2027-02-29
          ISO          | "tomorrow"                  | unclear tomorrow
          ISO          | 1796112000                  | unclear 1796112000
          SECONDS      | 1796112000                  | 2026-12-01 08:00:00 UTC
          MILLISECONDS | 1796112000000               | 2026-12-01 08:00:00 UTC
          SECONDS      | 1796112000000000            | unclear 1796112000000000
          SECONDS      | "1796112000"                | unclear "1796112000"
          """)
  void timeReadsInUtc(TimeDecoding.Unit unit, String value, String read) {
    assertThat(words(new TimeDecoding(unit), value)).isEqualTo(read.replace("\"", ""));
  }

  @Test
  void aCodeReadsAsTheOperatorsWordsAndAnyOtherIsUnclear() {
    var coded = new Coded(Map.of("NET60", "Net 60", "true", "Yes", "3", "Three"));

    assertThat(words(coded, "\"NET60\"")).isEqualTo("Net 60");
    assertThat(words(coded, "true")).isEqualTo("Yes");
    assertThat(words(coded, "3")).isEqualTo("Three");
    assertThat(words(coded, "\"net60\"")).isEqualTo("unclear net60");
  }

  @Test
  void aTextMeansItselfAndStaysTheAgents() {
    assertThat(words(new Text(), "\"charge_1\"")).isEqualTo("supplied charge_1");
    assertThat(words(new Text(), "7")).isEqualTo("supplied 7");
    assertThat(words(new Text(), "{}")).isEqualTo("unclear {}");
    assertThat(new Text().isInWords()).isFalse();
  }

  @Test
  void aLongTextIsCutBetweenTwoLetters() {
    Meaning cut = new Text().of(NOTHING, Json.of("x".repeat(199) + "🙂🙂"));

    assertThat(cut).isEqualTo(new Meaning.Supplied("x".repeat(199) + "…"));
  }

  @Test
  void membersOfAFormAreFoundDecodedAndOnlyWhereTheyAreThereOnce() {
    Bytes form =
        new Bytes(
            call(
                "application/x-www-form-urlencoded",
                "\"text\":\"amount=4250&currency=eur&note=a%20b&twice=1&twice=2\""),
            Map.of());

    assertThat(form.at("/body/form/amount")).contains(Json.of("4250"));
    assertThat(form.at("/body/form/note")).contains(Json.of("a b"));
    assertThat(form.at("/body/form/twice")).isEmpty();
    assertThat(form.at("/body/form/other")).isEmpty();
    assertThat(NOTHING.at("/body/form/amount")).as("no form").isEmpty();
  }

  @Test
  void aHeadlineSaysWhatIsMissingOrUnclearInsteadOfLeavingItOut() {
    var operation =
        new Operation(
            "refund",
            Headline.parse("Refund {amount}"),
            Optional.of("amount"),
            List.of(
                new Field(
                    "amount",
                    "amount",
                    "/body/json/a",
                    new MoneyDecoding(
                        MoneyDecoding.Unit.MINOR,
                        Optional.of(Currency.getInstance("EUR")),
                        Optional.empty()),
                    Optional.empty(),
                    false)),
            Optional.empty(),
            Optional.empty());

    assertThat(operation.read(bytes("{\"a\":4250}")).deed()).isEqualTo("Refund EUR 42.50");
    assertThat(operation.read(bytes("{}")).deed()).isEqualTo("Refund (no amount)");
    assertThat(operation.read(bytes("{\"a\":\"all $1\"}")).deed())
        .isEqualTo("Refund (amount unclear)");
  }

  @Test
  void aHeadlineThatEveryChatTakesNamesLongValuesOnly() {
    String words = "w".repeat(PlainWords.MOST);
    var field =
        new Field(
            "what", "what", "/body/json/a", new Coded(Map.of("x", words)), Optional.empty(), false);
    var operation =
        new Operation(
            "set",
            Headline.parse("Set one of many settings of this system to {what}"),
            Optional.empty(),
            List.of(field),
            Optional.empty(),
            Optional.empty());

    assertThat(operation.read(bytes("{\"a\":\"x\"}")).deed())
        .isEqualTo("Set one of many settings of this system to (see below)")
        .hasSizeLessThanOrEqualTo(Headline.MOST);
  }

  @Test
  void whatIsAbsentReadsAsTheCatalogueSays() {
    var field =
        new Field(
            "amount", "amount", "/body/json/a", new Text(), Optional.of("the whole charge"), false);

    assertThat(field.in(NOTHING)).contains(new Meaning.Words("the whole charge"));
  }

  @Test
  void aReadingIsTheSameOnceItWasStored() {
    var reading =
        new Reading(
            "refund",
            "Refund EUR 42.50",
            Optional.of("charge_1"),
            List.of(
                new Line("amount", new Meaning.Words("EUR 42.50"), true),
                new Line("charge", new Meaning.Supplied("charge_1"), false),
                new Line("reason", new Meaning.Unclear("x"), false)),
            Optional.of(true),
            Optional.of("charge it again"));

    assertThat(Reading.fromJson(reading.toJson())).isEqualTo(reading);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " x",
        "x ",
        "*x*",
        "a_b",
        "x`y",
        "<x>",
        "[x](y)",
        "x~y",
        "x|y",
        "a:b",
        "x\ny",
        "x\u202Ey",
        "https://x",
        "x&y",
        "#x",
        "x\u200By"
      })
  void wordsOfACatalogueHoldNothingThatAChatReads(String text) {
    assertThat(PlainWords.are(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Refund", "Größe setzen", "60 Tage (netto)", "返金", "Net 60, 2%"})
  void wordsOfACatalogueMayBeOfAnyLanguage(String text) {
    assertThat(PlainWords.are(text)).isTrue();
  }
}
