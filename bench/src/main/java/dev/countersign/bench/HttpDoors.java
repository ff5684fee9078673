package dev.countersign.bench;

import dev.countersign.app.http.AgentApi;
import dev.countersign.app.http.ApiKey;
import dev.countersign.app.http.ChatDoor;
import dev.countersign.app.http.Desks;
import dev.countersign.app.http.ExecutorAccess;
import dev.countersign.app.http.HttpSettings;
import dev.countersign.app.http.Mount;
import dev.countersign.app.http.NotingLedger;
import dev.countersign.app.http.Scope;
import dev.countersign.app.http.StoredAgentKeys;
import dev.countersign.app.http.StoredKey;
import dev.countersign.json.WireName;
import dev.countersign.people.Agent;
import dev.countersign.proposal.ProposalId;
import dev.countersign.secret.Secret;
import dev.countersign.store.PostgresStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/// The gate's two doors as `serve` opens them, on ports of this machine: one for agents with their
/// keys, one for the chat with its signature; and callers from outside.
final class HttpDoors implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String PROPOSALS = "/v1/proposals";
  private static final String INTERACTIONS = "/slack/interactions";
  private static final int RECORDED = 202;
  private static final int ACKNOWLEDGED = 200;

  private final BenchGate gate;
  private final AgentApi api;
  private final ChatDoor chat;
  private final SignedPress press;
  private final Map<Agent, String> keys;

  /// Listens as soon as it is there.
  HttpDoors(BenchGate gate, String signingSecret) {
    this.gate = gate;
    this.press = new SignedPress(signingSecret, InstantSource.system());
    this.keys = keys(gate);
    PostgresStore store = gate.agentsStore;
    this.api =
        new AgentApi(
            HttpSettings.at(HOST, 0, URI.create("http://" + HOST)),
            new StoredAgentKeys(store.directory(), key -> stored(store, key), store::secretHashes),
            new Desks(
                gate.core.intake(),
                gate.core.undos(),
                gate.core.withdrawals(),
                new NotingLedger(store.ledger(), gate.changes),
                store.unknownEnds(),
                store.followUps(),
                store.directory(),
                store.quarantine(),
                store.attachments(),
                gate.keys::publicKeys,
                new ExecutorAccess(
                    gate.core.outside(), _ -> List.of(), _ -> List.of(), (_, _, _) -> false)),
            gate.changes,
            gate.registry,
            gate.clock,
            List.of());
    this.chat =
        new ChatDoor(
            HOST,
            0,
            gate.registry,
            List.of(new Mount(INTERACTIONS, gate.slack.servlet(gate.core.desks()), List.of())));
    api.start();
    chat.start();
  }

  private static Map<Agent, String> keys(BenchGate gate) {
    SecureRandom random = new SecureRandom();
    Map<Agent, String> keys = new HashMap<>();
    for (Agent agent : gate.agents) {
      ApiKey key = new ApiKey(agent.key().value(), Secret.drawn(random).reveal());
      gate.agentsStore.setSecretHash(key.id(), key.secretHash());
      keys.put(agent, key.id() + "_" + key.secret());
    }
    return keys;
  }

  private static Optional<StoredKey> stored(PostgresStore store, String id) {
    return store
        .key(id)
        .flatMap(key ->
            key.secretHash()
                .map(hash -> new StoredKey(hash, scopes(key.scopes()), key.imported())));
  }

  private static Set<Scope> scopes(Set<String> stored) {
    return Arrays.stream(Scope.values())
        .filter(scope -> stored.contains(WireName.of(scope)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Callers from outside, each with connections of its own, until they are closed.
  Callers callers() {
    return new Callers();
  }

  @Override
  public void close() {
    api.close();
    chat.close();
  }

  final class Callers implements AutoCloseable {
    private final ConcurrentLinkedQueue<KeptConnection> connections = new ConcurrentLinkedQueue<>();

    /// For one thread.
    Doors next() throws IOException {
      KeptConnection toApi = new KeptConnection(api.port());
      KeptConnection toChat = new KeptConnection(chat.port());
      connections.add(toApi);
      connections.add(toChat);
      return new Caller(toApi, toChat);
    }

    @Override
    public void close() throws IOException {
      for (KeptConnection connection : connections) {
        connection.close();
      }
    }
  }

  private final class Caller implements Doors {
    private final KeptConnection toApi;
    private final KeptConnection toChat;

    private Caller(KeptConnection toApi, KeptConnection toChat) {
      this.toApi = toApi;
      this.toChat = toChat;
    }

    @Override
    public ProposalId propose(long number) throws IOException {
      KeptConnection.Answer answer =
          toApi.post(
              PROPOSALS,
              Map.of(
                  "Authorization",
                  "Bearer " + keys.get(gate.agent(number)),
                  "Content-Type",
                  "application/json",
                  "Idempotency-Key",
                  BenchGate.idempotencyKey(number)),
              Sample.proposal(number));
      require(answer, RECORDED, "a proposal");
      String location = answer.header("location").orElse("");
      return new ProposalId(location.substring(location.lastIndexOf('/') + 1));
    }

    @Override
    public void press(InstantChat.Posted card, String account) throws IOException {
      SignedPress.Callback callback = press.of(card, account);
      require(
          toChat.post(
              INTERACTIONS, callback.headers(), callback.body().getBytes(StandardCharsets.UTF_8)),
          ACKNOWLEDGED,
          "a press");
    }

    private static void require(KeptConnection.Answer answer, int status, String what) {
      if (answer.status() != status) {
        throw new IllegalStateException(what + " was answered with status " + answer.status());
      }
    }
  }
}
