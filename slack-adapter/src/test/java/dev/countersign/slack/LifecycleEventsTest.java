package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.FormOpening;
import dev.countersign.card.PressFlaw;
import dev.countersign.card.RenderedCard;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.Lifecycle;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.SlackUser.Flag;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Slack tells of channels and people makes the gate ask again, and is not believed itself.
@ParameterizedClass
@EnumSource(Way.class)
class LifecycleEventsTest extends SlackTestCase {
  private static final WorkspaceChannel CHANNEL =
      WorkspaceChannel.open(APPROVALS.channel(), "approvals", "U0MIRA");

  private final RenderedCard card = adapter.channel().render(SampleCards.pending("Refund"));

  LifecycleEventsTest(Way way) {
    super(
        way,
        PATIENCE,
        Set.of("chat:write", "commands", "channels:read", "groups:read", "users:read"));
  }

  @Test
  void aChannelThatSlackTellsIsSharedIsAskedAboutAtOnce() {
    post(card);
    slack.workspace().put(CHANNEL.sharedOutside());
    post(card);

    told(channel("channel_shared"));

    assertThat(sent()).isInstanceOf(Sent.Refused.class);
  }

  @Test
  void anEventThatIsNotTrueChangesNothing() {
    told(channel("channel_shared"));
    post(card);

    slack.workspace().put(CHANNEL.sharedOutside());
    told(channel("channel_unshared"));
    assertThat(sent()).isInstanceOf(Sent.Refused.class);
  }

  /// Private channels have events of their own names.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whateverHappensToAChannelHasItLookedAt(boolean isPrivate) {
    slack.workspace().put(isPrivate ? CHANNEL.closed() : CHANNEL);
    Lifecycle happens = slack.lifecycle();
    String id = APPROVALS.channel();
    List<Runnable> all =
        List.of(
            () -> happens.archive(id, "U0MIRA"),
            () -> happens.unarchive(id, "U0MIRA"),
            () -> happens.rename(id, "decisions"),
            () -> happens.inviteApp(id),
            () -> happens.delete(id));
    for (int number = 0; number < all.size(); number++) {
      all.get(number).run();
      places.await(number + 1);
    }
    assertThat(places.told()).containsOnly(APPROVALS.toString());
  }

  @Test
  void whereTheAppIsRemovedTheChannelIsLookedAt() {
    slack.lifecycle().removeApp(APPROVALS.channel(), "U0MIRA");
    places.await(2);

    assertThat(places.told()).as("Slack tells it twice").containsOnly(APPROVALS.toString());
  }

  @Test
  void somebodyElseWhoLeavesAChannelIsNothing() {
    slack.lifecycle().leave(APPROVALS.channel(), "U0MIRA");
    slack.lifecycle().archive(APPROVALS.channel(), "U0GUEST");
    places.await(1);

    assertThat(places.told()).hasSize(1);
  }

  @Test
  void anAppThatIsSaidToBeGoneHasAllItsPlacesLookedAt() {
    slack.lifecycle().tellRevoked();
    places.await(1);
    slack.lifecycle().tellUninstalled();
    places.await(2);

    assertThat(places.told()).containsOnly("slack " + APPROVALS.tenant());
  }

  @Test
  void anotherIdOfAChannelIsToldOnlyWhereSlackConfirmsIt() {
    told(
        JsonObject.builder()
            .put("type", "channel_id_changed")
            .put("old_channel_id", APPROVALS.channel())
            .put("new_channel_id", "C0OTHER")
            .build());
    places.await(1);
    assertThat(places.told()).as("it is still called so").containsOnly(APPROVALS.toString());

    slack.lifecycle().changeId(APPROVALS.channel(), "C0OTHER");
    places.await(2);
    assertThat(places.told().getLast()).isEqualTo(APPROVALS + " is slack:T0SANDBOX:C0OTHER");
  }

  @Test
  void eventsOfAnotherWorkspaceHaveNothingLookedAt() {
    for (String type : List.of("channel_archive", "app_uninstalled")) {
      slack.deliverEvent(payload(channel(type)).with("team_id", Json.of("T0ELSEWHERE")));
    }
    slack.lifecycle().archive(APPROVALS.channel(), "U0MIRA");
    places.await(1);

    assertThat(places.told()).containsExactly(APPROVALS.toString());
  }

  @Test
  void anAccountThatSlackTellsHasChangedIsAskedAboutAtOnce() {
    String message = post(card);
    slack.press(APPROVALS.channel(), message, "approve", "U0MIRA");
    assertThat(desk.clicks()).hasSize(1);
    slack.workspace().put(SlackUser.member("U0MIRA", "mira").with(Flag.IS_RESTRICTED));

    told(
        JsonObject.builder()
            .put("type", "user_change")
            .put("user", JsonObject.builder().put("id", "U0MIRA").build())
            .build());
    slack.press(APPROVALS.channel(), message, "approve", "U0MIRA");

    assertThat(desk.clicks()).hasSize(1);
    assertThat(desk.flaws()).contains(PressFlaw.OUTSIDER);
  }

  @ParameterizedTest
  @EnumSource
  void whoIsNoFullMemberGetsNoFormAndIsToldWhy(Flag flag) {
    String message = post(card);
    slack.workspace().put(SlackUser.member("U0MIRA", "mira").with(flag));
    desk.opens(click ->
        new FormOpening.Not(
            new ClickAnswer(
                ClickAnswer.Kind.OUTSIDER,
                WireName.of(click.flaw().orElseThrow()),
                "Only members decide here.")));

    SlackPress press = slack.press(APPROVALS.channel(), message, "reject", "U0MIRA");

    assertThat(slack.awaitReply(press, AT_MOST).orElseThrow().text())
        .isEqualTo("Only members decide here.");
    assertThat(slack.openedViews()).isEmpty();
    assertThat(desk.opened())
        .singleElement()
        .satisfies(click -> assertThat(click.flaw()).contains(PressFlaw.OUTSIDER));
  }

  @Test
  void whileSlackDoesNotSayWhoAsksNoFormOpens() {
    String message = post(card);
    slack.fail("users.info", new Fault.Status(503), 1);

    SlackPress press = slack.press(APPROVALS.channel(), message, "reject", "U0MIRA");

    assertThat(slack.awaitReply(press, AT_MOST).orElseThrow().text())
        .startsWith("Slack did not confirm your account just now");
    assertThat(slack.openedViews()).isEmpty();
    assertThat(desk.opened()).isEmpty();
  }

  @Test
  void anEventOfAnotherWorkspaceIsRefused() {
    post(card);
    slack.workspace().put(CHANNEL.sharedOutside());

    slack.deliverEvent(payload(channel("channel_shared")).with("team_id", Json.of("T0ELSEWHERE")));

    post(card);
  }

  private static JsonObject channel(String type) {
    return JsonObject.builder().put("type", type).put("channel", APPROVALS.channel()).build();
  }

  private JsonObject payload(JsonObject event) {
    return slack.homeOpened("U0MIRA", "home").with("event", event);
  }

  private void told(JsonObject event) {
    slack.deliverEvent(payload(event));
  }

  private Sent sent() {
    return adapter.channel().post(APPROVALS, card, DrawnCard.tokens(card));
  }
}
