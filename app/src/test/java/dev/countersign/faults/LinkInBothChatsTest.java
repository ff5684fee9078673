package dev.countersign.faults;

import static dev.countersign.faults.BothChats.LENA;
import static dev.countersign.faults.BothChats.NOOR;
import static dev.countersign.faults.BothChats.PATIENCE;
import static dev.countersign.faults.BothChats.SLACK_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsUser;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A person carries a code from a chat where nobody knows them to one where the gate does, on a
/// real server and a real Postgres between both emulated chats.
@Timeout(300)
class LinkInBothChatsTest {
  private static final Pattern CODE = Pattern.compile("[2-9A-Z]{4}-[2-9A-Z]{4}");
  private static final String NEWCOMER = "U0NEW";
  private static final String DIRECT = WorkspaceChannel.direct(LENA).id();
  private static final String CONFIRM = "Link it to me";

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private BothChats gate;
  private String own;

  @BeforeEach
  void start() throws Exception {
    gate = new BothChats(database, folder);
    own = chat(NOOR);
  }

  @AfterEach
  void stop() {
    gate.close();
  }

  @Test
  void aPersonOfSlackLinksTheirAccountInTeamsAndHasOneVoteByBoth() {
    String code = codeInTeams();
    Ephemeral question = slack(LENA, "link " + code);
    assertThat(question.rendered())
        .contains("Is this account yours?")
        .contains("Teams")
        .contains(NOOR.name())
        .contains(NOOR.aadObjectId().orElseThrow())
        .contains(gate.teams.tenantId())
        .contains("you asked for this code yourself");
    assertThat(links()).as("nobody pressed").isEmpty();

    assertThat(pressed(question)).contains("Done: your account in Teams is linked");

    assertThat(links()).isEqualTo("lena teams:" + account());
    String id = gate.propose(700);
    gate.approveInSlack(LENA, id);
    PostedActivity card = gate.keptInTeams(id);
    gate.press(NOOR, card, "view");
    assertThat(gate.voters(id)).containsExactly("lena");
    gate.approveInTeams(NOOR, id);
    assertThat(gate.voters(id)).as("one human with two accounts").containsExactly("lena");
    gate.approveInTeams(BothChats.JON, id);
    gate.inTeams(id, BothChats.ended("Executed"));
    assertThat(gate.damages()).isEmpty();
    assertThat(gate.deploymentDamages()).isEmpty();
  }

  @Test
  void bothChatsAreToldAndTheButtonThereUnlinksAtOnce() {
    pressed(slack(LENA, "link " + codeInTeams()));

    PostedMessage told =
        gate.slack
            .awaitMessage(
                DIRECT,
                message -> message.rendered().contains("An account was linked to you"),
                PATIENCE)
            .orElseThrow();
    assertThat(told.rendered())
        .contains(NOOR.aadObjectId().orElseThrow())
        .contains("[ Unlink it ]");
    inTeams(NOOR, own, text -> text.contains("An account was linked to you"));

    gate.slack.press(DIRECT, told.ts(), "Unlink it", LENA);

    assertThat(links()).isEmpty();
    gate.teams.say(NOOR.id(), own, "queue");
    inTeams(NOOR, own, text -> text.contains("not linked"));
    assertThat(gate.deploymentDamages()).isEmpty();
  }

  @Test
  void aPersonOfTeamsLinksTheirAccountInSlack() {
    joins(SlackUser.member(NEWCOMER, "tove sample"));
    String code = code(slack(NEWCOMER, "link").rendered());
    String theirs = chat(BothChats.TOVE);
    gate.teams.say(BothChats.TOVE.id(), theirs, "link " + code);
    PostedActivity question =
        inTeams(BothChats.TOVE, theirs, text -> text.contains("Is this account yours?"));
    assertThat(TeamsSandbox.text(question.card().orElseThrow()))
        .contains("tove sample", NEWCOMER, Workspace.TEAM_ID);

    gate.teams.press(BothChats.TOVE.id(), theirs, question.id(), CONFIRM, Map.of());

    assertThat(links()).isEqualTo("tove slack:" + Workspace.TEAM_ID + ":" + NEWCOMER);
    assertThat(slack(NEWCOMER, "queue").rendered()).contains("Nothing waits for you");
  }

  @Test
  void wordsAloneConfirmNothingWhoeverIsMadeToWriteThem() {
    String code = codeInTeams();

    assertThat(slack(LENA, "link " + code + " confirm").rendered())
        .contains("Is this account yours?");
    assertThat(slack(LENA, "unlink teams").rendered()).contains("(not_linked)");

    assertThat(links()).isEmpty();
  }

  @Test
  void whereOthersReadItNoCodeIsGivenAndNoneIsTaken() {
    assertThat(gate.askInTeams(NOOR, "link")).contains("(not_private)");
    String code = codeInTeams();
    assertThat(gate.askInTeams(BothChats.JON, "link " + code)).contains("(not_private)");
    assertThat(links()).isEmpty();
  }

  @Test
  void aCodeIsGoodOnceAndAWrongOneForNothing() {
    String code = codeInTeams();
    assertThat(slack(LENA, "link 2222-2222").rendered()).contains("(code_wrong)");
    Ephemeral first = slack(LENA, "link " + code);
    Ephemeral second = slack(BothChats.SANA, "link " + code);
    assertThat(pressed(first)).contains("Done");
    assertThat(pressed(second)).contains("(code_used)");
    assertThat(slack(BothChats.MIRA_IN_SLACK, "link " + code).rendered()).contains("(code_used)");
    assertThat(links()).isEqualTo("lena teams:" + account());
  }

  @Test
  void whoHasAnAccountThereOrIsKnownAlreadyIsToldWhatToDo() {
    String code = codeInTeams();
    assertThat(slack(BothChats.MIRA_IN_SLACK, "link " + code).rendered())
        .contains("(chat_taken)")
        .contains("unlink");
    assertThat(slack(LENA, "link").rendered()).contains("(already_linked)");
    joins(SlackUser.member(NEWCOMER, "zoe"));
    assertThat(slack(NEWCOMER, "link " + code).rendered()).contains("(not_a_person)");
    assertThat(slack(NEWCOMER, "unlink").rendered())
        .contains("is not linked to a person", "(not_a_person)")
        .doesNotContain("Nothing was linked");
    assertThat(links()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "IS_RESTRICTED,guest",
    "IS_ULTRA_RESTRICTED,guest",
    "IS_BOT,bot",
    "DELETED,deactivated"
  })
  void whoIsNoMemberGetsNoCode(SlackUser.Flag flag, String code) {
    joins(SlackUser.member(NEWCOMER, "zoe").with(flag));

    assertThat(slack(NEWCOMER, "link").rendered()).contains("(" + code + ")");
  }

  @Test
  void whomSlackSaysNothingOfGetsNoCode() {
    joins(SlackUser.member(NEWCOMER, "zoe"));
    gate.slack.fail("users.info", new Fault.Answer("missing_scope"), 1);

    assertThat(slack(NEWCOMER, "link").rendered()).contains("(not_told)");
  }

  @Test
  void whereLooseningTakesTwoOperatorsNobodyLinksInAChat() {
    String code = codeInTeams();
    Ephemeral question = slack(LENA, "link " + code);
    gate.deploy(policy -> policy + "\nloosening_needs_two: true\n");

    assertThat(pressed(question)).contains("(needs_operators)");
    assertThat(slack(LENA, "link " + code).rendered()).contains("(needs_operators)");
    assertThat(links()).isEmpty();
  }

  private String chat(TeamsUser user) {
    gate.teams.installFor(user.id());
    return gate.teams.personalChat(user);
  }

  private void joins(SlackUser user) {
    gate.slack.workspace().put(user);
    gate.slack
        .workspace()
        .put(
            WorkspaceChannel.open(
                SLACK_CHANNEL, "leads", BothChats.MIRA_IN_SLACK, LENA, BothChats.SANA, user.id()));
  }

  private String codeInTeams() {
    gate.teams.say(NOOR.id(), own, "link");
    return code(inTeams(NOOR, own, text -> text.contains("Your code is")).text());
  }

  private static String code(String text) {
    Matcher found = CODE.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group();
  }

  private Ephemeral slack(String user, String written) {
    return gate.slack
        .command(SLACK_CHANNEL, user, "/countersign", written)
        .reply()
        .orElseThrow(() -> new AssertionError("no answer to " + written));
  }

  private String pressed(Ephemeral question) {
    return gate.slack
        .awaitReply(gate.slack.press(question, CONFIRM), PATIENCE)
        .orElseThrow(() -> new AssertionError("no answer to a press"))
        .rendered();
  }

  private PostedActivity inTeams(TeamsUser user, String chat, Predicate<String> wanted) {
    return gate.teams
        .awaitMessage(
            chat,
            one ->
                one.author().equals(gate.teams.botId())
                    && wanted.test(one.card().map(TeamsSandbox::text).orElse(one.text())),
            PATIENCE)
        .orElseThrow(() -> new AssertionError("nothing so was told to " + user.name()));
  }

  private static String account() {
    return NOOR.tenantId().orElseThrow() + ":" + NOOR.aadObjectId().orElseThrow();
  }

  /// Who has linked what, by the people in force.
  private String links() {
    return gate.links();
  }
}
