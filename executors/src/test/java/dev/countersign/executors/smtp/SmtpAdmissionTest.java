package dev.countersign.executors.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.ExecutorRegistry.Mode;
import dev.countersign.executors.Mail;
import dev.countersign.executors.wire.AttachmentName;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpAdmissionTest {
  private static final ExecutorRegistry REGISTRY = Mail.plain(25).registry();
  private static final JsonObject SOUND = Mail.message("x", "y").changesDocument();

  private static JsonArray parties(String... addresses) {
    return new JsonArray(
        List.of(addresses).stream().<Json>map(address -> Mail.party(address, "Ada")).toList());
  }

  static List<Arguments> whatCannotBeSentIsRefusedWithItsPlace() {
    return List.of(
        refused("channel", Json.of("slack"), "channel_not_executable", "/channel"),
        refused("to", parties("ada@other.example"), "recipient_not_allowed", "/to/0/address"),
        refused("to", parties("ada@sub.example.com"), "recipient_not_allowed", "/to/0/address"),
        refused(
            "cc",
            parties("ada@example.com", "a%other.example@example.com"),
            "recipient_not_allowed",
            "/cc/1/address"),
        refused("bcc", parties("ada@other.example"), "recipient_not_allowed", "/bcc/0/address"),
        refused(
            "cc",
            parties(
                IntStream.range(0, 10).mapToObj(i -> i + "@example.com").toArray(String[]::new)),
            "too_many_recipients",
            "/to"),
        refused(
            "to",
            new JsonArray(List.of(Mail.party("ada@example.com", "A\r\nBcc: e@f"))),
            "header_not_allowed",
            "/to/0/name"),
        refused("subject", Json.of("a\nb"), "header_not_allowed", "/subject"),
        refused("thread_ref", Json.of("12"), "header_not_allowed", "/thread_ref"),
        refused("body", Mail.body("text/html", "<p>"), "body_not_allowed", "/body/media_type"),
        refused("body", Mail.body("text/plain", "a\rb"), "body_not_allowed", "/body/content"),
        refused("body", Mail.body("text/plain", "a\u001bb"), "body_not_allowed", "/body/content"),
        refused(
            "attachments",
            Calls.json("[{\"name\":\"a.pdf\",\"sha256\":\"" + "0".repeat(64) + "\"}]"),
            "attachments_not_allowed",
            "/attachments"));
  }

  private static Action attaching(String attachment) {
    return Mail.message(
        SOUND.with("attachments", Calls.json("[" + attachment.formatted("0".repeat(64)) + "]")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name":"a.pdf","media_type":"application/pdf","size":9,"sha256":"%1$s"}  | none
          {"name":"Ångström (1)+2.pdf","media_type":"application/pdf","size":9,"sha256":"%1$s"} | none
          {"name":"a.pdf","size":9,"sha256":"%1$s"}                                 | attachment_not_allowed /0/media_type
          {"name":"a.pdf","media_type":"text/html","size":9,"sha256":"%1$s"}        | attachment_not_allowed /0/media_type
          {"name":"a.pdf","media_type":"application/PDF","size":9,"sha256":"%1$s"}  | attachment_not_allowed /0/media_type
          {"name":"a.pdf","media_type":"application/pdf","sha256":"%1$s"}           | attachment_not_allowed /0/size
          {"name":"a.pdf","media_type":"application/pdf","size":9,"sha256":"%1$s","url":"https://a.example/"} | attachment_not_allowed /0/url
          {"name":"a.pdf","media_type":"application/pdf","size":65537,"sha256":"%1$s"} | attachments_too_large
          {"name":"a.pdf","media_type":"application/pdf","size":65536,"sha256":"%1$s"},{"name":"b.pdf","media_type":"application/pdf","size":1,"sha256":"%1$s"} | attachments_too_large
          {"name":"a.pdf","media_type":"application/pdf","size":1,"sha256":"%1$s"},{"name":"b","sha256":"%1$s"},{"name":"c","sha256":"%1$s"} | attachments_not_allowed
          """)
  void anAttachmentIsAsItsConnectionSays(String attachment, String answer) {
    ExecutorRegistry open = Mail.plain(25).with(ReceivedAttachmentsTest.OPEN).registry();
    assertThat(
            open.check(attaching(attachment))
                .map(why ->
                    (why.code() + " " + why.pointer().replace("/proposed_changes/attachments", ""))
                        .strip())
                .orElse("none"))
        .isEqualTo(answer);
  }

  /// What ends a header or a name, leads elsewhere, or reads as another name than it is.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nBcc: evil@example.net",
        "a\nb.pdf",
        "a\u0000.pdf",
        "../../etc/passwd",
        "..",
        ".",
        ".htaccess",
        "C:\\a.pdf",
        "a/b.pdf",
        "a\";x=\".pdf",
        "a%2Fb.pdf",
        "invoice\u202efdp.exe",
        "a\u200b.pdf",
        "a\u2028.pdf",
        "a\u00a0.pdf",
        "e\u0301.pdf",
        "\ud800.pdf",
        "\ue000.pdf",
        "a.pdf.",
        "a.pdf ",
        " a.pdf",
        " ",
        "con|a.pdf"
      })
  void aNameThatIsReadInAnotherWayIsRefused(String name) {
    assertThat(AttachmentName.isSound(name)).isFalse();
  }

  @Test
  void aNameIsAtMostSoLong() {
    assertThat(AttachmentName.isSound("a".repeat(AttachmentName.MOST_CHARS))).isTrue();
    assertThat(AttachmentName.isSound("a".repeat(AttachmentName.MOST_CHARS + 1))).isFalse();
  }

  private static Arguments refused(String member, Json value, String code, String at) {
    return Arguments.of(SOUND.with(member, value), code, "/proposed_changes" + at);
  }

  @ParameterizedTest
  @MethodSource
  void whatCannotBeSentIsRefusedWithItsPlace(JsonObject changes, String code, String at) {
    assertThat(REGISTRY.check(Mail.message(changes)))
        .get()
        .extracting(Inadmissible::code, Inadmissible::pointer)
        .containsExactly(code, at);
  }

  @Test
  void anOrdinaryMessageIsAdmitted() {
    assertThat(REGISTRY.check(Mail.message("x", "y\n\tz\r\n"))).isEmpty();
    assertThat(REGISTRY.check(Mail.message(SOUND.with("to", parties("a@müller.example")))))
        .isEmpty();
  }

  @Test
  void aBodyIsAsLargeAsTheConnectionAllows() {
    ExecutorRegistry small = Mail.plain(25).with("\"limits\":{\"body\":\"4B\"}").registry();
    assertThat(small.check(Mail.message("x", "üü"))).isEmpty();
    assertThat(small.check(Mail.message("x", "üüx")).map(Inadmissible::code))
        .contains("body_too_large");
  }

  @Test
  void aPreconditionThatNobodyChecksIsRefused() {
    assertThat(REGISTRY.check(Mail.message(SOUND, "{\"if_match\":\"7\"}")).map(Inadmissible::code))
        .contains("precondition_not_allowed");
    assertThat(
            REGISTRY
                .check(Mail.message(SOUND, "{\"not_before\":\"soon\"}"))
                .map(Inadmissible::code))
        .contains("precondition_malformed");
  }

  @Test
  void aCallIsNoMessage() {
    Action call =
        Calls.action(
            "mail",
            "{\"class\":\"api_call\",\"method\":\"GET\",\"url\":\"https://mx.mail.example/\"}",
            "{}");
    assertThat(REGISTRY.check(call).map(Inadmissible::code)).contains("class_not_executable");
  }

  @Test
  void theGateSendsItItself() {
    assertThat(REGISTRY.mode("mail")).contains(Mode.EXECUTES);
    assertThat(REGISTRY.executes("mail")).isTrue();
  }
}
