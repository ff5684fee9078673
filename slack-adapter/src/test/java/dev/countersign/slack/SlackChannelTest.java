package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Ring;
import dev.countersign.card.Run;
import dev.countersign.drawing.SampleRecords;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.request.Decision;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.wire.Rung;
import dev.countersign.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackChannelTest extends SlackTestCase {
  private final RenderedCard card = adapter.channel().render(SampleRecords.pendingMessage());

  @Test
  void aPostedCardIsTheRenderedOneWithItsTokens() {
    String ts = post(card);
    PostedMessage posted = slack.messages(APPROVALS.channel()).getFirst();
    assertThat(posted.ts()).isEqualTo(ts);
    assertThat(posted.blocks()).isEqualTo(DrawnCard.sent(card));
    assertThat(posted.text()).isEqualTo(card.body().text("text"));
  }

  @Test
  void anUpdateReplacesTheCardInPlace() {
    String ts = post(card);
    RenderedCard settled = adapter.channel().render(SampleRecords.rejectedMessage());
    assertThat(adapter.channel().update(APPROVALS, ts, settled, Map.of()))
        .isEqualTo(new Sent.Shown(ts));
    PostedMessage shown = slack.messages(APPROVALS.channel()).getFirst();
    assertThat(shown.versions()).hasSize(2);
    assertThat(shown.rendered()).contains("Rejected").doesNotContain("[ Approve");
  }

  @Test
  void slacksOwnPauseIsKeptWithinBounds() {
    slack.fail("chat.postMessage", new Fault.RateLimited(Duration.ofSeconds(7)), 1);
    assertThat(send()).isEqualTo(new Sent.Later(Duration.ofSeconds(7), "ratelimited", true));
    assertThat(send())
        .as("nothing is sent before it is over")
        .isEqualTo(new Sent.Later(Duration.ofSeconds(7), Sent.Later.OWN_PACE));
    clock.advance(Duration.ofSeconds(7));
    slack.fail("chat.postMessage", new Fault.RateLimited(Duration.ZERO), 1);
    assertThat(send()).isEqualTo(new Sent.Later(Duration.ofSeconds(1), "ratelimited", true));
    clock.advance(Duration.ofSeconds(1));
    slack.fail("chat.postMessage", new Fault.RateLimited(Duration.ofDays(1)), 1);
    assertThat(send()).isEqualTo(new Sent.Later(Duration.ofMinutes(5), "ratelimited", true));
  }

  @ParameterizedTest
  @CsvSource({
    "service_unavailable,10",
    "fatal_error,10",
    "internal_error,10",
    "rate_limited,10",
    "streaming_state_conflict,10",
    "never_heard_of,10"
  })
  void whatMayPassIsTriedAgain(String error, long seconds) {
    slack.fail("chat.postMessage", new Fault.Answer(error), 1);
    assertThat(send()).isEqualTo(new Sent.Later(Duration.ofSeconds(seconds), error));
  }

  @ParameterizedTest
  @CsvSource({
    "channel_not_found,PLACE",
    "not_in_channel,PLACE",
    "is_archived,PLACE",
    "is_inactive,PLACE",
    "restricted_action_read_only_channel,PLACE",
    "invalid_auth,PLACE",
    "token_revoked,PLACE",
    "missing_scope,PLACE",
    "account_inactive,PLACE",
    "invalid_blocks,CARD",
    "msg_too_long,CARD",
    "msg_blocks_too_long,CARD",
    "cant_update_message,LOCKED",
    "edit_window_closed,LOCKED",
    "block_mismatch,LOCKED",
    "message_not_found,GONE"
  })
  void whatStandsInTheWayIsNamed(String error, Obstacle obstacle) {
    slack.fail("chat.postMessage", new Fault.Answer(error), 1);
    assertThat(send()).isEqualTo(new Sent.Refused(obstacle, error));
  }

  @Test
  void wordsGoBelowTheMessageAndNothingInThemIsParsed() {
    String ts = post(card);
    assertThat(adapter.channel().reply(APPROVALS, ts, "It <!here> is & stays *rejected*."))
        .isInstanceOf(Sent.Shown.class);
    PostedMessage said = slack.messages(APPROVALS.channel()).getLast();
    assertThat(said.threadTs()).contains(ts);
    assertThat(said.text()).isEqualTo("It &lt;!here&gt; is &amp; stays *rejected*.");
    assertThat(said.blocks().toString()).contains("plain_text");
  }

  @Test
  void aReminderNamesPeopleOfThisWorkspaceAndNothingElseInItIsParsed() {
    String ts = post(card);
    assertThat(
            adapter
                .channel()
                .remind(
                    APPROVALS,
                    ts,
                    "Still open <!channel> & <@U0OTHER>",
                    Ring.of(
                        List.of(
                            human("Lena", APPROVALS.tenant(), "ULENA"),
                            human("Vera", "T0ELSEWHERE", "UVERA"),
                            human("Mallory <!here>", APPROVALS.tenant(), "U1><!here")))))
        .isInstanceOf(Sent.Shown.class);

    PostedMessage said = slack.messages(APPROVALS.channel()).getLast();
    assertThat(said.threadTs()).contains(ts);
    assertThat(said.text())
        .isEqualTo("<@ULENA> Still open &lt;!channel&gt; &amp; &lt;@U0OTHER&gt;");
    assertThat(said.blocks().toString())
        .contains("ULENA")
        .doesNotContain("UVERA", "Mallory")
        .contains("Still open <!channel> & <@U0OTHER>");
  }

  @Test
  void aPostNamesPeopleAndGroupsBesideTheCardAndItsFirstChangeTakesThemAway() {
    slack.workspace().putGroup("S0LEADS", Set.of("U0GUEST"));
    Ring ring =
        new Ring(
            List.of(
                human("Mira", APPROVALS.tenant(), "U0MIRA"), human("Vera", "T0ELSEWHERE", "UVERA")),
            new TreeSet<>(Set.of("S0LEADS", "<!channel>")));
    Sent sent = adapter.channel().post(APPROVALS, card, DrawnCard.tokens(card), ring);

    PostedMessage posted = slack.messages(APPROVALS.channel()).getLast();
    assertThat(sent).isEqualTo(new Sent.Shown(posted.ts()));
    assertThat(posted.rendered()).contains("Asked: ").doesNotContain("UVERA", "!channel");
    assertThat(slack.rung()).extracting(Rung::user).containsExactlyInAnyOrder("U0MIRA", "U0GUEST");

    adapter.channel().update(APPROVALS, posted.ts(), card, DrawnCard.tokens(card));
    assertThat(slack.messages(APPROVALS.channel()).getLast().blocks())
        .isEqualTo(DrawnCard.sent(card));
    assertThat(slack.rung()).hasSize(2);
  }

  @Test
  void aReminderOfNobodyIsWordsAlone() {
    String ts = post(card);
    adapter.channel().remind(APPROVALS, ts, "Still open", Ring.NOBODY);

    assertThat(slack.messages(APPROVALS.channel()).getLast().text()).isEqualTo("Still open");
  }

  private static Run.Human human(String name, String team, String user) {
    return new Run.Human(name, Set.of(new AccountId(Surface.SLACK, team, user)));
  }

  @Test
  void anErrorThatIsNoCodeIsNotRepeated() {
    slack.fail("chat.postMessage", new Fault.Answer("<script> " + slack.botToken()), 1);
    assertThat(send()).isEqualTo(new Sent.Later(ApiErrors.PAUSE, "unknown_error"));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 404, 500, 502, 503})
  void aGatewaysAnswerIsTriedAgain(int status) {
    slack.fail("chat.postMessage", new Fault.Status(status), 1);
    assertThat(send()).isEqualTo(new Sent.Later(ApiErrors.PAUSE, "http_" + status));
  }

  @Test
  void aBrokenConnectionIsReportedAndNotSilentlyRepeated() {
    slack.fail("chat.postMessage", new Fault.Drop(), 1);
    assertThat(send()).isEqualTo(new Sent.Later(ApiErrors.PAUSE, "unreachable"));
    slack.fail("chat.postMessage", new Fault.ApplyThenDrop(), 1);
    assertThat(send()).isEqualTo(new Sent.Later(ApiErrors.PAUSE, "unreachable"));
    assertThat(slack.messages(APPROVALS.channel())).hasSize(1);
  }

  private SlackChannel channel(SlackWebApi api) {
    return new SlackChannel(
        APPROVALS.tenant(),
        api,
        new Pace(clock),
        open(api),
        new Accounts(api, APPROVALS.tenant(), clock));
  }

  @Test
  void aSlackThatHangsIsGivenUpInTime() {
    slack.fail("chat.postMessage", new Fault.Hang(), 1);
    try (var api =
        new SlackWebApi(slack.apiUrl(), new Secret(slack.botToken()), Duration.ofMillis(200))) {
      assertThat(channel(api).post(APPROVALS, card, tokens()))
          .isEqualTo(new Sent.Later(ApiErrors.PAUSE, "timeout"));
    }
  }

  @Test
  void aWrongTokenClosesEveryPlace() {
    try (var api = new SlackWebApi(slack.apiUrl(), new Secret("xoxb-wrong-token"))) {
      assertThat(channel(api).post(APPROVALS, card, tokens()))
          .isEqualTo(new Sent.Refused(Obstacle.PLACE, "invalid_auth"));
    }
  }

  @Test
  void tokensMustBeExactlyThoseAskedFor() {
    assertThatThrownBy(() -> adapter.channel().post(APPROVALS, card, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("token-");
  }

  @Test
  void otherWorkspacesAreNotOurs() {
    for (ChatAddress elsewhere :
        new ChatAddress[] {
          new ChatAddress(Surface.SLACK, "T0OTHER", "C1"),
          new ChatAddress(Surface.TEAMS, APPROVALS.tenant(), "C1")
        }) {
      assertThatThrownBy(() -> adapter.channel().post(elsewhere, card, tokens()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private Sent send() {
    return adapter.channel().post(APPROVALS, card, tokens());
  }

  private Map<Decision, String> tokens() {
    return DrawnCard.tokens(card);
  }

  private OpenChannels open(SlackWebApi api) {
    return new OpenChannels(api, clock, Set.of());
  }
}
