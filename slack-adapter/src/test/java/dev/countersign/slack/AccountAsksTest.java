package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.card.ChatProfile.Standing;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.secret.Secret;
import dev.countersign.slack.AccountAsks.Purpose;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is asked about accounts never uses up what Slack lets us ask, whoever makes us ask. The
/// emulated Slack refuses what is beyond the tier of the method.
class AccountAsksTest {
  private static final int TIER = 100;

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final SlackSandbox slack = started();
  private final Accounts accounts = accounts();

  @AfterEach
  void stop() {
    accounts.close();
    slack.close();
  }

  @Test
  void fiveWhoAskWithoutEndCostFiveCallsAMinute() {
    for (int time = 0; time < 20; time++) {
      for (int who = 0; who < 5; who++) {
        assertThat(accounts.of("USTRANGER" + who, Purpose.QUESTION).standing())
            .isEqualTo(Standing.MEMBER);
      }
    }
    assertThat(calls()).isEqualTo(5);
  }

  @Test
  void howeverManyStrangersAskDecisionsOfOthersAreAskedAbout() {
    for (int who = 0; who < 2 * TIER; who++) {
      accounts.of("USTRANGER" + who, Purpose.QUESTION);
    }
    assertThat(calls()).isEqualTo(AccountAsks.MOST_FOR_QUESTIONS);

    for (int who = 0; who < AccountAsks.MOST - AccountAsks.MOST_FOR_QUESTIONS; who++) {
      assertThat(accounts.of("ULEAD" + who, Purpose.DECISION).standing())
          .isEqualTo(Standing.MEMBER);
    }
    assertThat(calls()).isEqualTo(AccountAsks.MOST).isLessThan(TIER);
  }

  @Test
  void oneWhoseProfileChangesAllTheTimeSpendsNoMoreThanTheirShare() {
    for (int time = 0; time < TIER; time++) {
      accounts.forget("ULEAD0");
      accounts.of("ULEAD0", time % 2 == 0 ? Purpose.QUESTION : Purpose.DECISION);
    }
    assertThat(calls()).isEqualTo(AccountAsks.MOST_OF_ONE);
    assertThat(accounts.of("ULEAD1", Purpose.DECISION).standing()).isEqualTo(Standing.MEMBER);
  }

  @Test
  void whatMayNotBeAskedIsNotKnownAndIsAskedAfterAMinute() {
    for (int time = 0; time < TIER; time++) {
      accounts.forget("ULEAD0");
      accounts.of("ULEAD0", Purpose.QUESTION);
    }
    accounts.forget("ULEAD0");
    assertThat(accounts.of("ULEAD0", Purpose.QUESTION).standing()).isEqualTo(Standing.UNKNOWN);

    clock.advance(AccountAsks.SPAN);
    assertThat(accounts.of("ULEAD0", Purpose.QUESTION).standing()).isEqualTo(Standing.MEMBER);
  }

  /// Replicas count for themselves: together they may ask more than Slack lets them.
  @Test
  void onceSlackSaysThatItIsTooMuchQuestionsWaitForDecisions() {
    Accounts other = accounts();
    for (int who = 0; who < AccountAsks.MOST; who++) {
      other.of("ULEAD" + who, Purpose.DECISION);
    }
    for (int who = 0; who < TIER - AccountAsks.MOST; who++) {
      accounts.of("ULEAD" + who, Purpose.DECISION);
    }
    assertThat(accounts.of("USTRANGER1", Purpose.QUESTION).standing()).isEqualTo(Standing.UNKNOWN);
    clock.advance(Duration.ofSeconds(59));
    int before = calls();
    accounts.of("USTRANGER2", Purpose.QUESTION);
    assertThat(calls()).as("not asked").isEqualTo(before);
    clock.advance(Duration.ofSeconds(1));
    other.close();

    assertThat(accounts.of("ULEAD1", Purpose.DECISION).standing()).isEqualTo(Standing.MEMBER);
    assertThat(accounts.of("USTRANGER1", Purpose.QUESTION).standing()).isEqualTo(Standing.MEMBER);
  }

  private int calls() {
    return slack.calls("users.info");
  }

  private SlackSandbox started() {
    var builder = SlackSandbox.builder(clock).scopes(Set.of("chat:write", "users:read")).tiers();
    for (int who = 0; who < 2 * TIER; who++) {
      builder.user(SlackUser.member("USTRANGER" + who, "stranger"));
      builder.user(SlackUser.member("ULEAD" + who, "lead"));
    }
    return builder.start();
  }

  private Accounts accounts() {
    return new Accounts(
        new SlackWebApi(slack.apiUrl(), new Secret(slack.botToken()), Accounts.CALL_TIMEOUT),
        Workspace.TEAM_ID,
        clock);
  }
}
