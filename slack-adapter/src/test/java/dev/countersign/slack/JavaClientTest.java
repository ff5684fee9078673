package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.response.users.UsersInfoResponse;
import com.slack.api.methods.response.views.ViewsOpenResponse;
import com.slack.api.model.block.Blocks;
import com.slack.api.model.block.composition.BlockCompositions;
import com.slack.api.model.block.element.BlockElements;
import com.slack.api.model.view.View;
import com.slack.api.model.view.Views;
import dev.countersign.SettableClock;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Slack's own client for Java, with its own types, on the emulated Slack: what the gate does not
/// use of it as well, so that the emulation is not only what the gate believes.
class JavaClientTest {
  private static final String CHANNEL = "C0APPROVALS";
  private static final String PERSON = "U0MIRA";

  private final SettableClock clock = new SettableClock(SlackTestCase.NOW);
  private final SlackSandbox sandbox =
      SlackSandbox.builder(clock)
          .scopes(
              Set.of("chat:write", "channels:read", "im:write", "usergroups:read", "users:read"))
          .user(SlackUser.member(PERSON, "mira"))
          .channel(WorkspaceChannel.open(CHANNEL, "approvals", PERSON))
          .start();
  private final Slack slack = Slack.getInstance(config(sandbox));
  private final MethodsClient client = slack.methods(sandbox.botToken());

  private static SlackConfig config(SlackSandbox of) {
    var config = new SlackConfig();
    config.setMethodsEndpointUrlPrefix(of.apiUrl().toString());
    config.setStatsEnabled(false);
    return config;
  }

  @AfterEach
  void close() throws Exception {
    slack.close();
    sandbox.close();
  }

  @Test
  void aMessageIsPostedChangedAndTakenBack() throws Exception {
    var posted =
        client.chatPostMessage(r ->
            r.channel(CHANNEL)
                .text("card")
                .blocks(List.of(Blocks.header(h -> h.text(BlockCompositions.plainText("One"))))));
    assertThat(posted.isOk()).isTrue();
    assertThat(posted.getMessage().getBlocks()).hasSize(1);
    assertThat(posted.getMessage().getBlocks().getFirst().getBlockId()).isNotEmpty();
    String ts = posted.getTs();
    assertThat(client.chatUpdate(r -> r.channel(CHANNEL).ts(ts).text("over")).isOk()).isTrue();
    assertThat(sandbox.messages(CHANNEL)).extracting("text").containsExactly("over");
    assertThat(client.chatDelete(r -> r.channel(CHANNEL).ts(ts)).getTs()).isEqualTo(ts);
    assertThat(client.chatDelete(r -> r.channel(CHANNEL).ts(ts)).getError())
        .isEqualTo("message_not_found");
    assertThat(
            client
                .chatPostEphemeral(r -> r.channel(CHANNEL).user(PERSON).text("psst"))
                .getMessageTs())
        .isEqualTo(sandbox.ephemerals(CHANNEL).getFirst().ts());
  }

  @Test
  void peopleChannelsGroupsAndConversationsAreRead() throws Exception {
    sandbox.workspace().putGroup("S0SUPPORT", Set.of(PERSON));
    assertThat(client.authTest(r -> r).getBotId()).isEqualTo(Workspace.BOT_ID);
    assertThat(client.usersInfo(r -> r.user(PERSON)).getUser().getName()).isEqualTo("mira");
    var channel = client.conversationsInfo(r -> r.channel(CHANNEL)).getChannel();
    assertThat(channel.getName()).isEqualTo("approvals");
    assertThat(channel.isExtShared()).isFalse();
    assertThat(client.usergroupsUsersList(r -> r.usergroup("S0SUPPORT")).getUsers())
        .containsExactly(PERSON);
    var direct = client.conversationsOpen(r -> r.users(List.of(PERSON)).returnIm(true));
    assertThat(direct.getChannel().isIm()).isTrue();
    assertThat(client.chatPostMessage(r -> r.channel(direct.getChannel().getId()).text("a")).isOk())
        .isTrue();
  }

  @Test
  void viewsAreShownOnePerTriggerAndChangedByHash() throws Exception {
    String trigger = trigger();
    ViewsOpenResponse opened = client.viewsOpen(r -> r.triggerId(trigger).view(modal("One")));
    assertThat(opened.isOk()).isTrue();
    View shown = opened.getView();
    assertThat(shown.getRootViewId()).isEqualTo(shown.getId());
    assertThat(shown.getAppInstalledTeamId()).isEqualTo(Workspace.TEAM_ID);
    assertThat(client.viewsOpen(r -> r.triggerId(trigger).view(modal("Two"))).getError())
        .isEqualTo("exchanged_trigger_id");
    String another = trigger();
    assertThat(client.viewsPush(r -> r.triggerId(another).view(modal("Three"))).isOk()).isTrue();
    assertThat(
            client
                .viewsUpdate(r -> r.viewId(shown.getId()).hash(shown.getHash()).view(modal("Four")))
                .isOk())
        .isTrue();
    assertThat(
            client
                .viewsUpdate(r -> r.viewId(shown.getId()).hash(shown.getHash()).view(modal("Five")))
                .getError())
        .isEqualTo("hash_conflict");
    View home = Views.view(v -> v.type("home").blocks(List.of(Blocks.divider())));
    assertThat(client.viewsPublish(r -> r.userId(PERSON).view(home)).isOk()).isTrue();

    String late = trigger();
    clock.advance(Duration.ofSeconds(3));
    assertThat(client.viewsOpen(r -> r.triggerId(late).view(modal("Six"))).getError())
        .isEqualTo("expired_trigger_id");
  }

  @Test
  void refusalsCarryWhatTheClientReadsInThem() throws Exception {
    try (var narrow = SlackSandbox.builder(clock).scopes(Set.of("commands")).start()) {
      Slack theirs = Slack.getInstance(config(narrow));
      UsersInfoResponse refused = theirs.methods(narrow.botToken()).usersInfo(r -> r.user(PERSON));
      theirs.close();
      assertThat(refused.getError()).isEqualTo("missing_scope");
      assertThat(refused.getNeeded()).isEqualTo("users:read");
      assertThat(refused.getProvided()).isEqualTo("commands");
    }
    var tooLong =
        client.chatPostMessage(r ->
            r.channel(CHANNEL)
                .text("a")
                .blocks(
                    List.of(
                        Blocks.header(h -> h.text(BlockCompositions.plainText("x".repeat(151)))))));
    assertThat(tooLong.getError()).isEqualTo("invalid_blocks");
    assertThat(tooLong.getResponseMetadata().getMessages())
        .containsExactly(
            "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]");
    sandbox.fail("auth.test", new Fault.RateLimited(Duration.ofSeconds(30)), 1);
    assertThatThrownBy(() -> client.authTest(r -> r))
        .isInstanceOfSatisfying(
            SlackApiException.class,
            limited -> {
              assertThat(limited.getResponse().code()).isEqualTo(429);
              assertThat(limited.getResponse().header("Retry-After")).isEqualTo("30");
            });
  }

  @Test
  void aSocketsAddressIsForTheAppsTokenAlone() throws Exception {
    sandbox.socketMode();
    var opened = slack.methods(sandbox.appToken()).appsConnectionsOpen(r -> r);
    assertThat(opened.getUrl()).startsWith("ws://127.0.0.1:").contains("ticket=");
    assertThat(client.appsConnectionsOpen(r -> r.token(sandbox.botToken())).getError())
        .isEqualTo("not_allowed_token_type");
  }

  private String trigger() throws Exception {
    var posted =
        client.chatPostMessage(r ->
            r.channel(CHANNEL)
                .text("card")
                .blocks(
                    List.of(
                        Blocks.actions(
                            List.of(
                                BlockElements.button(b ->
                                    b.actionId("open")
                                        .text(BlockCompositions.plainText("Open"))))))));
    return sandbox.payload(CHANNEL, posted.getTs(), "open", PERSON).text("trigger_id");
  }

  private static View modal(String title) {
    return Views.view(v ->
        v.type("modal")
            .title(Views.viewTitle(t -> t.type("plain_text").text(title)))
            .blocks(List.of(Blocks.divider())));
  }
}
