package dev.countersign.executors.slack;

import static dev.countersign.executors.ChatSupport.credential;
import static dev.countersign.executors.slack.SupportInSlack.CHANNEL;
import static dev.countersign.executors.slack.SupportInSlack.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.ReadersLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.executors.ConnectionsCheck;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.WorkspaceChannel.Sharing;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the emulated Slack says of a channel before a message is posted there, or in its place.
class AskedChannelTest {
  private static final String INFO = "conversations.info";
  private static final String DRY_RUN = ",\"dry_run\":true";
  private static final String INTERNAL = ",\"audience\":\"internal\"";
  private static final Action MESSAGE = message("Your invoice is paid.", "");
  private static final AgentId AGENT = new AgentId("support-bot");
  private static final Outcome NOT_ALLOWED = new Outcome.Failed("audience_not_allowed", 0);

  private final SupportInSlack support =
      SupportInSlack.start(Set.of("chat:write", "channels:read"));
  private final SlackSandbox slack = support.slack();

  @AfterEach
  void nothingWasPostedByLooking() {
    support.close();
  }

  private TargetTrial tried() {
    ExecutorRegistry registry = support.with(DRY_RUN).registry();
    assertThat(registry.triesOut(MESSAGE)).isTrue();
    TargetTrial trial = registry.tryOut(MESSAGE);
    assertThat(slack.calls("chat.postMessage")).isZero();
    return trial;
  }

  private ReadersLook asked() {
    ExecutorRegistry registry = support.with(INTERNAL).registry();
    assertThat(registry.asksWhoReads(MESSAGE)).isTrue();
    ReadersLook look = registry.whoReads(MESSAGE, AGENT);
    assertThat(slack.calls("chat.postMessage")).isZero();
    return look;
  }

  @Test
  void aDryRunWhereTheAppMayPostWouldWork() {
    assertThat(tried()).isEqualTo(TargetTrial.works());
    assertThat(slack.calls(INFO)).isOne();
  }

  @Test
  void whereTheFileDoesNotSaySoNobodyIsAsked() {
    ExecutorRegistry registry = support.registry();
    assertThat(registry.triesOut(MESSAGE)).isFalse();
    assertThat(registry.asksWhoReads(MESSAGE)).isFalse();
    assertThat(support.post(MESSAGE)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(slack.calls(INFO)).isZero();
  }

  @Test
  void whatCouldNotBeSentIsNotAskedEither() {
    ExecutorRegistry registry = support.with(DRY_RUN + INTERNAL).registry();
    Action tooLong = message("a".repeat(3001), "");
    assertThat(registry.triesOut(tooLong)).isFalse();
    assertThat(registry.asksWhoReads(tooLong)).isFalse();
  }

  @Test
  void aDryRunSaysWhyAMessageWouldNotArrive() {
    support.becomes(support.channel().archived());
    assertThat(tried()).isEqualTo(TargetTrial.fails("conversation_archived"));
    support.becomes(support.channel().restored().withMembers(Set.of("U0MIRA")));
    assertThat(tried()).isEqualTo(TargetTrial.fails("not_in_conversation"));
    support.becomes(support.channel().closed());
    assertThat(tried())
        .as("a private channel does not exist for an app that is not in it")
        .isEqualTo(TargetTrial.fails("conversation_not_found"));
  }

  @Test
  void aDryRunIsOfTheConnectionsAudienceToo() {
    support.becomes(support.channel().sharedOutside());
    assertThat(support.with(DRY_RUN + INTERNAL).registry().tryOut(MESSAGE))
        .isEqualTo(TargetTrial.fails("audience_not_allowed"));
    assertThat(tried()).as("any").isEqualTo(TargetTrial.works());
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_auth, WOULD_FAIL, target_refused",
    "token_revoked, WOULD_FAIL, target_refused",
    "missing_scope, NOT_TRIED, conversation_not_read",
    "a_code_of_tomorrow, NOT_TRIED, conversation_not_read",
    "internal_error, NOT_TRIED, conversation_not_read",
  })
  void whatSlackRefusesToSayIsNoPromise(String error, String finding, String code) {
    slack.fail(INFO, new Fault.Answer(error), 1);
    TargetTrial trial = tried();
    assertThat(trial.finding()).hasToString(finding);
    assertThat(trial.code()).contains(code);
  }

  @Test
  void whomNobodyReachesSaysNothing() {
    slack.fail(INFO, new Fault.RateLimited(Duration.ofSeconds(9)), 1);
    assertThat(tried()).isEqualTo(TargetTrial.notTried("conversation_not_read"));
    slack.fail(INFO, new Fault.Status(503), 1);
    assertThat(tried()).isEqualTo(TargetTrial.notTried("conversation_not_read"));
    slack.fail(INFO, new Fault.Drop(), 1);
    assertThat(tried()).isEqualTo(TargetTrial.notTried("no_answer"));
    slack.fail(INFO, new Fault.Hang(), 1);
    assertThat(tried()).isEqualTo(TargetTrial.notTried("timeout"));
  }

  @Test
  void withoutTheScopeToPostADryRunWouldFail() {
    try (SupportInSlack mute = SupportInSlack.start(Set.of("channels:read"))) {
      assertThat(mute.with(DRY_RUN).registry().tryOut(MESSAGE))
          .isEqualTo(TargetTrial.fails("target_refused"));
    }
  }

  @Test
  void anAppThatMayPostInEveryPublicChannelNeedNotBeInIt() {
    try (SupportInSlack wide =
        SupportInSlack.start(Set.of("channels:read", "chat:write", "chat:write.public"))) {
      wide.becomes(wide.channel().withMembers(Set.of("U0MIRA")));
      assertThat(wide.with(DRY_RUN).registry().tryOut(MESSAGE)).isEqualTo(TargetTrial.works());
    }
  }

  @Test
  void insideOfTheOrganisationPeopleAreAskedAndTheMessageIsPosted() {
    assertThat(asked()).isEqualTo(new ReadersLook.Allowed());
    support.becomes(support.channel().shared(Sharing.ORGANISATION));
    assertThat(asked()).isEqualTo(new ReadersLook.Allowed());
    assertThat(support.with(INTERNAL).post(MESSAGE)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(slack.messages(CHANNEL)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Sharing.class,
      names = {"OUTSIDE", "PENDING"})
  void whereOthersReadNobodyIsAskedAndNothingIsPosted(Sharing shared) {
    support.becomes(support.channel().shared(shared));
    assertThat(asked())
        .isInstanceOfSatisfying(
            ReadersLook.Not.class, not -> assertThat(not.why()).satisfies(AskedChannelTest::names));
    assertThat(support.with(INTERNAL).post(MESSAGE)).isEqualTo(NOT_ALLOWED);
    assertThat(slack.messages(CHANNEL)).isEmpty();
  }

  private static void names(Inadmissible why) {
    assertThat(why.code()).isEqualTo("audience_not_allowed");
    assertThat(why.pointer()).isEqualTo("/proposed_changes/to/0/address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"internal", "none"})
  void whatTheAgentSaysOfItsAudienceMovesNothing(String said) {
    support.becomes(support.channel().sharedOutside());
    Action claimed =
        said.equals("none") ? MESSAGE : message("Hello", ",\"audience\":\"" + said + "\"");
    assertThat(support.with(INTERNAL).post(claimed)).isEqualTo(NOT_ALLOWED);
  }

  @Test
  void whoOpensTheChannelAfterItWasAskedForIsSeenRightBeforeThePost() {
    assertThat(asked()).isEqualTo(new ReadersLook.Allowed());
    support.becomes(support.channel().sharedOutside());
    assertThat(support.with(INTERNAL).post(MESSAGE)).isEqualTo(NOT_ALLOWED);
    assertThat(slack.calls("chat.postMessage")).isZero();
  }

  @Test
  void whereSlackDoesNotSayNothingIsPosted() {
    for (Fault fault : new Fault[] {new Fault.Answer("missing_scope"), new Fault.Status(503)}) {
      slack.fail(INFO, fault, 2);
      assertThat(asked()).isEqualTo(new ReadersLook.NotRead("conversation_not_read"));
      assertThat(support.with(INTERNAL).post(MESSAGE))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.code()).isEqualTo("conversation_not_read"));
    }
    slack.fail(INFO, new Fault.Hang(), 1);
    assertThat(support.with(INTERNAL).post(MESSAGE))
        .isEqualTo(new Outcome.Failed("timeout_before_send", 0));
    assertThat(slack.calls("chat.postMessage")).isZero();
  }

  @Test
  void theCheckMissesTheScopeToAsk() {
    try (SupportInSlack blind = SupportInSlack.start(Set.of("chat:write"))) {
      assertThat(found(blind.with(DRY_RUN))).contains("neither channels:read nor groups:read");
      assertThat(found(blind.with(INTERNAL))).contains("neither channels:read nor groups:read");
      assertThat(found(blind)).contains("chat:write is among them");
    }
    assertThat(found(support.with(DRY_RUN))).contains("chat:write is among them");
  }

  private static String found(SupportInSlack support) {
    return ConnectionsCheck.ofThisMachine(credential(support.slack().botToken()))
        .of(support.connections().find("support").orElseThrow())
        .toString();
  }
}
