package dev.countersign.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.sandbox.wire.CallbackDelivery.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlackSocketsTest extends SlackTestCase {
  private static final Duration AT_MOST = Duration.ofSeconds(10);
  private static final Pattern ID = Pattern.compile("\"envelope_id\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();

  @Override
  SlackSandbox.Builder workspace() {
    return super.workspace().ackDeadline(Duration.ofMillis(500));
  }

  @AfterEach
  void closeClient() {
    http.shutdownNow();
  }

  /// Keeps what it hears, and acknowledges when it is told to.
  private static final class App implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder parts = new StringBuilder();
    private final boolean acknowledging;

    App(boolean acknowledging) {
      this.acknowledging = acknowledging;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      parts.append(data);
      from.request(1);
      if (!last) {
        return null;
      }
      String text = parts.toString();
      parts.setLength(0);
      heard.add(text);
      Matcher id = ID.matcher(text);
      return acknowledging && id.find()
          ? from.sendText(
              "{\"envelope_id\":\"" + id.group(1) + "\",\"payload\":{\"text\":\"hello\"}}", true)
          : null;
    }

    String next() throws InterruptedException {
      return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
    }
  }

  private App connect(boolean acknowledging) throws Exception {
    var app = new App(acknowledging);
    open(slack.socketMode().issue(), app);
    assertThat(app.next()).contains("\"type\":\"hello\"", Workspace.APP_ID);
    return app;
  }

  private WebSocket open(URI address, App app) throws Exception {
    return http.newWebSocketBuilder().buildAsync(address, app).get(10, TimeUnit.SECONDS);
  }

  @Test
  void whatIsAcknowledgedCarriesItsAnswerBack() throws Exception {
    App connected = connect(true);

    CommandRun run = slack.command("C1", "U1", "/gate", "queue");

    assertThat(connected.next())
        .contains("\"type\":\"slash_commands\"", "\"text\":\"queue\"", "\"user_id\":\"U1\"");
    assertThat(run.delivery().acknowledged()).isTrue();
    assertThat(run.reply().orElseThrow().text()).isEqualTo("hello");
    assertThat(app.received()).as("posted to the app's address").isEmpty();
  }

  @Test
  void eachEnvelopeGoesToOneConnection() throws Exception {
    List<App> apps = List.of(connect(true), connect(true));
    slack.command("C1", "U1", "/gate", "queue");
    slack.command("C1", "U1", "/gate", "help");
    assertThat(apps).allSatisfy(one -> assertThat(one.heard).hasSize(1));
  }

  @Test
  void whatNobodyAcknowledgesInTimeIsShownToHaveFailed() throws Exception {
    assertThat(slackWithoutAnybody()).contains("the app did not respond");
    connect(false);
    CommandRun run = slack.command("C1", "U1", "/gate", "queue");
    assertThat(run.delivery().answer()).isInstanceOf(Answer.DidNotRespond.class);
    assertThat(run.reply()).isEmpty();
  }

  private Optional<String> slackWithoutAnybody() {
    slack.socketMode();
    return slack.command("C1", "U1", "/gate", "queue").delivery().shownToUser();
  }

  @Test
  void anAddressWorksOnce() throws Exception {
    URI address = slack.socketMode().issue();
    open(address, new App(true));
    assertThatThrownBy(() -> open(address, new App(true))).isInstanceOf(ExecutionException.class);
  }

  @Test
  void aConnectionThatIsToEndGetsNothingMore() throws Exception {
    App former = connect(true);
    slack.socketMode().sayGoodbye("warning");
    assertThat(former.next()).contains("\"type\":\"disconnect\"", "\"reason\":\"warning\"");
    App next = connect(true);
    slack.command("C1", "U1", "/gate", "queue");
    assertThat(next.next()).contains("slash_commands");
    assertThat(former.heard).isEmpty();
  }

  @Test
  void theEleventhIsSentAway() throws Exception {
    for (int i = 0; i < SlackSockets.MOST_CONNECTIONS; i++) {
      connect(true);
    }
    var eleventh = new App(true);
    open(slack.socketMode().issue(), eleventh);
    assertThat(eleventh.next()).contains("too_many_websockets");
    assertThat(slack.socketMode().await(SlackSockets.MOST_CONNECTIONS, AT_MOST)).isTrue();
  }
}
