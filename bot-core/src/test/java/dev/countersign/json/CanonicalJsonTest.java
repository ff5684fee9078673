package dev.countersign.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          0                        | 0
          -0                       | 0
          -0.0                     | 0
          0e30                     | 0
          1.0                      | 1
          1e0                      | 1
          10E-1                    | 1
          1e6                      | 1000000
          1.5e15                   | 1500000000000000
          9007199254740991         | 9007199254740991
          -9007199254740991        | -9007199254740991
          9.007199254740991e15     | 9007199254740991
          0.5                      | 0.5
          5e-1                     | 0.5
          0.10                     | 0.1
          -12.50                   | -12.5
          1234567.891              | 1234567.891
          0.000001                 | 0.000001
          0.0000001                | 1e-7
          0.000000123              | 1.23e-7
          -1e-30                   | -1e-30
          0.30000000000000004      | 0.30000000000000004
          3.141592653589793        | 3.141592653589793
          """)
  void everyAcceptedNumberHasOneSpelling(String token, String canonical) {
    assertThat(canonical(token)).isEqualTo(canonical);
    assertThat(new JsonNumber(token)).isEqualTo(new JsonNumber(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740992",
        "-9007199254740992",
        "99999999999999999999",
        "9007199254740992.0",
        "1e21",
        "1e31",
        "1e-31",
        "0e31",
        "1e99999999999999999999",
        "0.1000000000000000055511151231257827",
        "3.14159265358979323846",
        "0.30000000000000001",
        "1.00000000000000000000000000000000000000000",
      })
  void aNumberOutsideTheProfileIsRefused(String token) {
    assertRefused(token, JsonRefusal.BAD_NUMBER);
    assertThatThrownBy(() -> new JsonNumber(token)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{1:1}",
        "[1 2]",
        "[1}",
        "{\"a\":1]",
        "]",
        "}",
        ",",
        ":",
        "1 2",
        "[]]",
        "{}{}",
        "tru",
        "truex",
        "True",
        "nul",
        "NaN",
        "Infinity",
        "'a'",
        "\"a",
        "\"a\\\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12\"",
        "\"\\",
        "\"\t\"",
        "\"\n\"",
        "01",
        "-01",
        "-",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "1.e1",
        "--1",
        "1.5.5",
        "1e5e5",
        "0x10",
        "1/2",
        "/**/1",
        "[1]//",
        "\f1",
        "\u00a01",
      })
  void whatIsNotJsonIsRefused(String text) {
    assertRefused(text, JsonRefusal.MALFORMED_JSON);
  }

  @Test
  void namesAreSortedByUtf16CodeUnitsAtEveryLevel() {
    assertThat(canonical("{\"b\":1,\"a\":{\"z\":1,\"\":2,\"Z\":3},\"aa\":[]}"))
        .isEqualTo("{\"a\":{\"\":2,\"Z\":3,\"z\":1},\"aa\":[],\"b\":1}");
    // U+1F600 is greater than U+FF61 as a code point, but its first code unit, U+D83D, is smaller.
    assertThat(canonical("{\"\uff61\":1,\"\ud83d\ude00\":2}"))
        .isEqualTo("{\"\ud83d\ude00\":2,\"\uff61\":1}");
  }

  @Test
  void stringsAreEscapedAsLittleAsPossible() {
    assertThat(canonical("\"\\u0008\\u0009\\u000A\\u000c\\u000d\\u001f\\u0022\\u005c\\/\\u007f\""))
        .isEqualTo("\"\\b\\t\\n\\f\\r\\u001f\\\"\\\\/\u007f\"");
    assertThat(canonical("\"\\u20AC\\ud83d\\ude00\\u2028é\""))
        .isEqualTo("\"€\ud83d\ude00\u2028é\"");
  }

  @Test
  void textIsNeverNormalised() {
    assertThat(canonical("\"e\u0301\"")).isNotEqualTo(canonical("\"\u00e9\""));
  }

  @Test
  void whitespaceIsOnlyThatOfJson() {
    assertThat(canonical(" \t\r\n{ \"a\" : [ 1 , true , null ] } \n"))
        .isEqualTo("{\"a\":[1,true,null]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"x\":[{\"k\":1,\"b\":2,\"k\":3}]}",
        "{\"\":1,\"\":2}",
        "{\"\ud83d\ude00\":1,\"\\ud83d\\ude00\":2}",
      })
  void aNameTwiceInOneObjectIsRefused(String text) {
    assertRefused(text, JsonRefusal.DUPLICATE_NAME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\ud800\\n\"",
        "\"\\ud800x\"",
        "\"\\ud800\\ud800\"",
        "{\"\\udfff\":1}",
      })
  void halfOfASurrogatePairIsRefused(String text) {
    assertRefused(text, JsonRefusal.LONE_SURROGATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\u0000\"",
        "{\"\\u0000\":1}",
        "\"\\ufffe\"",
        "\"\\uFFFF\"",
        "\"\\ufdd0\"",
        "\"\ufdef\"",
        "\"\\ud83f\\udffe\"",
        "\"\udbff\udfff\"",
      })
  void nulAndNoncharactersAreRefused(String text) {
    assertRefused(text, JsonRefusal.FORBIDDEN_CHARACTER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0af",
        "c1bf",
        "c2",
        "c241",
        "e08080",
        "e09fbf",
        "eda080",
        "edbfbf",
        "e282",
        "e28241",
        "f0808080",
        "f08fbfbf",
        "f4908080",
        "f5808080",
        "f09f98",
        "f09f9841",
        "fe",
        "ff",
        "f8888080",
        "e2",
      })
  void malformedUtf8IsRefusedAndNeverReplaced(String hex) {
    byte[] bytes = HexFormat.of().parseHex("22" + hex + "22");
    assertThat(refusal(bytes).refusal()).isEqualTo(JsonRefusal.NOT_UTF8);
  }

  @Test
  void aByteOrderMarkIsRefused() {
    assertRefused("\ufeff{}", JsonRefusal.BYTE_ORDER_MARK);
    assertThat(canonical("\"\ufeff\"")).isEqualTo("\"\ufeff\"");
  }

  @Test
  void thirtyTwoLevelsAreAcceptedAndOneMoreIsRefused() {
    assertThat(canonical(nested(32))).isEqualTo(nested(32));
    assertRefused(nested(33), JsonRefusal.TOO_DEEP);
    assertRefused("{\"a\":".repeat(33) + "1" + "}".repeat(33), JsonRefusal.TOO_DEEP);
    assertRefused("[".repeat(200_000), JsonRefusal.TOO_DEEP);
  }

  @Test
  void twoThousandMembersAreAcceptedAndOneMoreIsRefused() {
    assertThat(((JsonObject) parse(members(2_000))).members()).hasSize(2_000);
    assertRefused(members(2_001), JsonRefusal.TOO_MANY_MEMBERS);
    assertRefused("[" + members(1_500) + "," + members(501) + "]", JsonRefusal.TOO_MANY_MEMBERS);
  }

  @Test
  void theSizeLimitIsInclusive() {
    byte[] three = "123".getBytes(UTF_8);
    assertThat(CanonicalJson.parse(three, 3)).isEqualTo(Json.of(123));
    var refused =
        catchThrowableOfType(JsonRefusedException.class, () -> CanonicalJson.parse(three, 2));
    assertThat(refused.refusal()).isEqualTo(JsonRefusal.TOO_LARGE);
    assertThat(refusal(new byte[CanonicalJson.MAX_BYTES + 1]).code()).isEqualTo("too_large");
  }

  @Test
  void aRefusalNamesThePlaceAndNeverTheContent() {
    var refused = refusal("{\"secret\":1, \"secret\":2}".getBytes(UTF_8));
    assertThat(refused.offset()).isEqualTo(13);
    assertThat(refused.code()).isEqualTo("duplicate_name");
    assertThat(refused).hasMessage("an object has the same member name twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":{"b":[1,{"c/d~e":9007199254740993}]}} | /a/b/1/c~1d~0e | 22 | bad_number
          {"a":1,"b":1e400}                          | /b             | 11 | bad_number
          [1,2,0.1234567890123456789]                | /2             | 5  | bad_number
          9007199254740992                           | ''             | 0  | bad_number
          {"ü":1e40}                                 | /ü             | 6  | bad_number
          {"a":1,"a":2}                              | /a             | 7  | duplicate_name
          {"a":[true,fals]}                          | /a/1           | 15 | malformed_json
          {"a":{}x                                   | /a             | 7  | malformed_json
          """)
  void aRefusalNamesTheValueThatWasBeingRead(String text, String pointer, int offset, String code) {
    var refused = refusal(text.getBytes(UTF_8));
    assertThat(refused.pointer()).isEqualTo(pointer);
    assertThat(refused.offset()).isEqualTo(offset);
    assertThat(refused.code()).isEqualTo(code);
  }

  @Test
  void aVeryLongNameIsNotRepeated() {
    var refused = refusal(("{\"a\":{\"" + "n".repeat(201) + "\":[1e99]}}").getBytes(UTF_8));
    assertThat(refused.pointer()).isEqualTo("/a");
  }

  @Test
  void valuesOfOurOwnMakingAreWrittenCanonically() {
    var object =
        JsonObject.builder()
            .put("b", true)
            .put("a", new JsonArray(List.of(Json.of(-7), JsonNull.NULL, new JsonNumber("2.50"))))
            .put("left out", (String) null)
            .build();
    assertThat(CanonicalJson.text(object)).isEqualTo("{\"a\":[-7,null,2.5],\"b\":true}");
  }

  @Test
  void theWriterRefusesWhatTheParserWouldRefuse() {
    assertUnwritable(Json.of("\ud800"), JsonRefusal.LONE_SURROGATE);
    assertUnwritable(Json.of("\udc00\ud800"), JsonRefusal.LONE_SURROGATE);
    assertUnwritable(new JsonObject(Map.of("\udfff", JsonNull.NULL)), JsonRefusal.LONE_SURROGATE);
    assertUnwritable(Json.of("\u0000"), JsonRefusal.FORBIDDEN_CHARACTER);
    assertUnwritable(Json.of("\uffff"), JsonRefusal.FORBIDDEN_CHARACTER);
    Json deep = JsonNull.NULL;
    for (int i = 0; i < 33; i++) {
      deep = new JsonArray(List.of(deep));
    }
    assertUnwritable(deep, JsonRefusal.TOO_DEEP);
  }

  private static void assertUnwritable(Json value, JsonRefusal expected) {
    var refused =
        catchThrowableOfType(JsonRefusedException.class, () -> CanonicalJson.bytes(value));
    assertThat(refused.refusal()).isEqualTo(expected);
  }

  private static void assertRefused(String text, JsonRefusal expected) {
    assertThat(refusal(text.getBytes(UTF_8)).refusal()).isEqualTo(expected);
  }

  private static JsonRefusedException refusal(byte[] bytes) {
    return catchThrowableOfType(JsonRefusedException.class, () -> CanonicalJson.parse(bytes));
  }

  private static Json parse(String text) {
    return CanonicalJson.parse(text.getBytes(UTF_8));
  }

  private static String canonical(String text) {
    return CanonicalJson.text(parse(text));
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  private static String members(int count) {
    var text = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":").append(i);
    }
    return text.append('}').toString();
  }
}
