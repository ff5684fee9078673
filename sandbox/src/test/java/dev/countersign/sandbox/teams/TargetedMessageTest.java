package dev.countersign.sandbox.teams;

import static dev.countersign.sandbox.teams.Samples.json;
import static dev.countersign.sandbox.teams.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TargetedMessageTest extends TeamsTestCase {
  private static JsonObject to(TeamsUser user, String text) {
    return text(text).with("recipient", json("{'id':'" + user.id() + "'}"));
  }

  @Test
  void onlyTheRecipientSeesIt() throws Exception {
    String id = client.targeted(CHANNEL, to(MIRA, "for you")).id();
    assertThat(teams.messagesFor(MIRA.id(), CHANNEL))
        .extracting(PostedActivity::id)
        .containsExactly(id);
    assertThat(teams.messagesFor(JON.id(), CHANNEL)).isEmpty();
  }

  @Test
  void afterADayNobodySeesIt() throws Exception {
    client.targeted(CHANNEL, to(MIRA, "for you"));
    clock.advance(Duration.ofHours(24).minusMillis(1));
    assertThat(teams.messagesFor(MIRA.id(), CHANNEL)).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(teams.messagesFor(MIRA.id(), CHANNEL)).isEmpty();
  }

  @Test
  void itNeedsARecipientWhoIsThere() throws Exception {
    assertThat(client.targeted(CHANNEL, text("a")).code()).isEqualTo("400 BadArgument");
    assertThat(client.targeted(CHANNEL, to(OUTSIDER, "a")).code()).isEqualTo("400 BadArgument");
  }

  @Test
  void aPersonalChatHasNone() throws Exception {
    teams.installFor(MIRA.id());
    assertThat(client.targeted(teams.personalChat(MIRA), to(MIRA, "a")).code())
        .isEqualTo("400 BadArgument");
  }

  @Test
  void itsRecipientCannotBeEdited() throws Exception {
    String id = client.targeted(CHANNEL, to(MIRA, "a")).id();
    String path = ConnectorClient.activities(CHANNEL) + "/" + id + "?isTargetedActivity=true";
    assertThat(client.call("PUT", path, to(MIRA, "b")).code()).isEqualTo("400 BadArgument");
    assertThat(client.call("PUT", path, text("b")).status()).isEqualTo(200);
    assertThat(client.update(CHANNEL, id, text("c")).code())
        .isEqualTo("404 ActivityNotFoundInConversation");
    assertThat(teams.message(CHANNEL, id).orElseThrow().text()).isEqualTo("b");
  }
}
