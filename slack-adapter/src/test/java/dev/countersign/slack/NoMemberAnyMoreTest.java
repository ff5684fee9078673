package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SheetDouble;
import dev.countersign.card.CardView;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.DetailsDesk;
import dev.countersign.card.Intervention;
import dev.countersign.card.PressFlaw;
import dev.countersign.drawing.SampleRecords;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.SlackUser.Flag;
import dev.countersign.sandbox.slack.Submission.Outcome;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A linked account that became a guest's, a bot's or nobody's is refused at every way in of Slack.
class NoMemberAnyMoreTest extends SlackTestCase {
  private static final String MIRA = "U0MIRA";
  private static final String NO_MEMBER = "Only members of this organisation";
  private static final CardView CARD =
      SampleRecords.pendingMessage().offering(List.of(Intervention.ESCALATE));

  private String card = "";

  NoMemberAnyMoreTest() {
    super(Way.REQUESTS, PATIENCE, Set.of("chat:write", "commands", "users:read"));
  }

  @BeforeEach
  void postACard() {
    card = post(adapter.channel().render(CARD));
    details.set(_ -> {
      throw new AssertionError("no page is shown to whoever is no member");
    });
  }

  private void becomes(Flag flag) {
    slack.workspace().put(SlackUser.member(MIRA, "mira").with(flag));
  }

  private String told(SlackPress press) {
    return slack.awaitReply(press, AT_MOST).orElseThrow().text();
  }

  @ParameterizedTest
  @EnumSource
  void noPressOfTheirsCountsOrOpensAnything(Flag flag) {
    becomes(flag);

    assertThat(told(slack.press(APPROVALS.channel(), card, "approve", MIRA))).contains("outsider");
    assertThat(told(slack.press(APPROVALS.channel(), card, "edit", MIRA)))
        .isEqualTo("Only members edit here.");
    assertThat(told(slack.press(APPROVALS.channel(), card, "escalate", MIRA)))
        .isEqualTo("Only members ask here.");
    assertThat(desk.clicks()).isEmpty();
    assertThat(desk.flaws()).contains(PressFlaw.OUTSIDER);
    assertThat(slack.openedViews()).isEmpty();
  }

  @Test
  void noPageOfTheActionIsShownToThem() {
    becomes(Flag.IS_RESTRICTED);
    try (var accounts =
        new Accounts(
            new SlackWebApi(slack.apiUrl(), new Secret(slack.botToken()), Accounts.CALL_TIMEOUT),
            Workspace.TEAM_ID,
            clock)) {
      AccountId mira = new AccountId(Surface.SLACK, Workspace.TEAM_ID, MIRA);
      var look = new DetailsDesk.Look(mira, CARD.reference(), APPROVALS, card, 1);

      assertThat(new MembersOnly(accounts).desks(desks()).cards().details().look(look))
          .isInstanceOfSatisfying(
              DetailsDesk.Shown.Not.class, not -> assertThat(not.why()).contains(NO_MEMBER));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "home",
        "queue",
        "batch",
        "status prop_1",
        "recent",
        "extend prop_1",
        "problem prop_1 It was wrong",
        "unlink"
      })
  void noneOfTheirCommandsIsAnswered(String command) {
    becomes(Flag.IS_RESTRICTED);

    assertThat(answer(command)).contains(NO_MEMBER);
  }

  @Test
  void noFormThatTheyOpenedBeforeIsTaken() {
    String alarm =
        ((ChatChannel.Sent.Shown) adapter.channel().say(APPROVALS, SheetDouble.ALARM)).messageId();
    slack.press(APPROVALS.channel(), alarm, "ask.0", MIRA);
    OpenedView form = slack.modal(MIRA).orElseThrow();
    becomes(Flag.IS_RESTRICTED);
    clock.advance(Duration.ofHours(1));

    String written = "Refunds hung for an hour.";
    assertThat(
            slack
                .submit(
                    MIRA,
                    form,
                    Map.of(
                        "field_justification",
                        written,
                        "field_impact",
                        written,
                        "field_normal_way",
                        written,
                        "field_changes",
                        written))
                .outcome())
        .isInstanceOfSatisfying(
            Outcome.Updated.class,
            shown -> assertThat(shown.view().view().toString()).contains(NO_MEMBER, written));
    assertThat(sheets.sent()).isEmpty();
  }

  @Test
  void theirPageShowsNothing() {
    becomes(Flag.IS_RESTRICTED);

    slack.openHome(MIRA, "home");

    assertThat(slack.awaitHomes(MIRA, 1, AT_MOST)).isTrue();
    assertThat(slack.homes(MIRA).getLast().rendered()).contains(NO_MEMBER);
  }

  @Test
  void whatTheySendAfterwardsIsNotTaken() {
    slack.press(APPROVALS.channel(), card, "edit", MIRA);
    OpenedView edit = slack.modal(MIRA).orElseThrow();
    becomes(Flag.IS_ULTRA_RESTRICTED);
    clock.advance(Accounts.TRUSTED);

    assertThat(
            slack
                .submit(MIRA, edit, Map.of("subject", "Now", "text", "Pay me."))
                .outcome()
                .toString())
        .contains("Only members edit here.");
    assertThat(edits.edits()).isEmpty();
  }

  @Test
  void whileSlackDoesNotSayTheyAreAskedToTryAgain() {
    slack.fail("users.info", new Fault.Status(503), 2);

    assertThat(answer("queue")).startsWith("Slack did not confirm your account just now");
    assertThat(told(slack.press(APPROVALS.channel(), card, "edit", MIRA)))
        .startsWith("Slack did not confirm your account just now");
    assertThat(slack.openedViews()).isEmpty();
  }

  private String answer(String command) {
    return slack
        .command(APPROVALS.channel(), MIRA, "/countersign", command)
        .reply()
        .orElseThrow()
        .rendered();
  }
}
