package dev.countersign.executors.teams;

import static dev.countersign.executors.teams.SupportInTeams.CHANNEL;
import static dev.countersign.executors.teams.SupportInTeams.MIRA;
import static dev.countersign.executors.teams.SupportInTeams.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.execution.ReadersLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.sandbox.teams.ConnectorOperation;
import dev.countersign.sandbox.teams.TeamsFault;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsUser;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the emulated connector says of a conversation before a message is posted there, or in its
/// place.
class AskedRosterTest {
  private static final String DRY_RUN = ",\"dry_run\":true";
  private static final String INTERNAL = ",\"audience\":\"internal\"";
  private static final Action MESSAGE = message("Your invoice is paid.", "");
  private static final AgentId AGENT = new AgentId("support-bot");
  private static final Outcome NOT_ALLOWED = new Outcome.Failed("audience_not_allowed", 0);

  private final SupportInTeams support = SupportInTeams.start();
  private final TeamsSandbox teams = support.teams();

  /// The app of a connection listens nowhere.
  @BeforeEach
  void connect() {
    teams.connect(URI.create("http://127.0.0.1:9/"));
  }

  @AfterEach
  void close() {
    support.close();
  }

  private TargetTrial tried() {
    ExecutorRegistry registry = support.with(DRY_RUN).registry();
    assertThat(registry.triesOut(MESSAGE)).isTrue();
    TargetTrial trial = registry.tryOut(MESSAGE);
    assertThat(teams.messages(CHANNEL)).isEmpty();
    return trial;
  }

  private ReadersLook asked() {
    ExecutorRegistry registry = support.with(INTERNAL).registry();
    assertThat(registry.asksWhoReads(MESSAGE)).isTrue();
    ReadersLook look = registry.whoReads(MESSAGE, AGENT);
    assertThat(teams.messages(CHANNEL)).isEmpty();
    return look;
  }

  private void fail(TeamsFault fault, int times) {
    teams.fail(ConnectorOperation.PAGED_MEMBERS, fault, times);
  }

  @Test
  void aDryRunWhereTheAppIsInstalledWouldWork() {
    assertThat(tried()).isEqualTo(TargetTrial.works());
    assertThat(teams.calls()).hasSize(1);
  }

  @Test
  void whereTheFileDoesNotSaySoNobodyIsAsked() {
    ExecutorRegistry registry = support.registry();
    assertThat(registry.triesOut(MESSAGE)).isFalse();
    assertThat(registry.asksWhoReads(MESSAGE)).isFalse();
    assertThat(support.post(MESSAGE)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(teams.calls()).hasSize(1);
  }

  @Test
  void aDryRunSaysWhyAMessageWouldNotArrive() {
    teams.uninstall(MIRA.id(), CHANNEL);
    assertThat(tried()).isEqualTo(TargetTrial.fails("not_in_conversation"));
    teams.deleteChannel(MIRA.id(), CHANNEL);
    assertThat(tried()).isEqualTo(TargetTrial.fails("conversation_not_found"));
  }

  @ParameterizedTest
  @CsvSource({
    "401, BotNotRegistered, WOULD_FAIL, target_refused",
    "403, BotDisabledByAdmin, WOULD_FAIL, target_refused",
    "412, PreconditionFailed, NOT_TRIED, conversation_not_read",
    "500, ServiceError, NOT_TRIED, conversation_not_read",
  })
  void whatTheConnectorRefusesToSayIsNoPromise(
      int status, String error, String finding, String code) {
    fail(new TeamsFault.Answer(status, error), 1);
    TargetTrial trial = tried();
    assertThat(trial.finding()).hasToString(finding);
    assertThat(trial.code()).contains(code);
  }

  @Test
  void whomNobodyReachesSaysNothing() {
    fail(new TeamsFault.Throttled(Duration.ofSeconds(9)), 1);
    assertThat(tried()).isEqualTo(TargetTrial.notTried("conversation_not_read"));
    fail(new TeamsFault.Drop(), 1);
    assertThat(tried()).isEqualTo(TargetTrial.notTried("no_answer"));
    fail(new TeamsFault.Hang(), 1);
    assertThat(tried()).isEqualTo(TargetTrial.notTried("timeout"));
    teams.fail(ConnectorOperation.TOKEN, new TeamsFault.Status(503), 1);
    assertThat(tried()).isEqualTo(TargetTrial.notTried("credential_unavailable"));
  }

  @Test
  void amongPeopleOfTheTenantPeopleAreAskedAndTheMessageIsPosted() {
    teams.join(TeamsUser.member("Jon"), CHANNEL);
    assertThat(asked()).isEqualTo(new ReadersLook.Allowed());
    assertThat(support.with(INTERNAL).post(MESSAGE)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(teams.messages(CHANNEL)).hasSize(1);
  }

  static List<TeamsUser> others() {
    return List.of(
        TeamsUser.guest("Gast"),
        TeamsUser.invited("Ivo"),
        TeamsUser.foreign("Fay"),
        TeamsUser.anonymous("Anon"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void whereOthersReadNobodyIsAskedAndNothingIsPosted(TeamsUser other) {
    assertThat(asked()).isEqualTo(new ReadersLook.Allowed());
    teams.join(other, CHANNEL);
    assertThat(asked())
        .isInstanceOfSatisfying(
            ReadersLook.Not.class,
            not -> assertThat(not.why().code()).isEqualTo("audience_not_allowed"));
    assertThat(support.with(INTERNAL).post(MESSAGE)).isEqualTo(NOT_ALLOWED);
    assertThat(support.with(INTERNAL + DRY_RUN).registry().tryOut(MESSAGE))
        .isEqualTo(TargetTrial.fails("audience_not_allowed"));
    assertThat(teams.messages(CHANNEL)).isEmpty();
  }

  @Test
  void whereItIsNotSaidOfWhichTenantSomebodyIsNobodyIsAskedAndNothingIsPosted() {
    teams.join(TeamsUser.ofUntoldTenant("Hal"), CHANNEL);
    assertThat(asked()).isEqualTo(new ReadersLook.NotRead("conversation_not_read"));
    assertThat(support.with(INTERNAL).post(MESSAGE))
        .isEqualTo(new Outcome.Failed("conversation_not_read", 0));
    assertThat(support.with(INTERNAL + DRY_RUN).registry().tryOut(MESSAGE))
        .isEqualTo(TargetTrial.notTried("conversation_not_read"));
    assertThat(teams.messages(CHANNEL)).isEmpty();
  }

  @Test
  void whoStandsOnTheLastPageIsSeen() {
    for (int i = 0; i < 2 * TeamsRoster.PAGE_SIZE; i++) {
      teams.join(TeamsUser.member("Person " + i), CHANNEL);
    }
    assertThat(asked()).isEqualTo(new ReadersLook.Allowed());
    teams.join(TeamsUser.guest("Gast"), CHANNEL);
    assertThat(support.with(INTERNAL).post(MESSAGE)).isEqualTo(NOT_ALLOWED);
  }

  @Test
  void whereTheConnectorDoesNotSayNothingIsPosted() {
    fail(new TeamsFault.Status(503), 2);
    assertThat(asked()).isEqualTo(new ReadersLook.NotRead("conversation_not_read"));
    assertThat(support.with(INTERNAL).post(MESSAGE))
        .isEqualTo(new Outcome.Failed("conversation_not_read", 503));
    fail(new TeamsFault.Hang(), 1);
    assertThat(support.with(INTERNAL).post(MESSAGE))
        .isEqualTo(new Outcome.Failed("timeout_before_send", 0));
    assertThat(teams.messages(CHANNEL)).isEmpty();
  }
}
