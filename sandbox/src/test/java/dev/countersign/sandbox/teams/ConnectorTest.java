package dev.countersign.sandbox.teams;

import static dev.countersign.sandbox.teams.Samples.card;
import static dev.countersign.sandbox.teams.Samples.execute;
import static dev.countersign.sandbox.teams.Samples.json;
import static dev.countersign.sandbox.teams.Samples.message;
import static dev.countersign.sandbox.teams.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorTest extends TeamsTestCase {

  @Test
  void aSentCardIsThereWithItsId() throws Exception {
    var answer = client.send(CHANNEL, message(card("a", execute("approve", "t"))));
    assertThat(answer.status()).isEqualTo(201);
    PostedActivity posted = teams.message(CHANNEL, answer.id()).orElseThrow();
    assertThat(posted.card().orElseThrow().text("version")).isEqualTo("1.5");
    assertThat(posted.author()).isEqualTo(teams.botId());
    assertThat(posted.thread()).isEqualTo(posted.id());
  }

  @Test
  void idsAreUniqueAndIncreaseWhileTheClockStandsStill() throws Exception {
    long first = Long.parseLong(client.send(CHANNEL, text("a")).id());
    long second = Long.parseLong(client.send(CHANNEL, text("b")).id());
    assertThat(first).isEqualTo(clock.instant().toEpochMilli());
    assertThat(second).isEqualTo(first + 1);
  }

  @Test
  void anUpdateReplacesTheBaseAndKeepsTheId() throws Exception {
    String id = posted(card("before"));
    assertThat(client.update(CHANNEL, id, message(card("after"))).id()).isEqualTo(id);
    assertThat(TeamsSandbox.text(teams.card(CHANNEL, id).orElseThrow())).contains("after");
    assertThat(teams.message(CHANNEL, id).orElseThrow().versions()).hasSize(2);
  }

  @Test
  void aDeletedMessageIsGone() throws Exception {
    String id = posted(card("a"));
    assertThat(client.delete(CHANNEL, id).status()).isEqualTo(200);
    assertThat(teams.messages(CHANNEL)).isEmpty();
    assertThat(client.update(CHANNEL, id, text("b")).code())
        .isEqualTo("404 ActivityNotFoundInConversation");
    assertThat(client.delete(CHANNEL, id).code()).isEqualTo("404 ActivityNotFoundInConversation");
  }

  @Test
  void aMessageTakenAwayByAnOwnerIsNotFound() throws Exception {
    String id = posted(card("a"));
    teams.takeAway(CHANNEL, id);
    assertThat(client.update(CHANNEL, id, text("b")).code())
        .isEqualTo("404 ActivityNotFoundInConversation");
  }

  @Test
  void anotherConversationHasNoSuchActivity() throws Exception {
    String id = posted(card("a"));
    assertThat(client.update(CHAT.id(), id, text("b")).code())
        .isEqualTo("404 ActivityNotFoundInConversation");
  }

  @Test
  void othersMessagesAreNotOnesOwn() throws Exception {
    String id = teams.say(MIRA.id(), CHANNEL, "queue").activity().text("id");
    assertThat(client.update(CHANNEL, id, text("b")).status()).isEqualTo(403);
    assertThat(client.delete(CHANNEL, id).status()).isEqualTo(403);
  }

  @Test
  void aThreadBeginsInAChannelAndTakesReplies() throws Exception {
    JsonObject wanted =
        json("{'isGroup':true,'channelData':{'channel':{'id':'" + CHANNEL + "'}}}")
            .with("activity", text("first"));
    var created = client.create(wanted);
    assertThat(created.status()).isEqualTo(201);
    String first = created.json().text("activityId");
    assertThat(created.id()).isEqualTo(CHANNEL + ";messageid=" + first);

    String reply = client.send(created.id(), text("second")).id();
    assertThat(teams.message(CHANNEL, reply).orElseThrow().thread()).isEqualTo(first);
    assertThat(client.update(created.id(), reply, text("changed")).status()).isEqualTo(200);
    assertThat(client.send(CHANNEL + ";messageid=1", text("a")).code())
        .isEqualTo("404 ConversationNotFound");
  }

  @Test
  void aConversationIdMayStandUnescapedInThePath() throws Exception {
    String first = posted(card("a"));
    URI address =
        URI.create(
            teams.serviceUrl()
                + "v3/conversations/"
                + CHANNEL
                + ";messageid="
                + first
                + "/activities");
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + client.fetchToken())
            .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"message\",\"text\":\"b\"}"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }
    assertThat(teams.messages(CHANNEL)).last().extracting(PostedActivity::thread).isEqualTo(first);
  }

  @Test
  void aChatWithOnePersonBeginsByEitherId() throws Exception {
    var byMri = client.create(chatWith(MIRA.id()));
    var byObject = client.create(chatWith(MIRA.aadObjectId().orElseThrow()));
    assertThat(byMri.status()).isEqualTo(201);
    assertThat(byMri.id()).isEqualTo(byObject.id()).isEqualTo(teams.personalChat(MIRA));
    assertThat(client.send(byMri.id(), text("hello")).status()).isEqualTo(201);
    assertThat(teams.messagesFor(MIRA.id(), byMri.id())).hasSize(1);
    assertThat(teams.messagesFor(JON.id(), byMri.id())).isEmpty();
  }

  @Test
  void whoeverTheBotDoesNotReachGetsNoChat() throws Exception {
    assertThat(client.create(chatWith(OUTSIDER.id())).code())
        .isEqualTo("403 BotNotInConversationRoster");
    assertThat(client.create(chatWith(NOBODY.id())).code())
        .isEqualTo("403 BotNotInConversationRoster");
    assertThat(client.create(chatWith("29:unknown")).code())
        .isEqualTo("403 BotNotInConversationRoster");
  }

  @Test
  void aChatWithoutTheTenantIsForbidden() throws Exception {
    assertThat(client.create(json("{'members':[{'id':'" + MIRA.id() + "'}]}")).status())
        .isEqualTo(403);
    JsonObject elsewhere =
        chatWith(MIRA.id())
            .with("channelData", json("{'tenant':{'id':'" + teams.otherTenantId() + "'}}"));
    assertThat(client.create(elsewhere).status()).isEqualTo(403);
  }

  @Test
  void botsBeginNoGroupChats() throws Exception {
    JsonObject two = json("{'isGroup':true,'members':[{'id':'29:a'},{'id':'29:b'}]}");
    assertThat(client.create(two).code()).isEqualTo("400 BadSyntax");
    JsonObject plain =
        chatWith(MIRA.id())
            .with("members", new JsonArray(json("{'a':[{'id':'a'},{'id':'b'}]}").items("a")));
    assertThat(client.create(plain).code()).isEqualTo("400 BadSyntax");
    assertThat(client.create(chatWith(MIRA.id()).with("bot", json("{'id':'28:x'}"))).code())
        .isEqualTo("400 BadArgument");
  }

  @Test
  void aBotThatIsNotThereIsRefused() throws Exception {
    assertThat(client.send(BARE.id(), text("a")).code())
        .isEqualTo("403 BotNotInConversationRoster");
    assertThat(client.send("19:nowhere@thread.v2", text("a")).code())
        .isEqualTo("404 ConversationNotFound");
  }

  @Test
  void aBotThatIsBlockedIsRefused() throws Exception {
    String chat = client.create(chatWith(MIRA.id())).id();
    teams.setBlocked(MIRA.id(), true);
    assertThat(client.send(chat, text("a")).code()).isEqualTo("403 ConversationBlockedByUser");
    assertThat(client.send(CHANNEL, text("a")).status()).isEqualTo(201);
    teams.setBlocked(MIRA.id(), false);
    assertThat(client.send(chat, text("a")).status()).isEqualTo(201);
  }

  @Test
  void aBotThatIsNotRegisteredOrDisabledIsRefused() throws Exception {
    teams.setAllowedByAdmin(false);
    assertThat(client.send(CHANNEL, text("a")).code()).isEqualTo("403 BotDisabledByAdmin");
    teams.setAllowedByAdmin(true);
    teams.setRegistered(false);
    assertThat(client.send(CHANNEL, text("a")).code()).isEqualTo("401 BotNotRegistered");
  }

  @Test
  void aMessageIsMeasuredInUtf16() throws Exception {
    int around = "{\"text\":\"\",\"type\":\"message\"}".length();
    int most = Connector.MAX_MESSAGE_BYTES / 2 - around;
    assertThat(client.send(CHANNEL, text("x".repeat(most))).status()).isEqualTo(201);
    assertThat(client.send(CHANNEL, text("x".repeat(most + 1))).code())
        .isEqualTo("413 MessageSizeTooBig");
    assertThat(client.send(CHANNEL, text("€".repeat(most))).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'type':'message'}",
        "{'type':'message','text':' '}",
        "{'type':'invoke','text':'a'}",
        "{'type':'message','text':1}",
        "{'type':'message','attachments':{}}",
        "{'type':'message','attachments':[{'contentType':"
            + "'application/vnd.microsoft.card.adaptive'}]}",
        "{'type':'message','attachments':[{'contentType':"
            + "'application/vnd.microsoft.card.adaptive','content':{'type':'AdaptiveCard'}}]}",
      })
  void aMalformedActivityIsRefused(String activity) throws Exception {
    assertThat(client.send(CHANNEL, json(activity)).code()).isEqualTo("400 BadSyntax");
    assertThat(teams.messages(CHANNEL)).isEmpty();
  }

  @Test
  void aBodyThatIsNoJsonIsRefused() throws Exception {
    String path = ConnectorClient.activities(CHANNEL);
    assertThat(client.call("POST", path, "application/json", "{").code())
        .isEqualTo("400 BadSyntax");
    assertThat(client.call("POST", path, "application/json", "[]").code())
        .isEqualTo("400 BadSyntax");
    assertThat(client.call("POST", path, "text/plain", "{}").status()).isEqualTo(415);
    assertThat(
            client
                .send(CHANNEL, json("{'type':'message','attachments':[{'contentType':'a/b'}]}"))
                .code())
        .isEqualTo("400 BadArgument");
    assertThat(client.get("v3/attachments/1").status()).isEqualTo(404);
  }

  @Test
  void typingLeavesNoMessage() throws Exception {
    assertThat(client.send(CHANNEL, json("{'type':'typing'}")).status()).isEqualTo(201);
    assertThat(teams.messages(CHANNEL)).isEmpty();
  }

  @Test
  void everyCallIsKeptWithoutItsBearer() throws Exception {
    client.send(CHANNEL, text("a"));
    ReceivedCall call = teams.calls().getLast();
    assertThat(call.operation()).isEqualTo(ConnectorOperation.SEND);
    assertThat(call.status()).isEqualTo(201);
    assertThat(call.body()).contains("\"text\":\"a\"");
    assertThat(call.toString()).doesNotContain("text");
  }

  @Test
  void waitingEndsWhenTheMessageIsThere() throws Exception {
    String id = posted(card("a"));
    assertThat(teams.awaitMessage(CHANNEL, one -> one.id().equals(id), Duration.ofSeconds(5)))
        .isPresent();
    assertThat(teams.awaitMessage(CHANNEL, _ -> false, Duration.ZERO)).isEmpty();
  }

  private JsonObject chatWith(String member) {
    return json(
        "{'bot':{'id':'%s'},'members':[{'id':'%s'}],'channelData':{'tenant':{'id':'%s'}}}"
            .formatted(teams.botId(), member, teams.tenantId()));
  }
}
