package dev.countersign.sandbox.teams;

import static dev.countersign.sandbox.teams.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest extends TeamsTestCase {

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void aGatewayFailsOnce(int status) throws Exception {
    teams.fail(ConnectorOperation.SEND, new TeamsFault.Status(status), 1);
    assertThat(client.send(CHANNEL, text("a")).status()).isEqualTo(status);
    assertThat(teams.messages(CHANNEL)).isEmpty();
    assertThat(client.send(CHANNEL, text("a")).status()).isEqualTo(201);
  }

  @Test
  void aPreconditionFails() throws Exception {
    teams.fail(ConnectorOperation.UPDATE, new TeamsFault.Answer(412, "PreconditionFailed"), 1);
    String id = client.send(CHANNEL, text("a")).id();
    assertThat(client.update(CHANNEL, id, text("b")).code()).isEqualTo("412 PreconditionFailed");
    assertThat(teams.message(CHANNEL, id).orElseThrow().text()).isEqualTo("a");
  }

  @Test
  void throttlingIsScriptedToo() throws Exception {
    teams.fail(ConnectorOperation.SEND, new TeamsFault.Throttled(Duration.ofSeconds(7)), 1);
    var refused = client.send(CHANNEL, text("a"));
    assertThat(refused.code()).isEqualTo("429 Throttled");
    assertThat(refused.headers()).containsEntry("retry-after", "7");
  }

  @Test
  void aDroppedCallMayHaveTakenEffect() throws Exception {
    teams.fail(ConnectorOperation.SEND, new TeamsFault.Drop(), 1);
    teams.fail(ConnectorOperation.SEND, new TeamsFault.ApplyThenDrop(), 1);
    assertThatThrownBy(() -> client.send(CHANNEL, text("a"))).isInstanceOf(IOException.class);
    assertThat(teams.messages(CHANNEL)).isEmpty();
    assertThatThrownBy(() -> client.send(CHANNEL, text("b"))).isInstanceOf(IOException.class);
    assertThat(teams.messages(CHANNEL)).extracting(PostedActivity::text).containsExactly("b");
    assertThat(teams.calls()).extracting(ReceivedCall::status).containsExactly(0, 0);
  }

  @Test
  void tokensAndKeysFailToo() throws Exception {
    teams.fail(ConnectorOperation.TOKEN, new TeamsFault.Status(503), 1);
    teams.fail(ConnectorOperation.METADATA, new TeamsFault.Status(500), 1);
    assertThat(client.token(client.tokenForm()).status()).isEqualTo(503);
    assertThat(client.token(client.tokenForm()).status()).isEqualTo(200);
    assertThat(client.get(teams.openIdMetadata()).status()).isEqualTo(500);
  }
}
