package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.PostedCard;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Reply;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.slack.WorkspaceChannel.Sharing;
import dev.countersign.secret.Secret;
import dev.countersign.slack.SlackSettings.Entrance.Requests;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Channels that others than our own workspace see.
class SharedChannelsTest {
  private static final ChatAddress LEADS = new ChatAddress(Surface.SLACK, Workspace.TEAM_ID, "C01");
  private static final WorkspaceChannel CHANNEL =
      WorkspaceChannel.open(LEADS.channel(), "leads", "ULENA");

  private final SettableClock clock = new SettableClock(TestGate.START);
  private SlackSandbox slack =
      started(Set.of("chat:write", "commands", "channels:read", "groups:read"));
  private SlackAdapter adapter = adapter(Set.of());
  private final RenderedCard card = adapter.channel().render(SampleCards.pending("Refund"));

  @AfterEach
  void stop() {
    adapter.close();
    slack.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOBODY")
  void aChannelThatOthersSeeGetsNoCard(Sharing sharing) {
    slack.workspace().put(CHANNEL.shared(sharing));

    assertThat(post()).isEqualTo(new Sent.Refused(Obstacle.PLACE, "shared_channel"));
    assertThat(slack.messages(LEADS.channel())).isEmpty();
  }

  @Test
  void aSharedChannelThatTheSettingsNameGetsCards() {
    adapter.close();
    adapter = adapter(Set.of(LEADS.channel()));
    slack.workspace().put(CHANNEL.sharedOutside());

    assertThat(post()).isInstanceOf(Sent.Shown.class);
  }

  @Test
  void aChannelThatIsSharedLaterGetsNoneOnceTheAnswerIsOld() {
    assertThat(post()).isInstanceOf(Sent.Shown.class);
    slack.workspace().put(CHANNEL.sharedOutside());
    clock.advance(OpenChannels.TRUSTED.minusSeconds(1));
    assertThat(post()).isInstanceOf(Sent.Shown.class);

    clock.advance(OpenChannels.TRUSTED);
    assertThat(post()).isEqualTo(new Sent.Refused(Obstacle.PLACE, "shared_channel"));
  }

  @Test
  void newsForOnePersonIsInNoChannelAndIsTold() {
    AccountId lena = new AccountId(Surface.SLACK, Workspace.TEAM_ID, "ULENA");

    assertThat(adapter.channel().tell(lena, new Reply.Words("An account was linked to you.")))
        .isInstanceOf(Sent.Shown.class);
    assertThat(slack.messages(WorkspaceChannel.direct("ULENA").id())).hasSize(1);
  }

  @Test
  void aCardThatStandsThereIsStillBroughtUpToDate() {
    Sent.Shown shown = (Sent.Shown) post();
    slack.workspace().put(CHANNEL.sharedOutside());
    clock.advance(OpenChannels.TRUSTED);

    assertThat(adapter.channel().update(LEADS, shown.messageId(), card, DrawnCard.tokens(card)))
        .isEqualTo(shown);
  }

  @Test
  void withoutTheScopeCardsAreShownAsBefore() {
    adapter.close();
    slack.close();
    slack = started(SlackSandbox.SCOPES);
    adapter = adapter(Set.of());

    assertThat(post()).isInstanceOf(Sent.Shown.class);
  }

  @Test
  void whileSlackDoesNotSayNothingIsPosted() {
    slack.fail("conversations.info", new Fault.Status(503), 1);
    assertThat(post()).isInstanceOf(Sent.Later.class);
    assertThat(slack.messages(LEADS.channel())).isEmpty();

    assertThat(post()).isInstanceOf(Sent.Shown.class);
  }

  @Test
  void aRequestWhoseChannelIsSharedSaysSoAndIsShownOnceItIsNot() {
    TestGate gate = TestGate.behind(adapter.channel(), Workspace.TEAM_ID);
    slack.workspace().put(CHANNEL.sharedOutside());
    ProposalId id = gate.propose();
    gate.showCards();
    assertThat(failures(gate, id)).containsExactly("shared_channel");

    slack.workspace().put(CHANNEL);
    gate.clock.advance(OpenChannels.TRUSTED);
    gate.showCards();
    assertThat(failures(gate, id)).isEmpty();
    assertThat(slack.messages(LEADS.channel())).hasSize(1);
  }

  private static Stream<String> failures(TestGate gate, ProposalId id) {
    PostedCard card = gate.record(id).cards().getLast();
    return card.failure().stream().map(PostedCard.Failure::code);
  }

  private Sent post() {
    return adapter.channel().post(LEADS, card, DrawnCard.tokens(card));
  }

  private SlackSandbox started(Set<String> scopes) {
    return SlackSandbox.builder(clock)
        .scopes(scopes)
        .user(SlackUser.member("ULENA", "lena"))
        .channel(CHANNEL)
        .start();
  }

  private SlackAdapter adapter(Set<String> shared) {
    return new SlackAdapter(
        new SlackSettings(
            new Requests(new Secret(slack.signingSecret())),
            new Secret(slack.botToken()),
            Workspace.TEAM_ID,
            Workspace.APP_ID,
            slack.apiUrl(),
            Set.of(slack.baseUrl()),
            shared),
        clock,
        new RecordedMetrics());
  }
}
