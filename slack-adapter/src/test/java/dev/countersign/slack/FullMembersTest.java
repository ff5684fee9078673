package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.Inputs;
import dev.countersign.card.PressFlaw;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.SlackUser.Flag;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.secret.Secret;
import dev.countersign.slack.BoundedCalls.Waited;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who decides is asked about when they decide.
class FullMembersTest {
  private static final SlackUser LENA = SlackUser.member("ULENA", "lena");

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final DeskDouble desk = new DeskDouble();
  private final BoundedCalls calls = new BoundedCalls(BoundedCalls.PATIENCE);
  private SlackSandbox slack = started(Set.of("chat:write", "commands", "users:read"));
  private Accounts members = members();

  @AfterEach
  void stop() {
    members.close();
    calls.close();
    slack.close();
  }

  @Test
  void aFullMemberDecides() {
    assertThat(press()).isEqualTo(DeskDouble.COUNTED);
    assertThat(desk.clicks()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aLinkedAccountThatIsNoFullMemberAnyMoreDecidesNothing(Flag flag) {
    slack.workspace().put(LENA.with(flag));

    assertThat(press().kind()).isEqualTo(ClickAnswer.Kind.OUTSIDER);
    assertThat(desk.flaws()).as("told to the desk, which notes it").contains(PressFlaw.OUTSIDER);
    assertThat(desk.clicks()).isEmpty();
  }

  @Test
  void anAccountOfAnotherWorkspaceDecidesNothing() {
    slack.workspace().put(LENA.from("T0ELSEWHERE"));
    assertThat(press().kind()).isEqualTo(ClickAnswer.Kind.OUTSIDER);
  }

  @Test
  void whoIsDeactivatedDecidesNothingOnceTheAnswerIsOld() {
    press();
    slack.workspace().put(LENA.with(Flag.DELETED));
    clock.advance(Accounts.TRUSTED);

    assertThat(press().kind()).isEqualTo(ClickAnswer.Kind.OUTSIDER);
    assertThat(desk.clicks()).hasSize(1);
  }

  @Test
  void whileSlackDoesNotSayNothingIsDecided() {
    slack.fail("users.info", new Fault.Status(503), 1);
    ClickAnswer answer = press();
    assertThat(answer.kind()).isEqualTo(ClickAnswer.Kind.UNAVAILABLE);
    assertThat(answer.code()).isEqualTo("account_not_confirmed");
    assertThat(desk.clicks()).isEmpty();

    assertThat(press()).isEqualTo(DeskDouble.COUNTED);
  }

  @Test
  void anAnswerThatDoesNotComeIsNotWaitedForBeyondItsShareOfSlacksPatience() {
    slack.fail("users.info", new Fault.Hang(), 1);
    assertThat(press().code()).isEqualTo("account_not_confirmed");
    assertThat(Accounts.CALL_TIMEOUT).isLessThan(BoundedCalls.PATIENCE);
  }

  @Test
  void withoutTheScopeAccountsCountAsTheCallbackShowsThem() {
    members.close();
    slack.close();
    slack = started(SlackSandbox.SCOPES);
    members = members();
    slack.workspace().put(LENA.with(Flag.IS_RESTRICTED));

    assertThat(press()).isEqualTo(DeskDouble.COUNTED);
  }

  private ClickAnswer press() {
    var click =
        new Click(
            new AccountId(Surface.SLACK, Workspace.TEAM_ID, LENA.id()),
            new ChatAddress(Surface.SLACK, Workspace.TEAM_ID, "C01"),
            "1795996800.000100",
            "a.b.c",
            Inputs.NONE,
            Digest.of("press"));
    Waited<ClickAnswer> waited =
        new BoundedClickDesk(new MembersOnly(members).clicks(desk), calls).ask(click);
    return ((Waited.Done<ClickAnswer>) waited).result();
  }

  private SlackSandbox started(Set<String> scopes) {
    return SlackSandbox.builder(clock).scopes(scopes).user(LENA).start();
  }

  private Accounts members() {
    return new Accounts(
        new SlackWebApi(slack.apiUrl(), new Secret(slack.botToken()), Accounts.CALL_TIMEOUT),
        Workspace.TEAM_ID,
        clock);
  }
}
