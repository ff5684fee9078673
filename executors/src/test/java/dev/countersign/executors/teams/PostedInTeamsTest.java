package dev.countersign.executors.teams;

import static dev.countersign.executors.ChatSupport.code;
import static dev.countersign.executors.ChatSupport.credential;
import static dev.countersign.executors.teams.SupportInTeams.CHANNEL;
import static dev.countersign.executors.teams.SupportInTeams.MIRA;
import static dev.countersign.executors.teams.SupportInTeams.OTHER;
import static dev.countersign.executors.teams.SupportInTeams.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ConnectionsCheck;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.RawTarget;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import dev.countersign.sandbox.teams.ConnectorOperation;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.ReceivedCall;
import dev.countersign.sandbox.teams.TeamsFault;
import dev.countersign.sandbox.teams.TeamsSandbox;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages in the emulated Teams, through its connector.
class PostedInTeamsTest {
  private final SupportInTeams support = SupportInTeams.start();
  private final TeamsSandbox teams = support.teams();

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

  private List<ReceivedCall> calls() {
    return teams.calls();
  }

  /// A byte now and then would hold its place for hours.
  @Test
  void aLoginThatDripsIsCutOff() throws Exception {
    CountDownLatch cutOff = new CountDownLatch(1);
    RawTarget.Manner drips =
        (socket, target) -> {
          target.readRequest(socket);
          try {
            RawTarget.write(socket, "HTTP/1.1 200 OK\r\ncontent-length: 60000\r\n\r\n");
            while (target.pause(20)) {
              RawTarget.write(socket, "x");
            }
          } catch (IOException e) {
            cutOff.countDown();
            throw e;
          }
        };
    try (RawTarget login = new RawTarget(drips)) {
      Outcome outcome =
          Calls.send(
              support.loggingInAt("http://127.0.0.1:" + login.port()),
              Calls.order(SupportInTeams.message("Hello", "")));
      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(cutOff.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aMessageIsPostedOnceWhereItIsListed() {
    assertThat(post(message("Your invoice is paid.", ""))).isInstanceOf(Outcome.Succeeded.class);
    assertThat(teams.messages(CHANNEL))
        .singleElement()
        .satisfies(posted -> assertThat(posted.text()).isEqualTo("Your invoice is paid."));
    assertThat(calls()).hasSize(1);
    assertThat(teams.messages(OTHER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<at>Mira</at> pay *now* _please_ ~~no~~ `code`",
        "[https://bank.example](https://evil.example)",
        "&lt;b&gt; &amp; <b>bold</b>",
        "two\nlines\tand a tab",
        "*Approved by Mira*\n> quoted {{DATE(2026-01-01T00:00:00Z)}}",
        "\u202Etxet desrever",
      })
  void aTextArrivesCharacterForCharacterAndAsPlain(String text) {
    assertThat(post(message(text, ""))).isInstanceOf(Outcome.Succeeded.class);
    JsonObject posted = teams.messages(CHANNEL).getFirst().current();
    assertThat(posted.text("text")).isEqualTo(text);
    assertThat(posted.text("textFormat")).isEqualTo("plain");
    assertThat(posted.has("entities")).as("nobody is mentioned").isFalse();
    assertThat(teams.rung()).isEmpty();
  }

  @Test
  void anAnswerIsPostedInTheThread() {
    assertThat(post(message("Hello", ""))).isInstanceOf(Outcome.Succeeded.class);
    String asked = teams.messages(CHANNEL).getFirst().id();
    assertThat(post(message("Tomorrow.", ",\"thread_ref\":\"" + asked + "\"")))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(teams.messages(CHANNEL).stream().map(PostedActivity::thread))
        .containsExactly(asked, asked);
  }

  @Test
  void elsewhereNothingIsPosted() {
    ExecutorRegistry registry = registry(credential(teams.clientSecret()));
    for (String to :
        List.of(OTHER, CHANNEL + ";messageid=1764500000000", teams.personalChat(MIRA), "support")) {
      assertThat(code(registry, message(to, "Hello", "", "{}")))
          .as(to)
          .isEqualTo("recipient_not_allowed");
    }
    assertThat(calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ,"cc":[{"address":"19:x@thread.tacv2"}]                 | {}                | too_many_recipients
          ,"subject":"Hello"                                      | {}                | header_not_allowed
          ,"thread_ref":"<id@example.com>"                        | {}                | header_not_allowed
          ,"thread_ref":"1764500000000/../1"                      | {}                | header_not_allowed
          ,"attachments":[{"name":"a","sha256":"%s"}]             | {}                | attachments_not_allowed
          ``                                                      | {"if_match":"1"}  | precondition_not_allowed
          """)
  void whatTeamsHasNoPlaceForIsRefused(String more, String preconditions, String code) {
    Action action = message(CHANNEL, "Hello", more.formatted("0".repeat(64)), preconditions);
    assertThat(code(registry(credential("none")), action)).isEqualTo(code);
  }

  @Test
  void aTextThatWouldNotArriveAsItIsIsRefused() {
    ExecutorRegistry registry = registry(credential("none"));
    assertThat(code(registry, message("a".repeat(7000), ""))).isEqualTo("none");
    assertThat(code(registry, message("a".repeat(7001), ""))).isEqualTo("body_too_large");
    assertThat(code(registry, message(" \n", ""))).isEqualTo("body_not_allowed");
    assertThat(code(registry, message("a\rb", ""))).isEqualTo("body_not_allowed");
    String slack =
        "{\"class\":\"message\",\"channel\":\"slack\",\"to\":[{\"address\":\"C0\"}],"
            + "\"body\":{\"media_type\":\"text/plain\",\"content\":\"x\"}}";
    assertThat(code(registry, Calls.action("support", slack, "{}")))
        .isEqualTo("channel_not_executable");
  }

  @Test
  void whatTheConnectorSaysDecidesWhatIsClaimed() {
    teams.fail(
        ConnectorOperation.SEND, new TeamsFault.Answer(403, "BotNotInConversationRoster"), 1);
    assertThat(post(message("Hello", ""))).isEqualTo(new Outcome.Failed("target_refused", 403));
    teams.fail(ConnectorOperation.SEND, new TeamsFault.Throttled(Duration.ofSeconds(9)), 1);
    assertThat(post(message("Hello", ""))).isEqualTo(new Outcome.Failed("target_refused", 429));
    teams.fail(ConnectorOperation.SEND, new TeamsFault.Status(502), 1);
    assertThat(post(message("Hello", ""))).isEqualTo(new Outcome.Unknown("target_error", 502));
    teams.fail(ConnectorOperation.SEND, new TeamsFault.ApplyThenDrop(), 1);
    assertThat(post(message("Hello", ""))).isInstanceOf(Outcome.Unknown.class);
    teams.fail(ConnectorOperation.SEND, new TeamsFault.Hang(), 1);
    assertThat(post(message("Hello", ""))).isEqualTo(new Outcome.Unknown("timeout", 0));
    assertThat(calls()).as("none is sent twice").hasSize(5);
  }

  @Test
  void withoutATokenNothingIsSent() {
    Outcome none = new Outcome.Failed("credential_unavailable", 0);
    assertThat(Calls.send(registry(credential("wrong")), Calls.order(message("Hello", ""))))
        .isEqualTo(none);
    teams.fail(ConnectorOperation.TOKEN, new TeamsFault.Status(503), 1);
    assertThat(post(message("Hello", ""))).isEqualTo(none);
    teams.fail(ConnectorOperation.TOKEN, new TeamsFault.Drop(), 1);
    assertThat(post(message("Hello", ""))).isEqualTo(none);
    assertThat(calls()).isEmpty();
  }

  @Test
  void aLoginThatHangsEndsByTheDeadlineAndNothingIsSent() {
    teams.fail(ConnectorOperation.TOKEN, new TeamsFault.Hang(), 1);
    assertThat(post(message("Hello", ""))).isInstanceOf(Outcome.Failed.class);
    assertThat(calls()).isEmpty();
  }

  @Test
  void withoutASecretAMessageWaits() {
    assertThat(registry(_ -> Optional.empty()).turn(message("Hello", "")))
        .isInstanceOfSatisfying(
            Turn.Later.class,
            later -> assertThat(later.code()).isEqualTo("credential_unavailable"));
  }

  @Test
  void theCheckTellsWhetherTheAppGetsATokenAndPostsNothing() {
    assertThat(findings(credential(teams.clientSecret())))
        .contains("of app " + teams.appId(), "none, and none is needed")
        .doesNotContain(teams.clientSecret());
    assertThat(findings(credential("wrong-secret")))
        .contains("none: status 401")
        .doesNotContain("wrong-secret");
    assertThat(calls()).isEmpty();
  }

  private String findings(CredentialResolver credentials) {
    return ConnectionsCheck.ofThisMachine(credentials)
        .of(support.connections().find("support").orElseThrow())
        .toString();
  }
}
