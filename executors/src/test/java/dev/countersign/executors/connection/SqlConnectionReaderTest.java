package dev.countersign.executors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.countersign.DocumentEdit;
import dev.countersign.ReferencePage;
import dev.countersign.ReferencePage.Row;
import dev.countersign.executors.Calls;
import dev.countersign.executors.connection.ConnectionsDifference.Change;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.RecordChange.Operation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlConnectionReaderTest {
  private static final ReferencePage PAGE =
      ReferencePage.read("connections.md").section("Keys of databases");

  private static final String WHOLE =
      """
      {"crm":{"kind":"sql","engine":"postgresql","host":"db.example.com","tls":"verify","port":6432,"database":"crm",
        "user":"gate","credential":"env:CRM","allow_private_addresses":false,
        "ca":"/etc/ca.pem","environment":"production",
        "records":{"account":{"table":"sales.account","key":"id","allow":["update","archive"],
          "version":"lock_version","raise_version":true,"archive":"archived_at",
          "fields":{
            "status":{"enum":["active","paused"],"nullable":true},
            "terms":{"column":"billing_terms","type":"text","pattern":"NET[0-9]{2}","longest":5},
            "credit":{"type":"number","least":0,"most":99.5,"digits":2}}}},
        "verify":true,"dry_run":true,"limits":{"rate":"20/h","timeout":"9s","body":"32KiB"}}}
      """;

  private static final String LEAST =
      """
      {"crm":{"kind":"sql","host":"db.example.com","database":"crm","user":"gate",
        "records":{"account":{"table":"account","key":"id","allow":["update"],
          "fields":{"status":{}}}}}}
      """;

  static final Map<String, Set<String>> KEYS =
      Map.of(
          "*.",
          Set.of(
              "kind",
              "engine",
              "file",
              "host",
              "port",
              "tls",
              "database",
              "user",
              "credential",
              "records",
              "verify",
              "dry_run",
              "allow_private_addresses",
              "ca",
              "environment",
              "limits",
              "operations"),
          "*.records.*.",
          Set.of("table", "key", "allow", "fields", "version", "raise_version", "archive"),
          "*.records.*.fields.*.",
          Set.of(
              "column",
              "type",
              "nullable",
              "enum",
              "pattern",
              "longest",
              "least",
              "most",
              "digits"));

  private static ConnectionsResult read(String json) {
    return ConnectionsReader.read((JsonObject) Calls.json(json));
  }

  private static Connections connections(String json) {
    return ((ConnectionsResult.Read) read(json)).connections();
  }

  private static SqlConnection crm(String json) {
    return (SqlConnection) connections(json).find("crm").orElseThrow();
  }

  @Test
  void everyKeyIsRead() {
    assertThat(crm(WHOLE))
        .isEqualTo(
            new SqlConnection(
                "crm",
                new SqlDatabase.Server(
                    SqlDatabase.Engine.POSTGRESQL, "db.example.com", 6432, "crm", true),
                "gate",
                CredentialReference.parse("env:CRM"),
                Map.of(
                    "account",
                    new RecordTable(
                        new RecordTable.Name("sales", "account"),
                        "id",
                        Map.of(
                            "status",
                            new FieldRule(
                                "status",
                                new ValueRule.Text(
                                    Set.of("active", "paused"), Optional.empty(), 1000),
                                true),
                            "terms",
                            new FieldRule(
                                "billing_terms",
                                new ValueRule.Text(
                                    Set.of(), Optional.of(Pattern.compile("NET[0-9]{2}")), 5),
                                false),
                            "credit",
                            new FieldRule(
                                "credit",
                                new ValueRule.Numeric(
                                    Optional.of(BigDecimal.ZERO),
                                    Optional.of(new BigDecimal("99.5")),
                                    2),
                                false)),
                        Set.of(Operation.UPDATE, Operation.ARCHIVE),
                        Optional.of("lock_version"),
                        true,
                        Optional.of("archived_at"))),
                true,
                true,
                new Limits(
                    Optional.of(new Rate(20, Duration.ofHours(1))),
                    OptionalInt.empty(),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(9),
                    32 * 1024,
                    64 * 1024),
                new NetworkAccess(false, Optional.of(Path.of("/etc/ca.pem")), Optional.empty())));
  }

  @Test
  void whatIsLeftOutHasCautiousDefaults() {
    SqlConnection crm = crm(LEAST);
    assertThat(crm.database())
        .isEqualTo(
            new SqlDatabase.Server(
                SqlDatabase.Engine.POSTGRESQL, "db.example.com", 5432, "crm", true));
    assertThat(crm.network()).isEqualTo(NetworkAccess.PUBLIC);
    RecordTable account = Objects.requireNonNull(crm.records().get("account"));
    assertThat(account.table()).hasToString("public.account");
    assertThat(account.archive()).isEmpty();
    assertThat(account.field("/status").orElseThrow().nullable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "db.example.com"       | "DB.example.com"            | bad_host
          "db.example.com"       | "10.0.0.1"                  | closed_address
          "tls":"verify"         | "tls":"prefer"                    | unknown_tls
          "tls":"verify"         | "tls":"none"                      | closed_address,not_encrypted
          "database":"crm"       | "database":"crm?ssl=false"  | bad_name
          "database":"crm"       | "database":""               | bad_name
          "gate"                 | "gäte"                      | bad_name
          "env:CRM"              | "secret"                    | bad_credential
          "account":{            | "Account":{                 | bad_name
          "sales.account"        | "sales.account;"            | bad_name
          "sales.account"        | "a.b.c"                     | bad_name
          "key":"id"             | "key":"id\\""               | bad_name
          ["update","archive"]   | ["update","upsert"]         | unknown_operation
          "archive":"archived_at", |                           | required
          "version":"lock_version", |                          | required
          "lock_version"         | "id"                        | contradiction
          "archived_at"          | "lock_version"              | contradiction
          ["active","paused"]    | ["active","paused"],"longest":4 | contradiction
          "billing_terms"        | "id"                        | contradiction
          "billing_terms"        | "lock_version"              | contradiction
          "billing_terms"        | "status"                    | contradiction
          "type":"text"          | "type":"varchar"            | unknown_type
          "NET[0-9]{2}"          | "NET("                      | bad_pattern
          "NET[0-9]{2}"          | "(a)\\\\1"                  | bad_pattern
          ["active","paused"]    | []                          | bad_pattern
          "longest":5            | "longest":65537             | out_of_range
          "least":0              | "least":"0"                 | wrong_type
          "least":0              | "least":100                 | contradiction
          "digits":2             | "digits":16                 | out_of_range
          "digits":2             | "enum":["1"]                | unknown_key
          "rate"                 | "answer":"1KiB","rate"      | unknown_key
          """)
  void eachMistakeHasItsCode(String from, String to, String codes) {
    assertThat(WHOLE).contains(from);
    assertThat(read(WHOLE.replace(from, to == null ? "" : to)))
        .isInstanceOfSatisfying(
            ConnectionsResult.Invalid.class,
            invalid ->
                assertThat(invalid.errors())
                    .extracting(ConnectionError::code)
                    .containsExactlyInAnyOrder(codes.split(",")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "93.184.216.34"})
  void withoutTlsOnlyThisMachineIsReached(String host) {
    String none =
        LEAST.replace("\"kind\"", "\"tls\":\"none\",\"allow_private_addresses\":true,\"kind\"");
    assertThat(read(none.replace("db.example.com", "127.0.0.1")))
        .isInstanceOf(ConnectionsResult.Read.class);
    assertThat(read(none.replace("db.example.com", host)))
        .isInstanceOf(ConnectionsResult.Invalid.class);
  }

  private static final String MARIA = LEAST.replace("\"kind\"", "\"engine\":\"mariadb\",\"kind\"");

  private static final String H2 =
      LEAST.replace(
          "\"host\":\"db.example.com\",\"database\":\"crm\"",
          "\"engine\":\"h2\",\"environment\":\"test\",\"file\":\"/srv/try-1/crm.v2\"");

  @Test
  void aMariaDbHasItsPortAndItsDatabase() {
    SqlConnection crm = crm(MARIA);
    assertThat(crm.database())
        .isEqualTo(
            new SqlDatabase.Server(
                SqlDatabase.Engine.MARIADB, "db.example.com", 3306, "crm", true));
    assertThat(Objects.requireNonNull(crm.records().get("account")).table())
        .hasToString("crm.account");
    assertThat(ConnectionsDifference.between(connections(LEAST), connections(MARIA)))
        .contains(
            new Change(
                "connection crm: server MariaDB at db.example.com:3306/crm, was"
                    + " db.example.com:5432/crm",
                true));
  }

  @Test
  void anH2IsAFile() {
    SqlConnection crm = crm(H2);
    assertThat(crm.database()).isEqualTo(new SqlDatabase.H2File(Path.of("/srv/try-1/crm.v2")));
    assertThat(Objects.requireNonNull(crm.records().get("account")).table())
        .hasToString("PUBLIC.account");
  }

  /// Whatever else a URL of H2 could say: a script to run, a server, memory, another user's folder.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/srv/crm;INIT=RUNSCRIPT FROM 'http://x/y.sql'",
        "/srv/crm;TRACE_LEVEL_SYSTEM_OUT=3",
        "/srv/crm\\;INIT=SELECT 1",
        "mem:crm",
        "tcp://localhost/crm",
        "ssl:localhost/crm",
        "nio:/srv/crm",
        "zip:/srv/x.zip!/crm",
        "~/crm",
        "crm",
        "./crm",
        "/srv/../etc/crm",
        "/srv//crm",
        "/srv/crm/",
        "/srv/${HOME}/crm",
        "/srv/c\nrm",
        "/srv/c rm",
        "/",
        ""
      })
  void aFileOfH2IsAPathAndNothingElse(String file) {
    String json = CanonicalJson.text(Json.of(file));
    assertThat(read(H2.replace("\"/srv/try-1/crm.v2\"", json)))
        .isInstanceOfSatisfying(
            ConnectionsResult.Invalid.class,
            invalid ->
                assertThat(invalid.errors())
                    .extracting(ConnectionError::code)
                    .containsExactly("bad_path"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "test"      | "production"                  | not_for_production
          "environment":"test", |                     | required
          "h2"        | "oracle"                      | unknown_engine
          "h2"        | "H2"                          | unknown_engine
          "engine"    | "host":"db.example.com","engine" | unknown_key
          "engine"    | "tls":"none","engine"         | unknown_key
          "engine"    | "ca":"/etc/ca.pem","engine"   | unknown_key
          "engine"    | "allow_private_addresses":true,"engine" | unknown_key
          "engine"    | "url":"jdbc:h2:mem:x","engine" | unknown_key
          """)
  void eachMistakeOfAnH2HasItsCode(String from, String to, String code) {
    assertThat(H2).contains(from);
    assertThat(read(H2.replace(from, to == null ? "" : to)).toString()).contains("code=" + code);
  }

  /// Whatever a URL of MariaDB's driver could say beside host and database.
  @ParameterizedTest
  @CsvSource({
    "crm?allowLocalInfile=true, bad_name",
    "crm&user=root, bad_name",
    "crm/x, bad_name",
    "address=(host=x), bad_name"
  })
  void aDatabaseOfMariaDbIsANameAndNothingElse(String database, String code) {
    assertThat(
            read(MARIA.replace("\"database\":\"crm\"", "\"database\":\"" + database + "\""))
                .toString())
        .contains("code=" + code);
    assertThat(read(MARIA.replace("\"kind\"", "\"file\":\"/srv/crm\",\"kind\"")).toString())
        .contains("code=unknown_key");
  }

  @Test
  void thePageNamesEveryKeyAndNoOther() {
    assertThat(PAGE.rows().stream().map(row -> row.words(0).getFirst()))
        .containsExactlyInAnyOrderElementsOf(
            KEYS.entrySet().stream()
                .flatMap(place -> place.getValue().stream().map(key -> place.getKey() + key))
                .toList());
    assertLimit("*.records", SqlConnection.MAX_RECORDS);
    assertLimit("*.records.*.fields", RecordTable.MAX_FIELDS);
    assertLimit("*.records.*.fields.*.enum", FieldRuleReader.MAX_ENUM);
    assertLimit("*.records.*.fields.*.pattern", FieldRuleReader.MAX_PATTERN_CHARS);
    assertLimit("*.records.*.fields.*.longest", ValueRule.Text.MAX_CHARS);
    assertLimit("*.records.*.fields.*.digits", ValueRule.Numeric.MAX_DIGITS);
  }

  private static void assertLimit(String key, int most) {
    assertThat(PAGE.row(key).words(3)).contains(Integer.toString(most));
  }

  static Stream<Row> aKeyThatIsLeftOutHasTheDefaultOfThePage() {
    return PAGE.rows().stream().filter(row -> !row.words(0).getFirst().contains("fields.*."));
  }

  @ParameterizedTest
  @MethodSource
  void aKeyThatIsLeftOutHasTheDefaultOfThePage(Row row) {
    String key = row.words(0).getFirst().replace("records.*", "records.account");
    JsonObject whole = (JsonObject) Calls.json(WHOLE);
    ConnectionsResult without =
        ConnectionsReader.read(DocumentEdit.of(whole, key, Optional.empty()));
    boolean belongsToAnother = key.endsWith(".archive") || key.endsWith(".version");
    if (row.cell(2).equals("required") || belongsToAnother) {
      assertThat(without.toString()).contains("code=required");
    } else {
      assertThat(without).isInstanceOf(ConnectionsResult.Read.class);
    }
    if (row.cell(2).startsWith("`")) {
      assertThat(without)
          .isEqualTo(
              ConnectionsReader.read(
                  DocumentEdit.of(whole, key, Optional.of(value(row.words(2).getFirst())))));
    }
  }

  private static Json value(String word) {
    return word.matches("[0-9]+|true|false")
        ? CanonicalJson.parse(word.getBytes(StandardCharsets.UTF_8))
        : Json.of(word);
  }

  /// Whoever reads a deployment's difference sees each of it, and what may open more.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "db.example.com"  | "db.example.net"  | : server db.example.net:6432/crm, was db.example.com:6432/crm | true
          "gate"            | "other"           | : user other, was gate                                  | true
          "env:CRM"         | "env:OTHER"       | : credential env:OTHER, was env:CRM                     | true
          "sales.account"   | "account"         | , record account: table public.account, was sales.account | true
          "key":"id"        | "key":"no"        | , record account: key no, was id                        | true
          ["update",        | ["update","delete", | , record account: allow adds delete                   | true
          ["update",        | [                 | , record account: allow drops update                    | false
          "terms":{         | "notes":{         | , record account: fields adds notes                     | true
          "billing_terms"   | "pay_terms"       | , record account: field terms is column pay_terms, was billing_terms | true
          "longest":5       | "longest":6       | , record account: field terms may hold other values     | true
          "raise_version":true | "raise_version":false | , record account: raise_version false, was true  | true
          "archived_at"     | "gone_at"         | , record account: archive gone_at, was archived_at      | true
          "account":{"table" | "person":{"table" | : records adds person                                 | true
          """)
  void anotherValueIsTold(String from, String to, String text, boolean loosens) {
    assertThat(WHOLE).contains(from);
    assertThat(
            ConnectionsDifference.between(connections(WHOLE), connections(WHOLE.replace(from, to))))
        .contains(new Change("connection crm" + text, loosens));
  }

  @Test
  void whatIsRestoredNeedsTheColumnThatSaysThatItWasArchived() {
    assertThat(
            ConnectionsReader.read(
                    (JsonObject) Calls.json(LEAST.replace("[\"update\"]", "[\"restore\"]")))
                .toString())
        .contains("/records/account/archive", "code=required");
  }
}
