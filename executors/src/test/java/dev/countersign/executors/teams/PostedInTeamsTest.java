package dev.countersign.executors.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.Billing;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ConnectionsCheck;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.connection.ConnectionsReader;
import dev.countersign.executors.connection.ConnectionsResult;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.credential.SetCredentials;
import dev.countersign.executors.sending.HostResolver;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.InMemorySendCounts;
import dev.countersign.proposal.Action;
import dev.countersign.sandbox.teams.ConnectorOperation;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.ReceivedCall;
import dev.countersign.sandbox.teams.TeamsFault;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsTeam;
import dev.countersign.sandbox.teams.TeamsUser;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages in the emulated Teams, through its connector.
class PostedInTeamsTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Billing.NOW);
  private static final TeamsUser MIRA = TeamsUser.member("Mira");
  private static final TeamsTeam TEAM =
      TeamsTeam.of("Support", List.of(MIRA), "support", "elsewhere");
  private static final String CHANNEL = TEAM.channel("support");
  private static final String OTHER = TEAM.channel("elsewhere");

  private final TeamsSandbox teams = TeamsSandbox.builder(CLOCK).user(MIRA).team(TEAM).start();

  @AfterEach
  void close() {
    teams.close();
  }

  private Connections connections() {
    String file =
        """
        {"support":{"kind":"teams","tenant":"%s","app_id":"%s","channels":["%s"],
          "credential":"env:SUPPORT","base_url":"%s","login_url":"%s",
          "allow_private_addresses":true,"limits":{"timeout":"1s"}}}
        """
            .formatted(teams.tenantId(), teams.appId(), CHANNEL, teams.baseUrl(), teams.baseUrl());
    return ((ConnectionsResult.Read) ConnectionsReader.read((JsonObject) Calls.json(file)))
        .connections();
  }

  private static CredentialResolver secret(String secret) {
    return SetCredentials.of(Map.of("SUPPORT", secret));
  }

  private ExecutorRegistry registry(CredentialResolver credentials) {
    return ExecutorRegistry.of(
        connections(),
        new Outbound(
            credentials,
            HostResolver.ofSystem(),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            CLOCK,
            new InMemorySendCounts(CLOCK)));
  }

  private static Action message(String content, String more) {
    return message(CHANNEL, content, more, "{}");
  }

  /// @param more further members of `proposed_changes`, with a leading comma
  private static Action message(String to, String content, String more, String preconditions) {
    String written =
        """
        {"class":"message","channel":"teams","to":[{"address":"%s"}],
          "body":{"media_type":"text/plain","content":%s}%s}
        """
            .formatted(to, CanonicalJson.text(Json.of(content)), more);
    return Calls.action("support", written, preconditions);
  }

  private Outcome post(Action action) {
    return Calls.send(registry(secret(teams.clientSecret())), Calls.order(action));
  }

  private static String code(ExecutorRegistry registry, Action action) {
    return registry.check(action).map(Inadmissible::code).orElse("none");
  }

  private List<ReceivedCall> calls() {
    return teams.calls();
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
    ExecutorRegistry registry = registry(secret(teams.clientSecret()));
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
    assertThat(code(registry(secret("none")), action)).isEqualTo(code);
  }

  @Test
  void aTextThatWouldNotArriveAsItIsIsRefused() {
    ExecutorRegistry registry = registry(secret("none"));
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
    assertThat(Calls.send(registry(secret("wrong")), Calls.order(message("Hello", ""))))
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
    assertThat(findings(secret(teams.clientSecret())))
        .contains("of app " + teams.appId(), "none, and none is needed")
        .doesNotContain(teams.clientSecret());
    assertThat(findings(secret("wrong-secret")))
        .contains("none: status 401")
        .doesNotContain("wrong-secret");
    assertThat(calls()).isEmpty();
  }

  private String findings(CredentialResolver credentials) {
    return ConnectionsCheck.ofThisMachine(credentials)
        .of(connections().find("support").orElseThrow())
        .toString();
  }
}
