package dev.countersign.executors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.DocumentEdit;
import dev.countersign.ReferencePage;
import dev.countersign.ReferencePage.Row;
import dev.countersign.executors.Calls;
import dev.countersign.executors.connection.ConnectionsDifference.Change;
import dev.countersign.executors.connection.SmtpConnection.Encryption;
import dev.countersign.executors.connection.SmtpConnection.Recipients;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.wire.MailSender;
import dev.countersign.executors.wire.Mailbox;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Message.Format;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SmtpConnectionReaderTest {
  private static final ReferencePage PAGE =
      ReferencePage.read("connections.md").section("Keys of mail servers");

  private static final String WHOLE =
      """
      {"mail":{"kind":"smtp","host":"smtp.example.com","tls":"starttls","port":2587,
        "user":"gate","credential":"env:MAIL","from":"help@example.com","from_name":"Help",
        "reply_to":"answers@example.com","recipients":{"domains":["example.com"],"most":3},
        "media_types":["text/html"],
        "attachments":{"most":2,"size":"64KiB","media_types":["application/pdf","image/png"]},
        "allow_private_addresses":false,"ca":"/etc/ca.pem",
        "environment":"production","dry_run":true,
        "limits":{"rate":"20/h","timeout":"9s","body":"32KiB"}}}
      """;

  private static final String LEAST =
      """
      {"mail":{"kind":"smtp","host":"smtp.example.com","from":"help@example.com",
        "recipients":{"domains":["*"]}}}
      """;

  private static final Map<String, Set<String>> KEYS =
      Map.of(
          "*.",
          Set.of(
              "kind",
              "host",
              "port",
              "tls",
              "user",
              "credential",
              "from",
              "from_name",
              "reply_to",
              "recipients",
              "media_types",
              "dry_run",
              "attachments",
              "allow_private_addresses",
              "ca",
              "environment",
              "limits",
              "operations"),
          "*.recipients.",
          Set.of("domains", "most"),
          "*.attachments.",
          Set.of("most", "size", "media_types"));

  private static ConnectionsResult read(String json) {
    return ConnectionsReader.read((JsonObject) Calls.json(json));
  }

  private static SmtpConnection mail(String json) {
    return (SmtpConnection) connections(json).find("mail").orElseThrow();
  }

  private static Connections connections(String json) {
    return ((ConnectionsResult.Read) read(json)).connections();
  }

  @Test
  void everyKeyIsRead() {
    assertThat(mail(WHOLE))
        .isEqualTo(
            new SmtpConnection(
                "mail",
                "smtp.example.com",
                2587,
                Encryption.STARTTLS,
                Optional.of("gate"),
                CredentialReference.parse("env:MAIL"),
                new MailSender(
                    new Mailbox("help", "example.com"),
                    Optional.of("Help"),
                    Mailbox.parse("answers@example.com")),
                new Recipients(Set.of("example.com"), 3),
                Set.of(Format.HTML),
                true,
                Optional.of(
                    new AllowedAttachments(2, 64 * 1024, Set.of("application/pdf", "image/png"))),
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
    SmtpConnection mail = mail(LEAST);
    assertThat(mail.encryption()).isEqualTo(Encryption.IMPLICIT);
    assertThat(mail.port()).isEqualTo(465);
    assertThat(mail.formats()).containsExactly(Format.PLAIN);
    assertThat(mail.attachments()).isEmpty();
    assertThat(mail.recipients().most()).isEqualTo(10);
    assertThat(mail.network()).isEqualTo(NetworkAccess.PUBLIC);
    assertThat(mail.recipients().allows(new Mailbox("a", "whatever.example"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"implicit, 465", "starttls, 587", "none, 25"})
  void eachEncryptionHasItsUsualPort(String tls, int port) {
    assertThat(
            mail(LEAST.replace(
                    "\"kind\"",
                    "\"tls\":\"" + tls + "\",\"allow_private_addresses\":true,\"kind\""))
                .port())
        .isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "smtp.example.com"         | "SMTP.example.com"           | bad_host
          "smtp.example.com"         | "10.0.0.1"                   | closed_address
          "smtp.example.com"         | "169.254.169.254"            | closed_address
          "starttls"                 | "ssl"                        | unknown_tls
          "starttls"                 | "none"                       | closed_address,not_encrypted
          2587                       | 0                            | out_of_range
          2587                       | 65536                        | out_of_range
          "user":"gate",             | "x":1,                       | unknown_key,required
          "credential":"env:MAIL",   |                              | required
          "gate"                     | "gäte"                       | bad_name
          "env:MAIL"                 | "secret"                     | bad_credential
          "help@example.com"         | "Help <help@example.com>"    | bad_address
          "answers@example.com"      | "a@b@c"                      | bad_address
          "Help"                     | "a\\nBcc: e@f"               | bad_name
          "Help"                     | " "                          | bad_name
          ["example.com"]            | ["exa mple"]                 | bad_domain
          "domains":["example.com"], |                              | required
          "most":3                   | "most":101                   | out_of_range
          "most":3                   | "most":0                     | out_of_range
          "text/html"                | "application/pdf"            | unknown_media_type
          "application/pdf"          | "application/*"              | bad_media_type
          "application/pdf"          | "Application/PDF"            | bad_media_type
          "application/pdf"          | "text/plain; charset=utf-8"  | bad_media_type
          "application/pdf"          | "message/rfc822"             | bad_media_type
          "application/pdf"          | "multipart/mixed"            | bad_media_type
          "application/pdf"          | "a/b\\r\\nBcc: e@f"          | bad_media_type
          ["application/pdf","image/png"] | []                      | nothing_listed
          "64KiB"                    | "21MiB"                      | out_of_range
          "64KiB"                    | "0B"                         | out_of_range
          "most":2                   | "most":21                    | out_of_range
          "rate"                     | "answer":"1KiB","rate"       | unknown_key
          "timeout":"9s"             | "timeout":"31s"              | out_of_range
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

  @Test
  void withoutTlsOnlyThisMachineIsReached() {
    String none =
        LEAST.replace("\"kind\"", "\"tls\":\"none\",\"allow_private_addresses\":true,\"kind\"");
    for (String host : List.of("127.0.0.1", "[::1]", "localhost")) {
      assertThat(read(none.replace("smtp.example.com", host)))
          .as(host)
          .isInstanceOf(ConnectionsResult.Read.class);
    }
    for (String host : List.of("10.0.0.1", "93.184.216.34")) {
      assertThat(read(none.replace("smtp.example.com", host)))
          .as(host)
          .isInstanceOf(ConnectionsResult.Invalid.class);
    }
  }

  @Test
  void thePageNamesEveryKeyAndNoOther() {
    assertThat(PAGE.rows().stream().map(row -> row.words(0).getFirst()))
        .containsExactlyInAnyOrderElementsOf(
            KEYS.entrySet().stream()
                .flatMap(place -> place.getValue().stream().map(key -> place.getKey() + key))
                .toList());
    assertThat(PAGE.row("*.recipients.most").words(3)).contains("" + Recipients.MOST);
    assertThat(PAGE.row("*.recipients.domains").words(3)).contains("" + Recipients.MAX_DOMAINS);
    assertThat(PAGE.row("*.attachments.most").words(3)).contains("" + AllowedAttachments.MOST);
    assertThat(PAGE.row("*.attachments.size").words(3))
        .contains(AllowedAttachments.MOST_BYTES / 1024 / 1024 + "MiB");
    assertThat(PAGE.row("*.attachments.media_types").words(3))
        .contains("" + AllowedAttachments.MOST_TYPES);
    assertThat(PAGE.row("*.from_name").words(3)).contains("" + SmtpConnectionReader.MAX_NAME_CHARS);
    assertThat(PAGE.row("*.user").words(3)).contains("" + ServerReader.MAX_USER_CHARS);
  }

  static List<Row> aKeyThatIsLeftOutHasTheDefaultOfThePage() {
    return PAGE.rows();
  }

  @ParameterizedTest
  @MethodSource
  void aKeyThatIsLeftOutHasTheDefaultOfThePage(Row row) {
    JsonObject whole = (JsonObject) Calls.json(WHOLE);
    String key = row.words(0).getFirst();
    ConnectionsResult without =
        ConnectionsReader.read(DocumentEdit.of(whole, key, Optional.empty()));
    boolean belongsToAnother = key.equals("*.user") || key.equals("*.credential");
    if (row.cell(2).equals("required") || belongsToAnother) {
      assertThat(without.toString()).contains("code=required");
    } else {
      assertThat(without).isInstanceOf(ConnectionsResult.Read.class);
    }
    if (row.cell(2).startsWith("`")) {
      assertThat(without)
          .isEqualTo(
              ConnectionsReader.read(
                  DocumentEdit.of(whole, key, Optional.of(value(key, row.words(2).getFirst())))));
    }
  }

  private static Json value(String key, String word) {
    if (key.equals("*.media_types")) {
      return JsonArray.ofStrings(List.of(word));
    }
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
          "smtp.example.com"    | "smtp.example.net"    | server smtp.example.net:2587, tls starttls, was smtp.example.com:2587, tls starttls | true
          "starttls"            | "implicit"            | server smtp.example.com:2587, tls implicit, was smtp.example.com:2587, tls starttls | true
          "gate"                | "other"               | user other, was gate                                 | true
          "env:MAIL"            | "env:OTHER"           | credential env:OTHER, was env:MAIL                   | true
          "help@example.com"    | "ceo@example.com"     | from ceo@example.com, was help@example.com           | true
          "Help"                | "Boss"                | from_name Boss, was Help                             | true
          "answers@example.com" | "a@example.com"       | reply_to a@example.com, was answers@example.com      | true
          ["example.com"]       | ["example.com","*"]   | recipients.domains adds *                            | true
          "most":3              | "most":2              | recipients.most 2, was 3                             | false
          "most":3              | "most":4              | recipients.most 4, was 3                             | true
          ["text/html"]         | []                    | media_types drops text/html                          | false
          "most":2              | "most":1              | attachments.most 1, was 2                            | false
          "64KiB"               | "65KiB"               | attachments.size 66560, was 65536                    | true
          "image/png"           | "image/png","text/csv" | attachments.media_types adds text/csv                | true
          "32KiB"               | "31KiB"               | body 31744, was 32768                                | false
          """)
  void anotherValueIsTold(String from, String to, String text, boolean loosens) {
    assertThat(WHOLE).contains(from);
    List<Change> changes =
        ConnectionsDifference.between(connections(WHOLE), connections(WHOLE.replace(from, to)));
    assertThat(changes)
        .singleElement()
        .satisfies(change -> {
          assertThat(change.text()).startsWith("connection mail").endsWith(": " + text);
          assertThat(change.loosens()).isEqualTo(loosens);
        });
  }

  @Test
  void aConnectionThatWasAdvisoryAndSendsNowIsLooser() {
    String advisory = "{\"mail\":{\"kind\":\"advisory\"}}";
    assertThat(ConnectionsDifference.between(connections(advisory), connections(LEAST)))
        .containsExactly(
            new Change(
                "connection mail: smtp.example.com:465, tls implicit, from help@example.com to *,"
                    + " was advisory",
                true));
    assertThat(ConnectionsDifference.between(connections(LEAST), connections(advisory)))
        .singleElement()
        .satisfies(change -> assertThat(change.loosens()).isFalse());
  }
}
