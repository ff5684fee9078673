package dev.countersign.sandbox.teams;

import static dev.countersign.sandbox.teams.Samples.card;
import static dev.countersign.sandbox.teams.Samples.execute;
import static dev.countersign.sandbox.teams.Samples.json;
import static dev.countersign.sandbox.teams.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConversationEventsTest extends TeamsTestCase {

  @Test
  void whatIsSaidWhereOthersReadCarriesAMention() {
    TeamsDelivery said = teams.say(MIRA.id(), CHANNEL, "queue");
    assertThat(said.acknowledged()).isTrue();
    JsonObject seen = bot.last().activity();
    assertThat(seen.text("type")).isEqualTo("message");
    assertThat(seen.text("text")).isEqualTo("<at>Countersign</at> queue");
    assertThat(entities(seen)).containsExactly("mention", "clientInfo");
    assertThat(seen.object("conversation").text("id"))
        .isEqualTo(CHANNEL + ";messageid=" + seen.text("id"));
    assertThat(seen.object("recipient").text("id")).isEqualTo(teams.botId());
    assertThat(seen.object("recipient").has("isTargeted")).isFalse();
    assertThat(teams.messages(CHANNEL)).hasSize(1);
  }

  @Test
  void aPersonalChatNeedsNoMention() {
    teams.installFor(MIRA.id());
    teams.say(MIRA.id(), teams.personalChat(MIRA), "queue");
    JsonObject seen = bot.last().activity();
    assertThat(seen.text("text")).isEqualTo("queue");
    assertThat(seen.object("conversation").text("conversationType")).isEqualTo("personal");
    assertThat(seen.object("conversation").has("isGroup")).isFalse();
    assertThat(entities(seen)).containsExactly("clientInfo");
  }

  @Test
  void aSlashCommandIsTargetedAtTheBot() {
    teams.command(MIRA.id(), CHANNEL, "status prop_1");
    JsonObject seen = bot.last().activity();
    assertThat(seen.text("type")).isEqualTo("message");
    assertThat(seen.text("text")).isEqualTo("status prop_1");
    assertThat(seen.object("recipient").bool("isTargeted")).isTrue();
    assertThat(teams.messagesFor(MIRA.id(), CHANNEL)).hasSize(1);
    assertThat(teams.messagesFor(JON.id(), CHANNEL)).isEmpty();
  }

  @Test
  void installingIsToldAndOpensTheConversation() throws Exception {
    assertThat(client.send(BARE.id(), text("a")).status()).isEqualTo(403);
    assertThatThrownBy(() -> teams.say(MIRA.id(), BARE.id(), "a")).hasMessage("app_not_installed");
    List<TeamsDelivery> told = teams.install(MIRA.id(), BARE.id());
    assertThat(told)
        .extracting(one -> one.activity().text("type"))
        .containsExactly("conversationUpdate", "installationUpdate");
    assertThat(told.getFirst().activity().objects("membersAdded", one -> one.text("id")))
        .containsExactly(teams.botId());
    assertThat(told.getLast().activity().text("action")).isEqualTo("add");
    assertThat(client.send(BARE.id(), text("a")).status()).isEqualTo(201);
  }

  @Test
  void uninstallingFromATeamClosesEveryChannel() throws Exception {
    List<TeamsDelivery> told = teams.uninstall(MIRA.id(), CHANNEL);
    assertThat(told.getFirst().activity().text("action")).isEqualTo("remove");
    assertThat(told.getLast().activity().objects("membersRemoved", one -> one.text("id")))
        .containsExactly(teams.botId());
    assertThat(client.send(CHANNEL, text("a")).code()).isEqualTo("403 BotNotInConversationRoster");
    assertThat(client.send(TEAM.id(), text("a")).code())
        .isEqualTo("403 BotNotInConversationRoster");
    teams.install(MIRA.id(), TEAM.id());
    assertThat(client.send(CHANNEL, text("a")).status()).isEqualTo(201);
  }

  @Test
  void aChannelIsRenamedAndDeleted() throws Exception {
    JsonObject renamed = teams.renameChannel(MIRA.id(), CHANNEL, "decisions").activity();
    assertThat(renamed.object("channelData").text("eventType")).isEqualTo("channelRenamed");
    assertThat(renamed.object("channelData").object("channel"))
        .isEqualTo(json("{'id':'" + CHANNEL + "','name':'decisions'}"));
    assertThat(client.send(CHANNEL, text("a")).status()).isEqualTo(201);

    JsonObject deleted = teams.deleteChannel(MIRA.id(), CHANNEL).activity();
    assertThat(deleted.object("channelData").text("eventType")).isEqualTo("channelDeleted");
    assertThat(client.send(CHANNEL, text("a")).code()).isEqualTo("404 ConversationNotFound");
  }

  @Test
  void whoLeavesNoLongerPresses() throws Exception {
    String id = posted(card("a", execute("approve", "t")));
    JsonObject left = teams.leave(JON.id(), CHANNEL).activity();
    assertThat(left.objects("membersRemoved", one -> one.text("id"))).containsExactly(JON.id());
    assertThatThrownBy(() -> press(JON, id, "approve")).hasMessage("user_not_in_conversation");
  }

  @Test
  void peopleDeleteTheirOwnMessagesOnly() throws Exception {
    String own = teams.say(MIRA.id(), CHANNEL, "a").activity().text("id");
    String cards = posted(card("a"));
    JsonObject told = teams.deleteOwn(MIRA.id(), CHANNEL, own).activity();
    assertThat(told.text("type")).isEqualTo("messageDelete");
    assertThat(told.text("id")).isEqualTo(own);
    assertThat(told.object("channelData").text("eventType")).isEqualTo("softDeleteMessage");
    assertThatThrownBy(() -> teams.deleteOwn(MIRA.id(), CHANNEL, cards))
        .hasMessage("not_ones_own_message");
  }

  @Test
  void aSubmitArrivesAsAMessageWithAValue() throws Exception {
    JsonObject fallback = json("{'type':'Action.Submit','data':{'verb':'approve','t':'token'}}");
    String id =
        posted(
            card(
                "a",
                execute("approve", "token").with("fallback", fallback),
                json(
                    "{'type':'Action.Submit','title':'Tell','data':{'msteams':{'type':'messageBack',"
                        + "'text':'told'}}}"),
                json(
                    "{'type':'Action.Submit','title':'Ask','data':{'msteams':{'type':'task/fetch'}}}")));
    JsonObject seen = teams.submit(MIRA.id(), CHANNEL, id, "approve", Map.of()).activity();
    assertThat(seen.text("type")).isEqualTo("message");
    assertThat(seen.has("text")).isFalse();
    assertThat(seen.text("replyToId")).isEqualTo(id);
    assertThat(seen.object("value")).isEqualTo(json("{'verb':'approve','t':'token'}"));
    assertThat(teams.submit(MIRA.id(), CHANNEL, id, "Tell", Map.of()).activity().text("text"))
        .isEqualTo("told");
    assertThatThrownBy(() -> teams.submit(MIRA.id(), CHANNEL, id, "Ask", Map.of()))
        .hasMessage("unsupported_submit");
  }

  @Test
  void aChangedActivityIsSentAsItIs() throws Exception {
    String id = posted(card("a", execute("approve", "t")));
    JsonObject activity = teams.activity(MIRA.id(), CHANNEL, id, "approve", Map.of());
    assertThat(bot.received()).isEmpty();
    JsonObject changed = activity.with("replyToId", Json.of("other"));
    assertThat(teams.invoke(changed).acknowledged()).isTrue();
    assertThat(bot.last().activity()).isEqualTo(changed);
    assertThat(teams.tell(changed).acknowledged()).isTrue();
  }

  private static List<String> entities(JsonObject activity) {
    return activity.objects("entities", one -> one.text("type"));
  }
}
