package dev.countersign.executors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.DocumentEdit;
import dev.countersign.ReferencePage;
import dev.countersign.ReferencePage.Row;
import dev.countersign.WrittenCodes;
import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.Calls;
import dev.countersign.executors.sending.BeforeWords;
import dev.countersign.executors.sending.BodyLimit;
import dev.countersign.executors.sending.ConversationRefusal;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.MessageRules;
import dev.countersign.executors.sending.NotBefore;
import dev.countersign.executors.sending.RecordRules;
import dev.countersign.executors.sending.SendingThrottle;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import dev.countersign.request.Execution;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/connections.md` names every key that the reader of connections knows, and every code that
/// comes of them, and no other, each key with its default and its limits.
class ConnectionsPageTest {
  private static final ReferencePage PAGE = ReferencePage.read("connections.md");

  /// Where the objects of [ConnectionsReaderTest] stand in the file.
  private static final Map<String, String> PLACES =
      Map.of("{\"kind\"", "*.", "{\"method\"", "*.allow[].", "{\"rate\"", "*.limits.");

  private static final Map<String, String> LIMITS =
      Map.ofEntries(
          Map.entry("*.allow", text(HttpConnectionReader.MAX_ALLOWED_CALLS)),
          Map.entry("*.headers", text(HttpConnectionReader.MAX_ALLOWED_NAMES)),
          Map.entry("*.query", text(HttpConnectionReader.MAX_ALLOWED_NAMES)),
          Map.entry("*.records", text(RecordResource.MAX_RECORDS)),
          Map.entry("*.limits.rate", text(Rate.MAX_SENDS)),
          Map.entry("*.limits.concurrency", text(Limits.MAX_CONCURRENCY)),
          Map.entry("*.limits.wait", Limits.MAX_SLOT_WAIT.toSeconds() + "s"),
          Map.entry("*.limits.timeout", Limits.MAX_TIMEOUT.toSeconds() + "s"),
          Map.entry("*.limits.body", Limits.MAX_BODY_BYTES / 1024 + "KiB"),
          Map.entry("*.limits.looks", text(Rate.MAX_SENDS)),
          Map.entry("*.limits.looks_at_once", text(Limits.MAX_CONCURRENCY)),
          Map.entry("*.limits.answer", Limits.MAX_ANSWER_BYTES / 1024 / 1024 + "MiB"));

  /// Single words, which no form tells from others.
  private static final Set<String> WORDS = Set.of("busy", "timeout", "interrupted");

  /// What the core says of actions that are carried out outside.
  private static final Set<String> OUTSIDE =
      Set.of(
          "not_redeemed",
          "not_reported",
          "no_result_reported",
          "executor_changed",
          "executed_elsewhere");

  /// What Slack says, beside a word that is ours too.
  private static final Set<String> SLACKS_OWN =
      Set.of("fatal_error", "request_timeout", "service_unavailable");

  /// A member of the proposal; as a code it is why an approved action waits.
  private static final String NOT_BEFORE = "not_before";

  static List<Row> keys() {
    return PAGE.section("Keys").rows();
  }

  @Test
  void thePageNamesEveryKeyOfTheFileAndNoOther() {
    PAGE.section("Keys").assertKeys(ConnectionsReaderTest.KEYS, PLACES);
  }

  /// Left out, it is missed, or means the same as its default written out.
  @ParameterizedTest
  @MethodSource("keys")
  void aKeyThatIsLeftOutHasTheDefaultOfThePage(Row row) {
    JsonObject whole = (JsonObject) Calls.json(ConnectionsReaderTest.WHOLE);
    String key = row.words(0).getFirst();
    ConnectionsResult without =
        ConnectionsReader.read(DocumentEdit.of(whole, key, Optional.empty()));
    if (key.equals("*.proxy") || key.equals("*.credential")) {
      assertThat(without.toString())
          .as("its credential is for nobody; nothing is tried")
          .contains("code=required");
    } else if (row.cell(2).equals("required")) {
      assertThat(without.toString()).contains("code=required");
    } else {
      assertThat(without).isInstanceOf(ConnectionsResult.Read.class);
    }
    if (row.cell(2).startsWith("`")) {
      Json written = value(row.words(2).getFirst());
      assertThat(without)
          .isEqualTo(ConnectionsReader.read(DocumentEdit.of(whole, key, Optional.of(written))));
    }
  }

  private static Json value(String word) {
    return word.matches("[0-9]+|true|false")
        ? CanonicalJson.parse(word.getBytes(StandardCharsets.UTF_8))
        : Json.of(word);
  }

  @Test
  void thePageGivesEveryLimit() {
    LIMITS.forEach(
        (key, limit) -> assertThat(PAGE.section("Keys").row(key).words(3)).as(key).contains(limit));
    assertThat(PAGE.section("Keys").row("*.allow[].method").words(3))
        .containsExactlyInAnyOrderElementsOf(AllowedCall.METHODS);
  }

  @Test
  void thePageNamesEveryCodeOfTheReaderAndNoOther() {
    Set<String> codes =
        WrittenCodes.of(
            ConnectionsReader.class,
            HttpConnectionReader.class,
            BaseUrlReader.class,
            NetworkAccessReader.class,
            AllowedReaders.class,
            SlackConnectionReader.class,
            TeamsConnectionReader.class,
            SmtpConnectionReader.class,
            AllowedAttachmentsReader.class,
            SqlConnectionReader.class,
            ExternalConnectionReader.class,
            RecordTableReader.class,
            RecordResourceReader.class,
            ArchivingReader.class,
            RecordNames.class,
            MemberPlaceReader.class,
            FieldRuleReader.class,
            ColumnReader.class,
            ServerReader.class,
            CredentialReader.class,
            ClosedAddress.class,
            AllowedCallReader.class,
            AllowedBodyReader.class,
            CatalogueReader.class,
            LimitsReader.class,
            JsonForm.class);
    ConnectionsReaderTest.KEYS.values().forEach(codes::removeAll);
    codes.removeAll(RecordResourceReaderTest.KEYS);
    codes.removeAll(RecordResourceReaderTest.ARCHIVE);
    codes.removeAll(AllowedBodyReaderTest.KEYS);
    codes.removeAll(Set.of("type", "nullable"));
    codes.removeAll(CatalogueReaderTest.ENTRY);
    codes.removeAll(CatalogueReaderTest.FIELD);
    SqlConnectionReaderTest.KEYS.values().forEach(codes::removeAll);
    ExternalConnectionReaderTest.KEYS.values().forEach(codes::removeAll);
    codes.removeAll(SlackConnectionReaderTest.KEYS);
    codes.removeAll(TeamsConnectionReaderTest.KEYS);
    codes.removeAll(Set.of("record_type", "from_name", "reply_to", "media_types", "attachments"));
    assertThat(PAGE.section("What can be wrong").named()).isEqualTo(codes);
  }

  @Test
  void thePageNamesEveryCodeThatAProposalIsRefusedForAndNoOther() {
    Set<String> codes =
        WrittenCodes.of(
            in("http.HttpAdmission"),
            in("http.BodyAdmission"),
            in("smtp.SmtpAdmission"),
            in("smtp.AttachmentAdmission"),
            in("chat.ChatAdmission"),
            in("sql.SqlAdmission"),
            in("http.HttpRecordAdmission"),
            in("http.HttpRecordLook"),
            BeforeWords.class,
            RecordRules.class,
            in("external.ExternalExecutor"),
            NotBefore.class,
            MessageRules.class,
            ConversationRefusal.class,
            BodyLimit.class,
            in("UnknownTarget"),
            Inadmissible.class);
    codes.removeAll(Set.of(NOT_BEFORE, "thread_ref", "if_match", "executed_elsewhere"));
    codes.remove("before_value_required"); // said once it is to be made
    codes.removeAll(Set.of("target_error", "target_refused")); // why it was not read, in a detail
    assertThat(PAGE.section("What a proposal is refused for").named()).isEqualTo(codes);
  }

  @Test
  void thePageNamesEveryCodeOfAnExecutionAndNoOther() {
    Set<String> codes =
        new TreeSet<>(
            WrittenCodes.of(
                in("http.HttpLine"),
                in("http.AnswerReading"),
                in("http.HeldRecord"),
                in("http.HttpRecordAttempt"),
                in("slack.SlackAnswer"),
                in("teams.TeamsAnswer"),
                in("smtp.SmtpAttempt"),
                in("smtp.SmtpExecutor"),
                in("smtp.SmtpSession"),
                in("sql.SqlAttempt"),
                in("sql.SqlSession"),
                in("sql.PostgresDriver"),
                in("sql.MariaDriver"),
                in("sql.H2Driver"),
                SendingThrottle.class,
                in("sending.SendingNeeds"),
                in("sending.ProxyTunnel"),
                in("sending.Quota"),
                ConversationRefusal.class,
                Departure.class,
                Dialler.class,
                in("AdvisoryExecutor"),
                in("UnknownTarget")));
    codes.removeAll(SLACKS_OWN);
    codes.remove("if_match");
    codes.addAll(OUTSIDE);
    codes.add(NOT_BEFORE);
    codes.add("attachment_missing");
    codes.add(ConversationRefusal.UNREAD);
    codes.add(ConversationRefusal.ARCHIVED);
    codes.add(Execution.READ_BACK_DIFFERS);
    codes.addAll(WORDS);
    // Made of what ends an attempt from outside.
    List.of(
            "timeout",
            "interrupted",
            "internal_error",
            "connection_reset",
            "connection_lost",
            "no_answer",
            "malformed_answer",
            "truncated_answer")
        .forEach(code -> codes.add(code + "_before_send"));
    assertThat(PAGE.section("What becomes of an approved action").named()).isEqualTo(codes);
  }

  /// A class that only its own package sees.
  private static Class<?> in(String name) {
    try {
      return Class.forName("dev.countersign.executors." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(int number) {
    return Integer.toString(number);
  }
}
