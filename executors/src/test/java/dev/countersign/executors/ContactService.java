package dev.countersign.executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.execution.Outcome;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.connection.ConnectionsReader;
import dev.countersign.executors.connection.ConnectionsResult;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.credential.SetCredentials;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonPointer;
import dev.countersign.ledger.InMemorySendCounts;
import dev.countersign.ledger.SendCounts;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;

/// A service that keeps contacts as JSON documents and does what RFC 9110, 7396 and 6902 say, with
/// an `ETag` for each version.
public final class ContactService implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  public static final AgentId AGENT = new AgentId("support-bot");

  /// What the file says of a contact, beside `path`, `key` and `fields`.
  public static final String USUAL =
      "\"allow\":[\"update\",\"delete\"],\"verify\":true,\"dry_run\":true";

  private static final String FIELDS =
      """
      "email":{"at":"/profile/email","longest":200,"nullable":true},"status":{"enum":["active","paused"]},
      "limit":{"type":"number","least":0,"most":1000,"digits":2},"vip":{"type":"boolean"},
      "renewal":{"type":"date","nullable":true},"called":{"at":"/profile/called","type":"time","nullable":true}
      """;

  private final HttpServer server;
  private final Map<String, JsonObject> contacts = new ConcurrentHashMap<>();
  private final Map<String, Integer> versions = new ConcurrentHashMap<>();
  private final List<String> methods = new CopyOnWriteArrayList<>();
  private final List<Map<String, String>> changes = new CopyOnWriteArrayList<>();
  private volatile Function<String, Optional<String>> tags =
      version -> Optional.of("\"" + version + "\"");
  private volatile Runnable beforeAChange = () -> {};
  private volatile Consumer<String> beforeShowing = _ -> {};
  private volatile Making making = Making.USUAL;

  /// How a new contact is answered.
  ///
  /// @param status of HTTP
  /// @param answersWithIt whether with the document
  /// @param location of it, with `%s` for its key
  public record Making(int status, boolean answersWithIt, Optional<String> location) {
    public static final Making USUAL = new Making(201, true, Optional.of("/v1/contacts/%s"));
  }

  public ContactService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/v1/contacts/", this::serve);
    server.createContext("/v1/contacts", this::create);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public void put(String id, String document) {
    contacts.put(id, (JsonObject) Calls.json(document));
    versions.merge(id, 1, Integer::sum);
  }

  public Optional<Json> held(String id, String pointer) {
    return Optional.ofNullable(contacts.get(id)).flatMap(it -> JsonPointer.find(it, pointer));
  }

  public boolean has(String id) {
    return contacts.containsKey(id);
  }

  public void forget() {
    contacts.clear();
    versions.clear();
    methods.clear();
    changes.clear();
    tags = version -> Optional.of("\"" + version + "\"");
    beforeAChange = () -> {};
    beforeShowing = _ -> {};
    making = Making.USUAL;
  }

  /// How new contacts are answered, from now on.
  public void make(Making next) {
    making = next;
  }

  /// How versions are said, from now on.
  public void tag(Function<String, Optional<String>> next) {
    tags = next;
  }

  /// What happens before each look at this contact is answered, from now on.
  public void beforeShowing(String id, Runnable next) {
    beforeShowing =
        shown -> {
          if (shown.equals(id)) {
            next.run();
          }
        };
  }

  /// What happens right before the next change arrives.
  public void beforeAChange(Runnable next) {
    beforeAChange =
        () -> {
          beforeAChange = () -> {};
          next.run();
        };
  }

  public List<String> methods() {
    return List.copyOf(methods);
  }

  /// Of each change its headers, with the body as `body`.
  public List<Map<String, String>> changes() {
    return List.copyOf(changes);
  }

  public String baseUrl() {
    return "http://api.contacts.example:" + server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String id = exchange.getRequestURI().getPath().substring("/v1/contacts/".length());
      String body =
          new String(
              exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      methods.add(exchange.getRequestMethod());
      if (exchange.getRequestMethod().equals("GET")) {
        beforeShowing.accept(id);
      } else {
        beforeAChange.run();
        noted(exchange, body);
      }
      answer(exchange, id, body);
    }
  }

  private void create(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body =
          new String(
              exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      methods.add(exchange.getRequestMethod());
      noted(exchange, body);
      String id = "c_" + (contacts.size() + 1);
      put(id, CanonicalJson.text(((JsonObject) Calls.json(body)).with("id", Json.of(id))));
      making
          .location()
          .ifPresent(at -> exchange.getResponseHeaders().set("Location", at.formatted(id)));
      tags.apply("v" + versions.get(id))
          .ifPresent(it -> exchange.getResponseHeaders().set("ETag", it));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      byte[] bytes =
          making.answersWithIt()
              ? CanonicalJson.bytes(Objects.requireNonNull(contacts.get(id)))
              : new byte[0];
      exchange.sendResponseHeaders(making.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private void noted(HttpExchange exchange, String body) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
    headers.put("body", body);
    changes.add(headers);
  }

  private void answer(HttpExchange exchange, String id, String body) throws IOException {
    JsonObject contact = contacts.get(id);
    if (contact == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    Optional<String> tag = tags.apply("v" + versions.get(id));
    String match = exchange.getRequestHeaders().getFirst("If-Match");
    if (match != null && !tag.equals(Optional.of(match))) {
      exchange.sendResponseHeaders(412, -1);
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "GET" -> {
        tag.ifPresent(it -> exchange.getResponseHeaders().set("ETag", it));
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        byte[] bytes = CanonicalJson.bytes(contact);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
      case "PATCH" -> {
        Optional<Json> next =
            exchange.getRequestHeaders().getFirst("Content-Type").contains("merge")
                ? Optional.of(merged(contact, Calls.json(body)))
                : operated(contact, (JsonArray) Calls.json(body));
        next.ifPresent(it -> put(id, CanonicalJson.text(it)));
        tags.apply("v" + versions.get(id))
            .ifPresent(it -> exchange.getResponseHeaders().set("ETag", it));
        exchange.sendResponseHeaders(next.isPresent() ? 204 : 409, -1);
      }
      default -> {
        contacts.remove(id);
        exchange.sendResponseHeaders(204, -1);
      }
    }
  }

  /// RFC 7396, section 2.
  private static Json merged(Json target, Json patch) {
    if (!(patch instanceof JsonObject changes)) {
      return patch;
    }
    var members =
        new TreeMap<String, Json>(target instanceof JsonObject it ? it.members() : Map.of());
    changes
        .members()
        .forEach((name, value) -> {
          if (value instanceof JsonNull) {
            members.remove(name);
          } else {
            members.put(name, merged(members.getOrDefault(name, JsonObject.EMPTY), value));
          }
        });
    JsonObject.Builder built = JsonObject.builder();
    members.forEach(built::put);
    return built.build();
  }

  /// RFC 6902, of the operations that a gate sends; empty where a test fails.
  private static Optional<Json> operated(Json document, JsonArray operations) {
    Optional<Json> now = Optional.of(document);
    for (Json each : operations.items()) {
      JsonObject operation = (JsonObject) each;
      String path = operation.text("path");
      Json value = Objects.requireNonNull(operation.get("value"));
      now =
          operation.text("op").equals("test")
              ? now.filter(it -> JsonPointer.find(it, path).equals(Optional.of(value)))
              : now.flatMap(it -> JsonPointer.replaced(it, path, value));
    }
    return now;
  }

  public ExecutorRegistry registry() {
    return registry(USUAL);
  }

  /// @param keys of the type of record, as JSON
  public ExecutorRegistry registry(String keys) {
    return registry(baseUrl(), keys, "", "5s");
  }

  /// @param limits more of these, as JSON with a leading comma
  public ExecutorRegistry limited(String limits, SendCounts counts) {
    return registry(
        connections(baseUrl(), USUAL, "", "\"5s\"" + limits), InstantSource.fixed(NOW), counts);
  }

  /// The same, signed in by what these resolve.
  public ExecutorRegistry signedBy(
      CredentialResolver credentials, String limits, SendCounts counts) {
    return registry(
        connections(baseUrl(), USUAL, "", "\"5s\"" + limits),
        InstantSource.fixed(NOW),
        counts,
        credentials);
  }

  /// @param more keys of the connection, with a leading comma
  public static ExecutorRegistry registry(
      String baseUrl, String keys, String more, String timeout) {
    InstantSource clock = InstantSource.fixed(NOW);
    return registry(
        connections(baseUrl, keys, more, "\"" + timeout + "\""),
        clock,
        new InMemorySendCounts(clock));
  }

  private static Connections connections(String baseUrl, String keys, String more, String timeout) {
    String json =
        """
        {"contacts":{"kind":"http","base_url":"%s","allow":[],"allow_private_addresses":true,
          "credential":"env:T","limits":{"timeout":%s,"answer":"4KiB"}%s,
          "records":{"contact":{"path":"/v1/contacts/{id}","key":{"at":"/id","longest":40},%s,
            "fields":{%s}}}}}
        """
            .formatted(baseUrl, timeout, more, keys, FIELDS);
    if (!(ConnectionsReader.read((JsonObject) Calls.json(json))
        instanceof ConnectionsResult.Read read)) {
      throw new AssertionError(ConnectionsReader.read((JsonObject) Calls.json(json)));
    }
    return read.connections();
  }

  private static ExecutorRegistry registry(
      Connections connections, InstantSource clock, SendCounts counts) {
    return registry(connections, clock, counts, SetCredentials.of(Map.of("T", "Bearer canary")));
  }

  private static ExecutorRegistry registry(
      Connections connections,
      InstantSource clock,
      SendCounts counts,
      CredentialResolver credentials) {
    return ExecutorRegistry.of(
        connections,
        new Outbound(
            credentials,
            _ -> List.of(InetAddress.getLoopbackAddress()),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            clock,
            counts));
  }

  public static Action change(String operation, String id, String changes) {
    return change(operation, id, changes, "{}");
  }

  public static Action change(String operation, String id, String changes, String preconditions) {
    return change(operation, Optional.of(id), changes, preconditions);
  }

  /// Of a new one.
  public static Action create(String changes) {
    return change("create", Optional.empty(), changes, "{}");
  }

  private static Action change(
      String operation, Optional<String> id, String changes, String preconditions) {
    return Action.read(
        CanonicalJson.bytes(
            JsonObject.builder()
                .put("v", Action.VERSION)
                .put("action_type", "contact.change")
                .put("target_system", "contacts")
                .put("target_id", id.orElse(null))
                .put("environment", "production")
                .put(
                    "proposed_changes",
                    Calls.json(
                        "{\"class\":\"record_change\",\"operation\":\"%s\",\"record_type\":\"contact\",\"changes\":[%s]}"
                            .formatted(operation, changes)))
                .put("preconditions", Calls.json(preconditions))
                .build()));
  }

  public Outcome make(Action action) {
    return Calls.send(registry(), Calls.order(action));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
