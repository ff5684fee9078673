package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.cli.CommandTestCase.Ran;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.slack.WorkspaceChannel.Sharing;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsTeam;
import dev.countersign.sandbox.teams.TeamsUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `slack check` and `teams check` against the emulated chats, without a database.
class ChatCheckCommandTest {
  private static final Set<String> SEEING =
      Set.of("chat:write", "commands", "channels:read", "groups:read");
  private static final TeamsUser MIRA = TeamsUser.member("Mira");
  private static final TeamsTeam TEAM = TeamsTeam.of("Support", List.of(MIRA), "leads");

  @TempDir private Path folder;
  private SlackSandbox slack = start(SEEING);
  private final TeamsSandbox teams =
      TeamsSandbox.builder(InstantSource.system()).user(MIRA).team(TEAM).start();

  private static SlackSandbox start(Set<String> scopes) {
    return SlackSandbox.builder(InstantSource.system())
        .scopes(scopes)
        .user(SlackUser.member("U1", "mira"))
        .channel(WorkspaceChannel.open("C0IN", "leads", "U1"))
        .channel(WorkspaceChannel.open("C0OUT", "elsewhere").withMembers(Set.of("U1")))
        .channel(WorkspaceChannel.open("C0OLD", "old", "U1").archived())
        .start();
  }

  @AfterEach
  void stop() {
    slack.close();
    teams.close();
  }

  private Ran slackCheck(String entrance, String team, String... channels) throws IOException {
    people("slack_channel", channels);
    return run(
        "slack",
        """
        slack:
          %s
          bot_token: %s
          team_id: %s
          app_id: %s
          api_base: %s
          reply_origins: ["%s"]
        """
            .formatted(
                entrance,
                slack.botToken(),
                team,
                Workspace.APP_ID,
                slack.apiUrl(),
                slack.baseUrl()));
  }

  private Ran teamsCheck(String secret, String... channels) throws IOException {
    people("teams_channel", channels);
    return run(
        "teams",
        """
        teams:
          app_id: %s
          tenant_id: %s
          client_secret: %s
          openid_metadata: %s
          token_issuer: %s
          login_base: %s
          service_origins: ["%s"]
          cold_service: %s
        """
            .formatted(
                teams.appId(),
                teams.tenantId(),
                secret,
                teams.openIdMetadata(),
                teams.tokenIssuer(),
                teams.loginBase(),
                teams.baseUrl(),
                teams.coldServiceUrl()));
  }

  private void people(String key, String... channels) throws IOException {
    var text = new StringBuilder("people: [{id: mira, name: Mira}]\n");
    text.append(channels.length == 0 ? "" : "groups:\n");
    for (int i = 0; i < channels.length; i++) {
      text.append("  group-%d: {members: [mira], %s: '%s'}\n".formatted(i, key, channels[i]));
    }
    Files.writeString(folder.resolve("people.yaml"), text.toString());
  }

  private Ran run(String chat, String section) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("countersign.yaml"),
            "profile: sandbox\ndatabase: {url: 'jdbc:postgresql://nowhere/gate', password: hush}\n"
                + section);
    Ran ran = CommandTestCase.run(chat, "check", "--config", config.toString());
    assertThat(ran.out() + ran.err())
        .doesNotContain(
            slack.botToken(), slack.appToken(), slack.signingSecret(), teams.clientSecret());
    return ran;
  }

  private String signed() {
    return "signing_secret: " + slack.signingSecret();
  }

  @Test
  void anAppThatIsSetUpWellHasNothingToMend() throws Exception {
    Ran ran = slackCheck(signed(), Workspace.TEAM_ID, "C0IN");

    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out().lines())
        .anyMatch(line -> line.matches("ok +slack.bot_token +Slack knows it"))
        .anyMatch(line -> line.matches("ok +slack.team_id +T0SANDBOX"))
        .anyMatch(line -> line.matches("ok +scope chat:write +granted"))
        .anyMatch(line -> line.matches("ok +scope commands +granted"))
        .anyMatch(line -> line.matches("ok +the clock +\\d+ s from Slack's"))
        .anyMatch(line -> line.matches("ok +channel C0IN +the app is in it"))
        .last()
        .isEqualTo("Nothing is missing.");
    assertThat(slack.messages("C0IN")).as("it posts nothing").isEmpty();
  }

  @Test
  void channelsThatGetNoCardAreNamedWithWhatToDo() throws Exception {
    Ran ran = slackCheck(signed(), Workspace.TEAM_ID, "C0OUT", "C0OLD", "C0NONE");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out())
        .containsPattern("NO +channel C0OUT +the app is not in it")
        .contains("/invite @Countersign")
        .containsPattern("NO +channel C0OLD +archived")
        .containsPattern("NO +channel C0NONE +there is no such channel")
        .endsWith("3 to mend, marked NO." + System.lineSeparator());
  }

  @Test
  void aChannelOfAnotherOrganisationTooGetsNoCards() throws Exception {
    slack.workspace().put(WorkspaceChannel.open("C0SHARED", "shared", "U1").sharedOutside());
    Ran ran = slackCheck(signed(), Workspace.TEAM_ID, "C0SHARED");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out())
        .containsPattern("NO +channel C0SHARED .*Slack Connect.*gets no cards")
        .contains("slack.shared_channels");

    Ran meant =
        slackCheck(signed() + "\n  shared_channels: [C0SHARED]", Workspace.TEAM_ID, "C0SHARED");
    assertThat(meant.exitCode()).as(meant.out() + meant.err()).isZero();
    assertThat(meant.out()).containsPattern("note +channel C0SHARED .*Slack Connect");
  }

  @Test
  void aChannelOfAnotherWorkspaceOfTheOrganisationIsNotCalledAnotherOrganisations()
      throws Exception {
    slack
        .workspace()
        .put(WorkspaceChannel.open("C0SHARED", "shared", "U1").shared(Sharing.ORGANISATION));
    Ran ran = slackCheck(signed(), Workspace.TEAM_ID, "C0SHARED");

    assertThat(ran.out())
        .containsPattern("NO +channel C0SHARED .*other workspaces of your organisation")
        .doesNotContain("Slack Connect");
  }

  @Test
  void aMissingScopeSaysWhatItCostsAndOneTooManyIsNoted() throws Exception {
    slack.close();
    slack = start(Set.of("commands", "files:read"));
    Ran ran = slackCheck(signed(), Workspace.TEAM_ID, "C0IN");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out())
        .containsPattern("NO +scope chat:write +missing: no card is posted or updated")
        .containsPattern("note +scopes beyond +files:read")
        .containsPattern("unseen +channel C0IN +cannot be seen without channels:read");
  }

  @Test
  void aTokenOfAnotherWorkspaceAndOneThatIsNotTakenAreTold() throws Exception {
    assertThat(slackCheck(signed(), "T0OTHER").out())
        .containsPattern("NO +slack.team_id +the token is of workspace T0SANDBOX, not of T0OTHER");

    slack.fail("auth.test", new Fault.Answer("token_revoked"), 1);
    Ran revoked = slackCheck(signed(), Workspace.TEAM_ID);
    assertThat(revoked.exitCode()).isEqualTo(1);
    assertThat(revoked.out()).containsPattern("NO +slack.bot_token +.*token_revoked");

    slack.fail("auth.test", new Fault.Status(503), 1);
    assertThat(slackCheck(signed(), Workspace.TEAM_ID).out()).contains("http_503");
  }

  @Test
  void aSocketIsTriedAndNotOpened() throws Exception {
    String socket = "mode: socket\n  app_token: " + slack.appToken();
    Ran off = slackCheck(socket, Workspace.TEAM_ID);
    assertThat(off.exitCode()).isEqualTo(1);
    assertThat(off.out()).containsPattern("NO +slack.app_token +no socket").contains("Socket Mode");

    slack.socketMode();
    assertThat(slackCheck(socket, Workspace.TEAM_ID).out())
        .containsPattern("ok +slack.app_token +a socket may be opened");
    assertThat(slack.socketMode().awaitOpened(1, Duration.ofMillis(1))).isFalse();
  }

  @Test
  void aBotThatIsSetUpWellHasNothingToMend() throws Exception {
    Ran ran = teamsCheck(teams.clientSecret(), TEAM.channel("leads"));

    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out())
        .containsPattern("ok +the bot's credential +Entra gives tokens to app")
        .contains("the bot is in it, with");
  }

  @Test
  void aSecretThatEntraDoesNotTakeAndAChannelWithoutTheBotAreTold() throws Exception {
    Ran wrong = teamsCheck("sandbox-another-secret-of-a-bot", TEAM.channel("leads"));
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.out()).containsPattern("NO +the bot's credential +.*AADSTS7000215");

    Ran nowhere = teamsCheck(teams.clientSecret(), "19:nowhere@thread.tacv2");
    assertThat(nowhere.exitCode()).isEqualTo(1);
    assertThat(nowhere.out())
        .containsPattern("NO +channel 19:nowhere@thread.tacv2 +the bot is not in it");
  }

  @Test
  void withoutAChatThereIsNothingToCheck() throws Exception {
    for (String chat : List.of("slack", "teams")) {
      people("slack_channel");
      assertThat(run(chat, "").exitCode()).isEqualTo(2);
    }
  }
}
