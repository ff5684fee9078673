package dev.countersign.executors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.DocumentEdit;
import dev.countersign.ReferencePage;
import dev.countersign.ReferencePage.Row;
import dev.countersign.executors.Calls;
import dev.countersign.executors.connection.ConnectionsDifference.Change;
import dev.countersign.executors.connection.RecordResource.Patch;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.RecordChange.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordResourceReaderTest {
  private static final ReferencePage PAGE =
      ReferencePage.read("connections.md").section("Keys of records of a service");

  private static final String WHOLE =
      """
      {"contacts":{"kind":"http","base_url":"https://a.example","allow":[],"records":{"contact":{
        "path":"/v1/contacts/{id}","key":{"at":"/id","type":"text","pattern":"c_[0-9]+","longest":9},
        "allow":["update","delete"],"patch":"json_patch","version":"/meta/revision",
        "create":"/v1/contacts","archive":{"by":"change","at":"/state","value":"gone","otherwise":"here"},
        "verify":true,"dry_run":true,"fields":{
          "email":{"at":"/profile/email","type":"text","nullable":true,"longest":99},
          "limit":{"type":"number","least":0,"most":9}}}}}}
      """;

  private static final String LEAST =
      """
      {"contacts":{"kind":"http","base_url":"https://a.example","allow":[],"records":{"contact":{
        "path":"/v1/contacts/{id}","key":{"at":"/id"},"allow":["update"],"fields":{"email":{}}}}}}
      """;

  static final Set<String> KEYS =
      Set.of(
          "path", "key", "allow", "fields", "patch", "version", "create", "archive", "verify",
          "dry_run");

  static final Set<String> ARCHIVE = Set.of("by", "at", "value", "otherwise");

  private static ConnectionsResult read(String json) {
    return ConnectionsReader.read((JsonObject) Calls.json(json));
  }

  private static RecordResource contact(String json) {
    if (!(read(json) instanceof ConnectionsResult.Read read)) {
      throw new AssertionError(read(json));
    }
    HttpConnection http = (HttpConnection) read.connections().find("contacts").orElseThrow();
    return http.records().values().iterator().next();
  }

  static List<Row> keys() {
    return PAGE.rows();
  }

  @Test
  void everyKeyIsRead() {
    RecordResource contact = contact(WHOLE);
    assertThat(contact.path()).hasToString("/v1/contacts/{id}");
    assertThat(contact.key().at()).isEqualTo("/id");
    assertThat(contact.allow()).containsExactlyInAnyOrder(Operation.UPDATE, Operation.DELETE);
    assertThat(contact.patch()).isEqualTo(Patch.JSON_PATCH);
    assertThat(contact.version()).contains("/meta/revision");
    assertThat(contact.create().map(PathTemplate::toString)).contains("/v1/contacts");
    assertThat(contact.archive())
        .contains(new Archiving.ByMember("/state", Json.of("gone"), Json.of("here")));
    assertThat(contact.verifies()).isTrue();
    assertThat(contact.rehearses()).isTrue();
    assertThat(contact.field("/email").orElseThrow().at()).isEqualTo("/profile/email");
    assertThat(contact.field("/limit").orElseThrow().at()).isEqualTo("/limit");
    assertThat(contact(LEAST).patch()).isEqualTo(Patch.MERGE_PATCH);
  }

  @Test
  void thePageNamesEveryKeyAndNoOther() {
    PAGE.assertKeys(
        Map.of("record", KEYS, "key", Set.of("at"), "field", Set.of("at"), "archive", ARCHIVE),
        Map.of(
            "record",
            "*.records.*.",
            "key",
            "*.records.*.key.",
            "field",
            "*.records.*.fields.*.",
            "archive",
            "*.records.*.archive."));
    String unknown = read(WHOLE.replace("\"path\"", "\"zzz\":1,\"path\"")).toString();
    KEYS.forEach(key -> assertThat(unknown).contains(key));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aKeyThatIsLeftOutHasTheDefaultOfThePage(Row row) {
    JsonObject whole = (JsonObject) Calls.json(WHOLE);
    String key = row.words(0).getFirst();
    ConnectionsResult without =
        ConnectionsReader.read(DocumentEdit.of(whole, key, Optional.empty()));
    if (row.cell(2).equals("required")) {
      assertThat(without.toString()).contains("code=required");
    } else {
      assertThat(without).isInstanceOf(ConnectionsResult.Read.class);
    }
    if (row.cell(2).startsWith("`") && !key.endsWith(".at")) { // of which each field has its own
      String word = row.words(2).getFirst();
      Json written =
          word.matches("true|false")
              ? CanonicalJson.parse(word.getBytes(StandardCharsets.UTF_8))
              : Json.of(word);
      assertThat(without)
          .isEqualTo(ConnectionsReader.read(DocumentEdit.of(whole, key, Optional.of(written))));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "/v1/contacts/{id}" | "/v1/contacts"           | bad_path
          "/v1/contacts/{id}" | "/v1/{a}/{b}"            | bad_path
          "/v1/contacts/{id}" | "/v1/../{id}"            | bad_path
          "/v1/contacts/{id}" | "https://b.example/{id}" | bad_path
          "/v1/contacts/{id}" | "/v1/contacts/{id}?x=1"  | bad_path
          {"at":"/id"}        | {}                       | required
          {"at":"/id"}        | {"at":"/id","type":"date"} | unknown_type
          {"at":"/id"}        | {"at":"/id","nullable":true} | unknown_key
          {"at":"/id"}        | {"at":"id"}              | bad_place
          {"at":"/id"}        | {"at":"/data/0/id"}      | bad_place
          {"at":"/id"}        | {"at":"/data/-"}         | bad_place
          {"at":"/id"}        | {"at":"/a~2"}            | bad_place
          {"at":"/id"}        | {"at":"/a//b"}           | bad_place
          {"at":"/id"}        | {"at":"/a/"}             | bad_place
          ["update"]          | ["upsert"]               | unknown_operation
          ["update"]          | ["create"]               | required
          ["update"]          | ["archive"]              | required
          ["update"]          | ["restore"]              | required
          ["update"]          | ["archive"],"archive":{} | required
          ["update"]          | ["archive"],"archive":{"at":"/id"} | contradiction
          ["update"]          | ["archive"],"archive":{"at":"/email/x"} | contradiction
          ["update"]          | ["archive"],"archive":{"at":"/items/0"} | bad_place
          ["update"]          | ["archive"],"archive":{"at":"/a","value":7} | wrong_type
          ["update"]          | ["archive"],"archive":{"at":"/a","value":null} | wrong_type
          ["update"]          | ["archive"],"archive":{"at":"/a","otherwise":{}} | wrong_type
          ["update"]          | ["archive"],"archive":{"at":"/a","otherwise":true} | contradiction
          ["update"]          | ["archive"],"archive":{"by":"post"} | unknown_way
          ["update"]          | ["archive"],"archive":{"by":"delete","at":"/a"} | contradiction
          ["update"]          | ["archive","restore"],"archive":{"by":"delete"} | contradiction
          ["update"]          | ["archive","delete"],"archive":{"by":"delete"} | contradiction
          ["update"]          | ["archive"],"archive":{"at":"/a","when":"now"} | unknown_key
          ["update"]          | ["create"],"create":"/v1/{id}" | bad_path
          ["update"]          | ["create"],"create":"v1" | bad_path
          ["update"]          | ["create"],"create":"/v1/../x" | bad_path
          {"email":{}}        | {"id":{}}                | contradiction
          {"email":{}}        | {"a":{"at":"/id/x"}}     | contradiction
          {"email":{}}        | {"a":{"at":"/p"},"b":{"at":"/p/q"}} | contradiction
          {"email":{}}        | {"a":{"at":"/p"},"b":{"at":"/p"}} | contradiction
          {"email":{}}        | {"a/b":{}}               | bad_name
          {"email":{}}        | {"a":{"column":"b"}}     | unknown_key
          """)
  void whatCouldMeanMoreThanOneThingIsRefused(String old, String now, String code) {
    assertThat(read(LEAST.replace(old, now)).toString()).contains("code=" + code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"patch\":\"xml\"", "\"version\":\"/id\"", "\"verify\":\"yes\""})
  void soIsWhatNoServiceTakes(String more) {
    assertThat(read(LEAST.replace("\"path\"", more + ",\"path\"")))
        .isInstanceOf(ConnectionsResult.Invalid.class);
  }

  @Test
  void whatOpensMoreIsToldAsLooser() {
    String other =
        LEAST
            .replace("[\"update\"]", "[\"update\",\"delete\"]")
            .replace("{\"email\":{}}", "{\"email\":{\"at\":\"/mail\"},\"vip\":{}}")
            .replace("/v1/contacts", "/v2/contacts");
    assertThat(difference(LEAST, other))
        .contains(
            new Change(
                "connection contacts, record contact: path /v2/contacts/{id}, was"
                    + " /v1/contacts/{id}",
                true),
            new Change("connection contacts, record contact: allow adds delete", true),
            new Change("connection contacts, record contact: fields adds vip", true),
            new Change(
                "connection contacts, record contact: field email is at /mail, was /email", true));
    assertThat(difference(WHOLE, LEAST))
        .contains(
            new Change("connection contacts, record contact: there are other keys", true),
            new Change("connection contacts, record contact: it is archived otherwise", true),
            new Change("connection contacts, record contact: verify false, was true", true),
            new Change("connection contacts, record contact: dry_run false, was true", false),
            new Change(
                "connection contacts, record contact: field email is at /email, was /profile/email",
                true),
            new Change("connection contacts, record contact: fields drops limit", false));
    assertThat(difference(WHOLE, WHOLE)).isEmpty();
  }

  private static List<Change> difference(String old, String now) {
    return ConnectionsDifference.between(
        ((ConnectionsResult.Read) read(old)).connections(),
        ((ConnectionsResult.Read) read(now)).connections());
  }

  @Test
  void aPageTellsWhichRecordsThereAre() {
    HttpConnection http =
        (HttpConnection)
            ((ConnectionsResult.Read) read(WHOLE)).connections().find("contacts").orElseThrow();
    assertThat(ConnectionFacts.of(http))
        .contains(new ConnectionFacts.Fact("Records", "contact (delete, update of 2 fields)"));
  }

  @ParameterizedTest
  @CsvSource({
    "7, true",
    "07, false",
    "7.0, false",
    "+7, false",
    "-7, true",
    "7e1, false",
    "x, false",
    "' 7', false",
    "'', false"
  })
  void aKeyThatIsANumberHasOneSpelling(String id, boolean taken) {
    RecordResource numbered =
        contact(LEAST.replace("{\"at\":\"/id\"}", "{\"at\":\"/id\",\"type\":\"number\"}"));
    BaseUrl base = BaseUrl.parse("https://a.example").orElseThrow();
    assertThat(numbered.url(base, id).isPresent()).isEqualTo(taken);
    assertThat(numbered.isKey(Calls.json("7"), "7")).isTrue();
    assertThat(numbered.isKey(Calls.json("\"7\""), "7")).isFalse();
  }
}
