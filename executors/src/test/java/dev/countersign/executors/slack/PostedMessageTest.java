package dev.countersign.executors.slack;

import static dev.countersign.executors.ChatSupport.code;
import static dev.countersign.executors.ChatSupport.credential;
import static dev.countersign.executors.slack.SupportInSlack.CHANNEL;
import static dev.countersign.executors.slack.SupportInSlack.OTHER;
import static dev.countersign.executors.slack.SupportInSlack.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ConnectionsCheck;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.SlackSandbox;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages in the emulated Slack.
class PostedMessageTest {
  private final SupportInSlack support = SupportInSlack.start(SlackSandbox.SCOPES);
  private final SlackSandbox slack = support.slack();

  @AfterEach
  void close() {
    support.close();
  }

  private Outcome post(Action action) {
    return support.post(action);
  }

  private ExecutorRegistry registry(CredentialResolver credentials) {
    return support.registry(credentials);
  }

  @Test
  void aMessageIsPostedOnceWhereItIsListed() {
    assertThat(post(message("Your invoice is paid.", ""))).isInstanceOf(Outcome.Succeeded.class);
    assertThat(slack.messages(CHANNEL))
        .singleElement()
        .satisfies(posted -> assertThat(posted.rendered()).isEqualTo("Your invoice is paid."));
    assertThat(slack.calls("chat.postMessage")).isOne();
    assertThat(slack.messages(OTHER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!channel> pay <@U0MIRA> *now* _please_ ~no~ `code`",
        "<https://evil.example|https://bank.example>",
        "&lt;!here&gt; &amp; <",
        ":tada: :warning:",
        "two\nlines\tand a tab",
        "*Approved by Mira*\n> quoted",
        "\u202Etxet desrever",
      })
  void aTextArrivesCharacterForCharacter(String text) {
    assertThat(post(message(text, ""))).isInstanceOf(Outcome.Succeeded.class);
    JsonObject shown = (JsonObject) slack.messages(CHANNEL).getFirst().blocks().items().getFirst();
    assertThat(shown.object("text").text("type")).isEqualTo("plain_text");
    assertThat(shown.object("text").text("text")).isEqualTo(text);
    assertThat(slack.rung()).isEmpty();
  }

  @Test
  void anAnswerIsPostedInTheThread() {
    String asked = slack.say(CHANNEL, "U0MIRA", "When?").ts();
    assertThat(post(message("Tomorrow.", ",\"thread_ref\":\"" + asked + "\"")))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(slack.messages(CHANNEL).getLast().threadTs()).contains(asked);
  }

  @Test
  void elsewhereNothingIsPosted() {
    ExecutorRegistry registry = registry(credential(slack.botToken()));
    assertThat(code(registry, message(OTHER, "Hello", "", "{}")))
        .isEqualTo("recipient_not_allowed");
    assertThat(code(registry, message("#support", "Hello", "", "{}")))
        .isEqualTo("recipient_not_allowed");
    assertThat(code(registry, message("U0MIRA", "Hello", "", "{}")))
        .isEqualTo("recipient_not_allowed");
    assertThat(slack.calls("chat.postMessage")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ,"cc":[{"address":"C0SUPPORT00"}]                       | {}                | too_many_recipients
          ,"bcc":[{"address":"C0SUPPORT00"}]                      | {}                | too_many_recipients
          ,"subject":"Hello"                                      | {}                | header_not_allowed
          ,"thread_ref":"<id@example.com>"                        | {}                | header_not_allowed
          ,"attachments":[{"name":"a","sha256":"%s"}]             | {}                | attachments_not_allowed
          ``                                                      | {"if_match":"1"}  | precondition_not_allowed
          """)
  void whatSlackHasNoPlaceForIsRefused(String more, String preconditions, String code) {
    Action action = message(CHANNEL, "Hello", more.formatted("0".repeat(64)), preconditions);
    assertThat(code(registry(credential("xoxb-none")), action)).isEqualTo(code);
  }

  @Test
  void aTextThatWouldNotArriveAsItIsIsRefused() {
    ExecutorRegistry registry = registry(credential("xoxb-none"));
    assertThat(code(registry, message("a".repeat(3000), ""))).isEqualTo("none");
    assertThat(code(registry, message("a".repeat(3001), ""))).isEqualTo("body_too_large");
    assertThat(code(registry, message(" \n", ""))).isEqualTo("body_not_allowed");
    assertThat(code(registry, message("a\rb", ""))).isEqualTo("body_not_allowed");
    assertThat(code(registry, message("a\u0007b", ""))).isEqualTo("body_not_allowed");
    Action mail =
        Calls.action(
            "support",
            "{\"class\":\"message\",\"channel\":\"email\",\"to\":[{\"address\":\"a@b.example\"}],"
                + "\"body\":{\"media_type\":\"text/plain\",\"content\":\"x\"}}",
            "{}");
    assertThat(code(registry, mail)).isEqualTo("channel_not_executable");
  }

  @ParameterizedTest
  @CsvSource({
    "channel_not_found, failed",
    "not_in_channel, failed",
    "is_archived, failed",
    "invalid_auth, failed",
    "a_code_of_tomorrow, failed",
    "fatal_error, unknown",
    "internal_error, unknown",
    "service_unavailable, unknown"
  })
  void whatSlackSaysDecidesWhatIsClaimed(String error, String outcome) {
    slack.fail("chat.postMessage", new Fault.Answer(error), 1);
    assertThat(post(message("Hello", "")))
        .isEqualTo(
            outcome.equals("failed")
                ? new Outcome.Failed("target_refused", 200)
                : new Outcome.Unknown("target_unclear", 200));
    assertThat(slack.calls("chat.postMessage")).as("never sent twice").isOne();
  }

  @Test
  void aLimitOfSlacksHasNoEffectAndATroubleMayHave() {
    slack.fail("chat.postMessage", new Fault.RateLimited(Duration.ofSeconds(9)), 1);
    assertThat(post(message("Hello", ""))).isEqualTo(new Outcome.Failed("target_refused", 429));
    slack.fail("chat.postMessage", new Fault.Status(503), 1);
    assertThat(post(message("Hello", ""))).isEqualTo(new Outcome.Unknown("target_error", 503));
    slack.fail("chat.postMessage", new Fault.ApplyThenDrop(), 1);
    assertThat(post(message("Hello", ""))).isInstanceOf(Outcome.Unknown.class);
    slack.fail("chat.postMessage", new Fault.Hang(), 1);
    assertThat(post(message("Hello", ""))).isEqualTo(new Outcome.Unknown("timeout", 0));
  }

  @Test
  void withoutATokenAMessageWaits() {
    assertThat(registry(_ -> Optional.empty()).turn(message("Hello", "")))
        .isInstanceOfSatisfying(
            Turn.Later.class,
            later -> assertThat(later.code()).isEqualTo("credential_unavailable"));
  }

  @Test
  void theCheckTellsWhoseTokenItIsAndPostsNothing() {
    ConnectionsCheck check = ConnectionsCheck.ofThisMachine(credential(slack.botToken()));
    assertThat(findings(check))
        .contains("chat:write is among them", "the token may do more: commands")
        .doesNotContain(slack.botToken());
    assertThat(findings(ConnectionsCheck.ofThisMachine(credential("xoxb-wrong"))))
        .contains("invalid_auth")
        .doesNotContain("xoxb-wrong");
    assertThat(slack.calls("chat.postMessage")).isZero();
  }

  @Test
  void aTokenThatMayNotPostIsNamedByTheCheck() {
    try (SupportInSlack reading =
        SupportInSlack.start(Set.of("channels:read", "chat:write.public"))) {
      assertThat(
              ConnectionsCheck.ofThisMachine(credential(reading.slack().botToken()))
                  .of(reading.connections().find("support").orElseThrow())
                  .toString())
          .contains("chat:write is missing", "the token may do more: channels:read")
          .doesNotContain("more: channels:read, chat");
    }
  }

  private String findings(ConnectionsCheck check) {
    return check.of(support.connections().find("support").orElseThrow()).toString();
  }
}
