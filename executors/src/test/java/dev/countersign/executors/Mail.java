package dev.countersign.executors;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.connection.ConnectionsReader;
import dev.countersign.executors.connection.ConnectionsResult;
import dev.countersign.executors.connection.SmtpConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.credential.SetCredentials;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.InMemorySendCounts;
import dev.countersign.proposal.Action;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/// The connection `mail` of these tests: to a server on this machine, by its keys.
public record Mail(String keys, SSLSocketFactory trust) {
  public static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  public static final String PASSWORD = "canary-55f0ab";

  private static final String RECIPIENTS =
      ",\"from\":\"help@example.com\",\"from_name\":\"Example Help\","
          + "\"recipients\":{\"domains\":[\"example.com\",\"xn--mller-kva.example\"]}}";

  public static Mail plain(int port) {
    return new Mail(
        "\"host\":\"mx.mail.example\",\"tls\":\"none\",\"allow_private_addresses\":true,\"port\":"
            + port,
        (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  public static Mail encrypted(String host, String tls, int port, SSLSocketFactory trust) {
    return new Mail(
        "\"host\":\"%s\",\"tls\":\"%s\",\"allow_private_addresses\":true,\"port\":%d"
            .formatted(host, tls, port),
        trust);
  }

  public Mail with(String more) {
    return new Mail(keys + "," + more, trust);
  }

  public Mail signingIn() {
    return with("\"user\":\"gate\",\"credential\":\"env:MAIL\"");
  }

  public SmtpConnection connection() {
    return (SmtpConnection) read().connections().find("mail").orElseThrow();
  }

  public ExecutorRegistry registry() {
    return registry(SetCredentials.of(Map.of("MAIL", PASSWORD)));
  }

  private ExecutorRegistry registry(CredentialResolver credentials) {
    return ExecutorRegistry.of(
        read().connections(),
        new Outbound(
            credentials,
            _ -> List.of(InetAddress.getLoopbackAddress()),
            trust,
            InstantSource.fixed(NOW),
            new InMemorySendCounts(InstantSource.fixed(NOW))));
  }

  public Outcome send(Action action) {
    return Calls.send(registry(), Calls.order(action));
  }

  public Outcome send(Action action, CredentialResolver credentials) {
    return Calls.send(registry(credentials), Calls.order(action));
  }

  private ConnectionsResult.Read read() {
    String json = "{\"mail\":{\"kind\":\"smtp\"," + keys + RECIPIENTS + "}";
    ConnectionsResult result = ConnectionsReader.read((JsonObject) Calls.json(json));
    return result instanceof ConnectionsResult.Read read ? read : throwing(result);
  }

  private static ConnectionsResult.Read throwing(ConnectionsResult result) {
    throw new AssertionError(result);
  }

  public static Action message(String subject, String content) {
    return message(
        JsonObject.builder()
            .put("class", "message")
            .put("channel", "email")
            .put("to", new JsonArray(List.of(party("ada@example.com", "Ada"))))
            .put("subject", subject)
            .put("body", body("text/plain", content))
            .build());
  }

  public static JsonObject body(String mediaType, String content) {
    return JsonObject.builder().put("media_type", mediaType).put("content", content).build();
  }

  public static JsonObject party(String address, String name) {
    return JsonObject.builder().put("address", address).put("name", name).build();
  }

  public static Action message(JsonObject changes) {
    return message(changes, "{}");
  }

  public static Action message(JsonObject changes, String preconditions) {
    String json = new String(CanonicalJson.bytes(changes), StandardCharsets.UTF_8);
    return Calls.action("mail", json, preconditions);
  }
}
