package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.AuditEntry;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proof.Damage;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.GrantVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A serving gate between an agent that writes messages, the lead who is asked in Slack, and
/// [MessageTargets].
final class ServedMessages implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_ANSWER_BYTES = 1024 * 1024;

  final MessageTargets targets = new MessageTargets();
  private final ServedGate gate;
  private final PostgresStore store;
  private final HttpClient http = HttpClient.newHttpClient();
  private final PersistentClient client;

  ServedMessages(EmbeddedPostgresExtension database, Path folder) throws IOException {
    gate =
        ServedGate.start(
            folder,
            Map.of(
                "COUNTERSIGN_DATABASE_URL",
                database.config().url(),
                "COUNTERSIGN_DATABASE_USER",
                database.config().user(),
                "COUNTERSIGN_DATABASE_PASSWORD",
                database.config().password()),
            targets.connections(folder));
    store = PostgresStore.open(database.config(), gate.startup().keys().evidence());
    assertThat(store.setSecretHash(gate.apiKey().id(), gate.apiKey().secretHash())).isTrue();
    client = new PersistentClient(gate, http);
  }

  /// An answer of the gate to its agent.
  record Answer(int status, JsonObject body) {
    String code() {
      return body.optionalText("code").orElse("none");
    }
  }

  /// @param more further members, with a leading comma
  Answer propose(String system, JsonObject changes, String more) {
    String body =
        """
        {"action_type":"message.send","target_system":"%s","proposed_changes":%s%s}
        """
            .formatted(system, CanonicalJson.text(changes), more);
    return post("/v1/proposals", "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /// The id of a proposal that people are asked about.
  String asked(String system, JsonObject changes, String more) {
    Answer answer = propose(system, changes, more);
    assertThat(answer.status()).as("%s", answer).isEqualTo(202);
    return answer.body().text("id");
  }

  /// Bytes to attach.
  void handIn(byte[] bytes) {
    assertThat(post("/v1/attachments", "application/pdf", bytes).status()).isIn(200, 201);
  }

  private Answer post(String path, String mediaType, byte[] body) {
    String key = gate.apiKey().id() + "_" + gate.apiKey().secret();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gate.server().port() + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", mediaType)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      return new Answer(
          answer.statusCode(), (JsonObject) CanonicalJson.parse(answer.body(), MOST_ANSWER_BYTES));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// The card of a request, once it is so.
  PostedMessage card(String id, Predicate<String> wanted) {
    return gate.slack()
        .awaitMessage(
            ServedGate.CHANNEL,
            one -> one.rendered().contains(id) && wanted.test(one.rendered()),
            PATIENCE)
        .orElseThrow(() -> new AssertionError("no such card of " + id + ": " + cards(id)));
  }

  /// All of them, as they stand now.
  List<String> cards(String text) {
    return gate.slack().messages(ServedGate.CHANNEL).stream()
        .map(PostedMessage::rendered)
        .filter(card -> card.contains(text))
        .toList();
  }

  /// The lead presses, and the request is decided.
  void approve(String id) {
    client.approve(id);
  }

  /// What its agent reads once nothing more will happen.
  JsonObject outcome(String id) {
    try {
      return client.outcome(id);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// What the chain says, one entry of each of these types.
  List<JsonObject> audited(String id, String type) {
    return store.ledger().audit(new ProposalId(id)).stream()
        .map(AuditEntry::document)
        .filter(entry -> entry.text("type").equals(type))
        .toList();
  }

  /// What `verify` finds.
  List<Damage> damages() {
    List<Damage> found = new ArrayList<>();
    new Verifier(
            store.evidence(),
            new GrantVerifier(gate.startup().keys(), gate.settings().issuer()),
            gate.startup().keys().evidence())
        .verifyAll(found::add);
    return found;
  }

  /// What a proposal says of bytes that were handed in.
  static JsonObject attachment(String name, byte[] bytes) {
    return JsonObject.builder()
        .put("name", name)
        .put("media_type", "application/pdf")
        .put("size", bytes.length)
        .put("sha256", HexFormat.of().formatHex(Digest.sha256(bytes)))
        .build();
  }

  /// A message to one address.
  static JsonObject message(String channel, String to, String content) {
    return changes(channel, List.of(to), content).build();
  }

  static JsonObject.Builder changes(String channel, List<String> to, String content) {
    return JsonObject.builder()
        .put("class", "message")
        .put("channel", channel)
        .put("to", JsonArray.of(to, one -> JsonObject.builder().put("address", one).build()))
        .put(
            "body",
            JsonObject.builder().put("media_type", "text/plain").put("content", content).build());
  }

  @Override
  public void close() {
    http.close();
    store.close();
    gate.close();
    targets.close();
  }
}
