package dev.countersign.executors.wire;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.ApiCall.Content;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The request that an `api_call` action, or a message to Slack, becomes: a pure function of the
/// frozen action and the idempotency key, so that an auditor can work it out again and compare
/// digests.
///
/// - The URL is the one of the action, character for character.
/// - The headers, names in lower case: those of the action; `content-type` from `body.media_type`;
///   `if-match` from `preconditions.if_match`; the connection's idempotency header; `user-agent:
///   countersign`. Ours win.
/// - The body: `body.json` in the very bytes it has inside the frozen action, or `body.text` as
///   UTF-8.
///
/// [#digest()] is the SHA-256 over the canonical JSON of exactly these members:
///
/// ```json
/// {"v":"countersign-http-request/1","method":"POST","url":"…","headers":{"name":"value"},"body":"sha-256:…"}
/// ```
///
/// `body` is the digest over the body's bytes and left out when there is none. Not covered, because
/// they follow from the rest or must stay secret: `host`, `content-length`, `connection: close` and
/// `authorization`.
public final class SentRequest {
  public static final String VERSION = "countersign-http-request/1";
  static final String USER_AGENT = "countersign";

  private static final Set<String> OURS = Set.of("content-type", "if-match", "user-agent");

  private final String method;
  private final String url;
  private final SortedMap<String, String> headers;
  private final Optional<byte[]> body;

  private SentRequest(
      String method, String url, SortedMap<String, String> headers, Optional<byte[]> body) {
    this.method = method;
    this.url = url;
    this.headers = Collections.unmodifiableSortedMap(headers);
    this.body = body;
  }

  /// @throws IllegalArgumentException when the action is no `api_call`
  public static SentRequest of(
      Action action, Optional<String> idempotencyHeader, String idempotencyKey) {
    if (!(action.changes() instanceof ApiCall call)) {
      throw new IllegalArgumentException("only an api_call becomes a request");
    }
    SortedMap<String, String> headers = new TreeMap<>();
    call.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    headers.putAll(ours(call, action));
    idempotencyHeader.ifPresent(name -> headers.put(name.toLowerCase(Locale.ROOT), idempotencyKey));
    return new SentRequest(
        call.method().name(), call.url(), headers, call.body().map(SentRequest::bytes));
  }

  /// One that posts JSON, without further headers.
  static SentRequest posting(String url, JsonObject json) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("user-agent", USER_AGENT);
    headers.put("content-type", "application/json; charset=utf-8");
    return new SentRequest("POST", url, headers, Optional.of(CanonicalJson.bytes(json)));
  }

  /// One that posts a form, for tokens. Nothing of it is ever in a digest that is kept.
  ///
  /// @param form encoded already
  public static SentRequest postingForm(String url, String form) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("user-agent", USER_AGENT);
    headers.put("content-type", "application/x-www-form-urlencoded");
    return new SentRequest(
        "POST", url, headers, Optional.of(form.getBytes(StandardCharsets.US_ASCII)));
  }

  /// The same request for another address, without a key that would make it the one that counts.
  ///
  /// @throws IllegalArgumentException when the action is no `api_call`
  public static SentRequest rehearsing(Action action, String url) {
    SentRequest real = of(action, Optional.empty(), "");
    return new SentRequest(real.method, url, real.headers, real.body);
  }

  /// One that gets JSON, without further headers.
  public static SentRequest getting(String url) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("user-agent", USER_AGENT);
    headers.put("accept", "application/json");
    return new SentRequest("GET", url, headers, Optional.empty());
  }

  /// One that changes or deletes a record.
  ///
  /// @param match the strong `ETag` that it has to have; empty where something else says so
  /// @param body with its media type; none of a DELETE
  /// @param key the header of a key that makes a repeat harmless, and that key
  public static SentRequest changing(
      String method,
      String url,
      Optional<String> match,
      Optional<Body> body,
      Optional<Map.Entry<String, String>> key) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("user-agent", USER_AGENT);
    headers.put("accept", "application/json");
    match.ifPresent(tag -> headers.put("if-match", tag));
    body.ifPresent(it -> headers.put("content-type", it.mediaType()));
    key.ifPresent(it -> headers.put(it.getKey().toLowerCase(Locale.ROOT), it.getValue()));
    return new SentRequest(method, url, headers, body.map(it -> CanonicalJson.bytes(it.json())));
  }

  /// What is said in JSON.
  public record Body(String mediaType, Json json) {}

  /// What [dev.countersign.execution.Outcome.Succeeded#request] must be for this action.
  public static Digest digest(
      Action action, Optional<String> idempotencyHeader, String idempotencyKey) {
    return of(action, idempotencyHeader, idempotencyKey).digest();
  }

  /// The headers that the gate derives from the action, the idempotency header apart.
  public static Map<String, String> ours(ApiCall call, Action action) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("user-agent", USER_AGENT);
    call.body().ifPresent(body -> headers.put("content-type", body.mediaType()));
    action.preconditions().optionalText("if_match").ifPresent(tag -> headers.put("if-match", tag));
    return headers;
  }

  public static boolean sets(String header) {
    return OURS.contains(header.toLowerCase(Locale.ROOT));
  }

  public static byte[] bytes(ApiCall.Body body) {
    return switch (body.content()) {
      case Content.OfJson(var json) -> CanonicalJson.bytes(json);
      case Content.OfText(var text) -> text.getBytes(StandardCharsets.UTF_8);
    };
  }

  public String method() {
    return method;
  }

  public String url() {
    return url;
  }

  /// Names in lower case, sorted; without credential, `host`, `content-length` and `connection`.
  public SortedMap<String, String> headers() {
    return headers;
  }

  public Optional<byte[]> body() {
    return body.map(byte[]::clone);
  }

  public Digest digest() {
    JsonObject.Builder names = JsonObject.builder();
    headers.forEach(names::put);
    return Digest.of(
        CanonicalJson.bytes(
            JsonObject.builder()
                .put("v", VERSION)
                .put("method", method)
                .put("url", url)
                .put("headers", names.build())
                .put("body", body.map(bytes -> Digest.of(bytes).value()).orElse(null))
                .build()));
  }

  @Override
  public String toString() {
    return "SentRequest[" + method + "]";
  }
}
