package dev.countersign.faults;

import static dev.countersign.faults.BothChats.CHANNEL;
import static dev.countersign.faults.BothChats.JON;
import static dev.countersign.faults.BothChats.MIRA;
import static dev.countersign.faults.BothChats.NOOR;
import static dev.countersign.faults.BothChats.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.teams.PlaygroundRelay;
import dev.countersign.sandbox.teams.TeamsUser;
import dev.countersign.sandbox.wire.HttpCall;
import dev.countersign.sandbox.wire.HttpReply;
import dev.countersign.sandbox.wire.LoopbackServer;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The server as it is, with a Teams client that signs nothing and knows no views of one's own, as
/// Microsoft 365 Agents Playground 0.2.28 was seen to be.
@Timeout(300)
class PlaygroundGateTest {
  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<JsonObject> posted = new LinkedBlockingQueue<>();
  private final BlockingQueue<JsonObject> edited = new LinkedBlockingQueue<>();

  private HttpReply answer(HttpCall call) {
    JsonObject activity = object(call.body());
    boolean edits = call.method().equals("PUT");
    (edits ? edited : posted).add(activity);
    JsonObject id = JsonObject.builder().put("id", "1796042329535").build();
    return HttpReply.json(edits ? 200 : 201, id);
  }

  @Test
  void peopleDecideInAPlaygroundThroughTheRelayAlone() throws Exception {
    try (LoopbackServer playground = LoopbackServer.start(0, this::answer);
        BothChats gate = new BothChats(database, folder);
        PlaygroundRelay relay = gate.teams.relay(playground.base(), Set.of(CHANNEL))) {
      String service = "http://localhost:" + playground.base().getPort() + "/_connector";
      String id = gate.propose(4250);
      JsonObject base = card(posted.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));

      assertThat(press(relay, service, NOOR, action(base, "view")).body()).contains("not linked");
      for (TeamsUser user : new TeamsUser[] {MIRA, JON}) {
        JsonObject own =
            object(press(relay, service, user, action(base, "view")).body()).object("value");
        assertThat(press(relay, service, user, action(own, "approve")).statusCode()).isEqualTo(200);
      }

      JsonObject seen = gate.read(id, one -> one.bool("done"));
      assertThat(seen.text("outcome")).isEqualTo("executed");
      assertThat(gate.voters(id)).containsExactly("mira", "jon");
      String last = "";
      while (!last.contains("Executed")) {
        last = CanonicalJson.text(edited.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      }
      assertThat(gate.teams.messages(CHANNEL)).isEmpty();
      assertThat(gate.damages()).isEmpty();
    }
  }

  /// Without `Authorization` and without `trigger`.
  private HttpResponse<String> press(
      PlaygroundRelay relay, String service, TeamsUser by, JsonObject action) throws Exception {
    JsonObject activity =
        JsonObject.builder()
            .put("type", "invoke")
            .put("name", "adaptiveCard/action")
            .put("id", "a0f3")
            .put("channelId", "msteams")
            .put("serviceUrl", service)
            .put(
                "from",
                JsonObject.builder()
                    .put("id", by.id())
                    .put("name", by.name())
                    .put("aadObjectId", by.aadObjectId().orElseThrow())
                    .build())
            .put("recipient", JsonObject.builder().put("id", "28:countersign").build())
            .put(
                "conversation",
                JsonObject.builder()
                    .put("id", CHANNEL + ";messageid=1796042329535")
                    .put("conversationType", "channel")
                    .put("tenantId", by.tenantId().orElseThrow())
                    .build())
            .put(
                "channelData",
                JsonObject.builder()
                    .put(
                        "tenant",
                        JsonObject.builder().put("id", by.tenantId().orElseThrow()).build())
                    .build())
            .put("replyToId", "1796042329535")
            .put("value", JsonObject.builder().put("action", action).build())
            .build();
    return http.send(
        HttpRequest.newBuilder(relay.messages())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(CanonicalJson.text(activity)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonObject card(JsonObject activity) {
    return activity.objects("attachments", one -> one.object("content")).getFirst();
  }

  /// The action of a card as a client sends it: type, verb and data.
  private static JsonObject action(JsonObject card, String verb) {
    JsonObject found =
        objects(card)
            .filter(one -> one.has("verb") && one.text("verb").equals(verb))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no " + verb));
    return JsonObject.builder()
        .put("type", "Action.Execute")
        .put("verb", verb)
        .put("data", found.object("data"))
        .build();
  }

  private static Stream<JsonObject> objects(Json tree) {
    return switch (tree) {
      case JsonObject object ->
          Stream.concat(
              Stream.of(object),
              object.members().values().stream().flatMap(PlaygroundGateTest::objects));
      case JsonArray array -> array.items().stream().flatMap(PlaygroundGateTest::objects);
      default -> Stream.empty();
    };
  }

  private static JsonObject object(String json) {
    return (JsonObject) CanonicalJson.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
