package dev.countersign.executors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ReferencePage;
import dev.countersign.catalogue.PlainWords;
import dev.countersign.catalogue.Reading;
import dev.countersign.executors.Calls;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.proposal.ToolCall;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a catalogue may say, what comes of it for a frozen action, and that the page says the same.
class CatalogueReaderTest {
  private static final String REFUND =
      """
      {"billing":{"kind":"advisory","operations":{"refund":{
        "of":{"method":"POST","path":"/v1/refunds"},
        "headline":"Refund {amount}","object":"charge",
        "fields":{
          "amount":{"at":"/body/json/amount","reads_as":"money","currency_at":"/body/json/currency","critical":true},
          "charge":{"at":"/body/json/charge"},
          "reason":{"at":"/body/json/reason","label":"why","reads_as":"words",
            "words":{"damaged":"Arrived damaged"},"absent":"no reason"}},
        "reversible":true,"undo":"charge it again"}}}}
      """;

  static final Set<String> ENTRY =
      Set.of("of", "headline", "object", "fields", "reversible", "undo");
  static final Set<String> FIELD =
      Set.of(
          "at",
          "label",
          "reads_as",
          "currency",
          "currency_at",
          "unit",
          "words",
          "absent",
          "critical");

  private static ConnectionsResult read(String json) {
    return ConnectionsReader.read((JsonObject) Calls.json(json));
  }

  private static Optional<Reading> reading(String json, Action action) {
    return ((ConnectionsResult.Read) read(json)).connections().reading(action);
  }

  private static List<String> problems(String json) {
    return read(json) instanceof ConnectionsResult.Invalid(var errors)
        ? errors.stream().map(error -> error.pointer() + " " + error.code()).toList()
        : List.of();
  }

  @Test
  void aRefundReadsAsItsAmountAndItsCharge() {
    Reading reading = reading(REFUND, SampleProposals.refund().action()).orElseThrow();

    assertThat(reading.deed()).isEqualTo("Refund EUR 89.50");
    assertThat(reading.object()).contains("charge_7301");
    assertThat(reading.lines())
        .containsExactly(
            new Reading.Line("amount", new Reading.Meaning.Words("EUR 89.50"), true),
            new Reading.Line("charge", new Reading.Meaning.Supplied("charge_7301"), false),
            new Reading.Line("why", new Reading.Meaning.Words("Arrived damaged"), false));
    assertThat(reading.reversible()).contains(true);
    assertThat(reading.undo()).contains("charge it again");
  }

  @Test
  void anActionOfAnotherPathMethodOrConnectionHasNoReading() {
    Action refund = SampleProposals.refund().action();

    assertThat(reading(REFUND.replace("/v1/refunds", "/v1/refund"), refund)).isEmpty();
    assertThat(reading(REFUND.replace("POST", "PUT"), refund)).isEmpty();
    assertThat(reading(REFUND.replace("\"billing\"", "\"other\""), refund)).isEmpty();
    assertThat(reading(REFUND, SampleProposals.billingTerms().action())).isEmpty();
  }

  @Test
  void theFirstEntryThatIsAboutAnActionTellsHowItReads() {
    String two =
        REFUND.replace(
            "{\"refund\":",
            "{\"first\":{\"of\":{\"method\":\"POST\",\"path\":\"/v1/{what}\"},\"headline\":\"Post"
                + " it\",\"object\":\"what\",\"fields\":{\"what\":{\"at\":\"/path/what\"}}},\"refund\":");

    Reading reading = reading(two, SampleProposals.refund().action()).orElseThrow();

    assertThat(reading.operation()).isEqualTo("first");
    assertThat(reading.object()).as("an open segment of the path").contains("refunds");
  }

  @Test
  void aChangeOfMoreFieldsThanAnEntryNamesIsNotAboutIt() {
    String terms =
        """
        {"crm":{"kind":"advisory","operations":{"terms":{
          "of":{"record_type":"account","operation":"update","fields":[%s]},
          "headline":"Set billing terms to {terms}",
          "fields":{"terms":{"at":"/billing_terms","reads_as":"words","words":{"NET60":"Net 60"}}}}}}}
        """;
    Action change = SampleProposals.billingTerms().action();
    String fields =
        ((RecordChange) change.changes())
            .fields().stream()
                .map(field -> "\"" + field.path() + "\"")
                .collect(Collectors.joining(","));

    assertThat(reading(terms.formatted(fields), change).map(Reading::deed))
        .contains("Set billing terms to Net 60");
    assertThat(reading(terms.formatted("\"/other\""), change)).isEmpty();
  }

  @Test
  void aToolIsKnownByItsServerAndItsName() {
    String merge =
        """
        {"%s":{"kind":"advisory","operations":{"merge":{
          "of":{"server":"%s","tool":"%s"},"headline":"Merge a change"}}}}
        """;
    Action action = SampleProposals.merge().action();
    var call = (ToolCall) action.changes();

    assertThat(
            reading(merge.formatted(action.targetSystem(), call.server(), call.tool()), action)
                .map(Reading::deed))
        .contains("Merge a change");
    assertThat(reading(merge.formatted(action.targetSystem(), "x", call.tool()), action)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "refund":{                              | "Refund":{                        | /Refund bad_name
          "charge":{"at"                          | "Charge!":{"at"                   | /refund/fields/Charge! bad_name
          "Refund {amount}"                       | "{amount} refunded"               | /refund/headline bad_headline
          "Refund {amount}"                       | "*Refund* {amount}"               | /refund/headline bad_headline
          "Refund {amount}"                       | "Refund <!channel>"               | /refund/headline bad_headline
          "Refund {amount}"                       | "Refund {sum}"                    | /refund/headline unknown_field
          "Refund {amount}"                       | "Refund {charge}"                 | /refund/headline unknown_field
          "object":"charge"                       | "object":"customer"               | /refund/object unknown_field
          "/body/json/charge"                     | "body.charge"                     | /refund/fields/charge/at bad_place
          "reads_as":"money"                      | "reads_as":"cents"                | /refund/fields/amount/reads_as unknown_reading
          "currency_at":"/body/json/currency"     | "currency":"XXL"                  | /refund/fields/amount/currency unknown_currency
          "currency_at":"/body/json/currency"     | "currency":"XAU"                  | /refund/fields/amount/currency unknown_currency
          "currency_at":"/body/json/currency"     | "unit":"minor"                    | /refund/fields/amount/currency contradiction
          "critical":true                         | "unit":"cents"                    | /refund/fields/amount/unit unknown_unit
          "Arrived damaged"                       | "[Arrived](x)"                    | /refund/fields/reason/words/damaged bad_words
          "label":"why"                           | "label":"`why`"                   | /refund/fields/reason/label bad_words
          "absent":"no reason"                    | "absent":""                       | /refund/fields/reason/absent bad_words
          "reversible":true                       | "reversible":false                | /refund/undo contradiction
          "undo":"charge it again"                | "undone":"x"                      | /refund/undone unknown_key
          "method":"POST"                         | "method":"SEND"                   | /refund/of/method unknown_method
          "path":"/v1/refunds"                    | "path":"refunds"                  | /refund/of/path bad_path
          "method":"POST","path":"/v1/refunds"    | "tool":"x"                        | /refund/of/server required
          "method":"POST","path":"/v1/refunds"    | "record_type":"x","operation":"upsert","fields":[] | /refund/of/operation unknown_operation
          """)
  void whatACatalogueMayNotSayIsTold(String written, String instead, String problem) {
    assertThat(REFUND).contains(written);
    assertThat(problems(REFUND.replace(written, instead)))
        .contains("/billing/operations" + problem);
  }

  @Test
  void everyMistakeIsToldAtOnce() {
    String two =
        REFUND.replace("Refund {amount}", "*").replace("\"reads_as\":\"money\"", "\"reads_as\":1");
    assertThat(problems(two)).hasSizeGreaterThan(1);
  }

  @Test
  void anotherReadingIsADifferenceThatMayLetMorePass() {
    Connections before = ((ConnectionsResult.Read) read(REFUND)).connections();
    Connections after =
        ((ConnectionsResult.Read) read(REFUND.replace("Refund {", "Return {"))).connections();
    Connections none =
        ((ConnectionsResult.Read) read("{\"billing\":{\"kind\":\"advisory\"}}")).connections();

    assertThat(ConnectionsDifference.between(before, after))
        .containsExactly(
            new ConnectionsDifference.Change(
                "connection billing: operations: refund reads otherwise", true));
    assertThat(ConnectionsDifference.between(none, before))
        .containsExactly(
            new ConnectionsDifference.Change("connection billing: operations adds refund", true));
    assertThat(ConnectionsDifference.between(before, before)).isEmpty();
  }

  @Test
  void thePageNamesEveryKeyOfACatalogueWithItsLimits() {
    ReferencePage page = ReferencePage.read("connections.md").section("Operations");

    assertThat(page.named())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    Stream.of("operations.*"),
                    ENTRY.stream().map(key -> "operations.*." + key),
                    FIELD.stream().map(key -> "fields.*." + key))
                .flatMap(each -> each)
                .toList());
    assertThat(page.row("operations.*").words(1))
        .contains(Integer.toString(CatalogueReader.MOST_OPERATIONS));
    assertThat(page.row("operations.*.fields").words(1))
        .contains(Integer.toString(CatalogueReader.MOST_FIELDS));
    assertThat(page.row("fields.*.words").words(1))
        .contains(Integer.toString(CatalogueReader.MOST_WORDS));
    assertThat(page.text()).contains("`" + PlainWords.MOST + "`");
  }
}
