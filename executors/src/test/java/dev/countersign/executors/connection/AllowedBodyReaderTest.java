package dev.countersign.executors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ReferencePage;
import dev.countersign.executors.Calls;
import dev.countersign.executors.connection.ConnectionsDifference.Change;
import dev.countersign.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedBodyReaderTest {
  private static final ReferencePage PAGE =
      ReferencePage.read("connections.md").section("Keys of bodies");

  static final Set<String> KEYS = Set.of("as", "type", "fields", "others", "of", "least", "most");
  static final Set<String> FIELD = Set.of("type", "required", "nullable");

  private static final String REFUND =
      """
      {"fields":{"charge":{"required":true,"longest":9},
       "lines":{"type":"list","least":1,"most":9,"of":{"type":"number"}},
       "metadata":{"type":"object","others":true,"fields":{"case":{}}}}}
      """;

  private static ConnectionsResult read(String body) {
    return readAll("{\"method\":\"POST\",\"path\":\"/v1/refunds\"%s}".formatted(member(body)));
  }

  private static String member(String body) {
    return body.isEmpty() ? "" : ",\"body\":" + body;
  }

  private static ConnectionsResult readAll(String calls) {
    return ConnectionsReader.read(
        (JsonObject)
            Calls.json(
                "{\"a\":{\"kind\":\"http\",\"base_url\":\"https://a.example\",\"allow\":["
                    + calls
                    + "]}}"));
  }

  private static Connections connections(ConnectionsResult result) {
    if (result instanceof ConnectionsResult.Read read) {
      return read.connections();
    }
    throw new AssertionError(result);
  }

  @Test
  void thePageNamesEveryKeyAndNoOther() {
    PAGE.assertKeys(
        Map.of("body", KEYS, "field", FIELD),
        Map.of("body", "*.allow[].body.", "field", "*.allow[].body.fields.*."));
    assertThat(PAGE.row("*.allow[].body.fields").words(3))
        .contains(Integer.toString(AllowedBodyReader.MAX_FIELDS));
    assertThat(PAGE.row("*.allow[].body.most").words(3))
        .contains(Integer.toString(BodyRule.Items.MAX_ITEMS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"fields":{}}                      | {"as":"json","type":"object","others":false,"fields":{}}
          {"fields":{"a":{}}}                | {"fields":{"a":{"type":"text","required":false,"nullable":false,"longest":1000}}}
          {"type":"list","of":{}}            | {"type":"list","least":0,"most":100,"of":{"type":"text"}}
          """)
  void whatIsLeftOutHasTheDefaultOfThePage(String shorter, String whole) {
    assertThat(read(shorter)).isEqualTo(read(whole)).isInstanceOf(ConnectionsResult.Read.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "all"                                              | unknown_body  |
          7                                                  | wrong_type    |
          {}                                                 | required      | /fields
          {"as":"xml","fields":{}}                           | unknown_body  | /as
          {"type":"text"}                                    | unknown_type  | /type
          {"type":"list"}                                    | required      | /of
          {"type":"list","of":{},"fields":{}}                | unknown_key   | /fields
          {"type":"list","of":{"required":true}}             | unknown_key   | /of/required
          {"type":"list","of":{},"least":3,"most":2}         | contradiction | /least
          {"type":"list","of":{},"most":1001}                | out_of_range  | /most
          {"fields":{},"most":2}                             | unknown_key   | /most
          {"fields":{"a b":{}}}                              | bad_name      | /fields/a b
          {"fields":{"_method":{}}}                          | bad_name      | /fields/_method
          {"fields":{"a":{},"A":{}}}                         | contradiction | /fields/A
          {"fields":{"a":{"type":"any"}}}                    | unknown_type  | /fields/a/type
          {"fields":{"a":{"type":"object"}}}                 | required      | /fields/a/fields
          {"fields":{"a":{"pattern":"("}}}                   | bad_pattern   | /fields/a/pattern
          {"fields":{"a":{"type":"object","fields":{"b":{"max":1}}}}} | unknown_key | /fields/a/fields/b/max
          {"as":"form","fields":{},"others":true}            | unknown_key   | /others
          {"as":"form","fields":{"a":{"nullable":true}}}     | contradiction | /fields/a
          {"as":"form","fields":{"a":{"type":"list","of":{}}}} | contradiction | /fields/a
          {"as":"form","fields":{"a[]":{}}}                  | contradiction | /fields/a[]
          {"as":"form","fields":{"a":{"type":"object","fields":{}}}} | contradiction | /fields/a
          """)
  void aMistakeIsSaidWhereItStands(String body, String code, String place) {
    assertThat(((ConnectionsResult.Invalid) read(body)).errors())
        .singleElement()
        .satisfies(error -> {
          assertThat(error.code()).isEqualTo(code);
          assertThat(error.pointer()).isEqualTo("/a/allow/0/body" + (place == null ? "" : place));
        });
  }

  @Test
  void ofAGetNoBodyIsSaid() {
    assertThat(
            ((ConnectionsResult.Invalid)
                    readAll("{\"method\":\"GET\",\"path\":\"/v1\",\"body\":\"none\"}"))
                .errors())
        .extracting(ConnectionError::code)
        .containsExactly("contradiction");
  }

  private static List<String> told(ConnectionsResult old, ConnectionsResult now) {
    return ConnectionsDifference.between(connections(old), connections(now)).stream()
        .map(AllowedBodyReaderTest::told)
        .toList();
  }

  private static String told(Change change) {
    return (change.loosens() ? "! " : "")
        + change.text().replace("connection a, POST /v1/refunds: ", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "longest":9                | "longest":10                | ! body /charge may hold other values
          "required":true,           |                             | ! body /charge may be missing
          "case":{}                  | "case":{"required":true}    | body /metadata/case has to be there
          "others":true,             |                             | body /metadata has no others any more
          {"fields":{"charge"        | {"others":true,"fields":{"charge" | ! body / may have others
          "case":{}                  |                             | ! body /metadata/case may be anything
          "case":{}                  | "case":{},"step":{}         | ! connection a, POST /v1/refunds: body adds /metadata/step
          "lines":                   | "rows":                     | connection a, POST /v1/refunds: body drops /lines
          "most":9                   | "most":10                   | ! body /lines may hold other values
          "type":"number"            | "type":"text"               | ! body /lines/[] may hold other values
          """)
  void bodiesAreComparedFieldByField(String from, String to, String told) {
    assertThat(REFUND).contains(from);
    List<String> all = told(read(REFUND), read(REFUND.replace(from, to == null ? "" : to)));
    assertThat(all).contains(told.replace("connection a, POST /v1/refunds: ", ""));
  }

  @Test
  void whoTakesAnyBodyIsLooserThanWhoListsItsFields() {
    String note = "{\"fields\":{\"note\":{}}}";
    assertThat(told(read(REFUND), read(REFUND))).isEmpty();
    assertThat(told(read(note), read(""))).containsExactly("! body anything, was JSON of /note");
    assertThat(told(read(""), read(note))).containsExactly("body JSON of /note, was anything");
    assertThat(told(read(note), read("\"none\""))).containsExactly("body none, was JSON of /note");
    assertThat(told(read(note), read("{\"as\":\"form\",\"fields\":{\"note\":{}}}")))
        .containsExactly("! body a form of /note, was JSON of /note");
    assertThat(told(read(""), read("\"any\""))).isEmpty();
  }

  /// The entry with the fields goes, and one that takes anything has the call, too.
  @Test
  void whoTakesAStricterEntryAwayLoosens() {
    String open = "{\"method\":\"POST\",\"path\":\"/v1/{what}\"}";
    String strict = "{\"method\":\"POST\",\"path\":\"/v1/refunds\",\"body\":" + REFUND + "}";
    assertThat(told(readAll(open + "," + strict), readAll(open)))
        .contains("! its body is what other entries of allow say");
    String other = "{\"method\":\"PUT\",\"path\":\"/v1/{what}\"}";
    assertThat(told(readAll(other + "," + strict), readAll(other)))
        .containsExactly("connection a: allow drops POST /v1/refunds");
  }
}
