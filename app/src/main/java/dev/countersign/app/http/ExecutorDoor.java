package dev.countersign.app.http;

import dev.countersign.json.Digest;
import dev.countersign.token.ExecutorKey;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// What every request of an executor outside passes first: room, its signature, when it was signed,
/// that it was not taken before, and its rate, in this order. There is no secret that could be sent
/// along or stolen here: the private key stays with the executor, and each request is signed anew.
final class ExecutorDoor {
  /// How far an executor's clock may be from ours.
  static final Duration SKEW = Duration.ofMinutes(1);

  /// How long it is known that a request was taken: longer than its signature could be taken again.
  static final Duration REMEMBERED = SKEW.multipliedBy(5);

  /// Bytes of a body: a digest, or a report.
  static final int MOST_BODY = 8 * 1024;

  /// Requests of executors at work or waiting at once, of all of them and of one.
  static final int MOST_CONCURRENT = 200;

  static final int MOST_OF_ONE = 40;

  private static final Duration ROOM_SOON = Duration.ofSeconds(1);
  private static final String DIGEST_HEADER = "Content-Digest";

  private final ExecutorAccess access;
  private final String publicUrl;
  private final InstantSource clock;
  private final RateLimits<String> rates;
  private final Semaphore room = new Semaphore(MOST_CONCURRENT);
  private final Map<String, Semaphore> rooms = new ConcurrentHashMap<>();
  private final FailedKeys failed = new FailedKeys(System::nanoTime);

  /// @param publicUrl as executors sign it
  /// @param clock of the ledger
  ExecutorDoor(
      ExecutorAccess access, URI publicUrl, RateLimits<String> rates, InstantSource clock) {
    this.access = access;
    this.publicUrl = publicUrl.toString().replaceAll("/$", "");
    this.rates = rates;
    this.clock = clock;
  }

  @FunctionalInterface
  interface ExecutorHandler {
    /// @param body empty where there is none
    void handle(Context ctx, String executor, byte[] body) throws Exception;
  }

  Handler behind(ExecutorHandler handler) {
    return ctx -> {
      if (!room.tryAcquire()) {
        throw Problem.of(503, "busy", "too many requests are being worked on")
            .retryAfter(ROOM_SOON)
            .thrown();
      }
      try {
        boolean hasBody = ctx.method().name().equals("POST");
        byte[] body = hasBody ? JsonBody.read(ctx, MOST_BODY) : new byte[0];
        handle(ctx, admit(ctx, hasBody, body), handler, body);
      } finally {
        room.release();
      }
    };
  }

  /// There are as many rooms as executors that are named in connections, now or before.
  private void handle(Context ctx, String executor, ExecutorHandler handler, byte[] body)
      throws Exception {
    Semaphore own = rooms.computeIfAbsent(executor, _ -> new Semaphore(MOST_OF_ONE));
    if (!own.tryAcquire()) {
      throw Problem.of(
              429, "too_many_at_once", "this executor has too many requests under way or waiting")
          .retryAfter(ROOM_SOON)
          .thrown();
    }
    try {
      handler.handle(ctx, executor, body);
    } finally {
      own.release();
    }
  }

  private String admit(Context ctx, boolean hasBody, byte[] body) {
    String peer = PeerAddress.of(ctx.req());
    if (failed.isFull(peer)) {
      throw refused(peer).thrown();
    }
    MessageSignature signed =
        MessageSignature.read(name -> Collections.list(ctx.req().getHeaders(name)), hasBody)
            .filter(it -> isRight(it, ctx, hasBody, body))
            .orElseThrow(() -> refused(peer).thrown());
    String executor = signed.keyId();
    // Only whoever has the key learns more.
    if (Duration.between(signed.created(), clock.instant()).abs().compareTo(SKEW) > 0) {
      throw unsigned("signature_stale", "created is more than a minute from the time of this gate")
          .thrown();
    }
    if (!access.nonces().take(executor, signed.nonce(), REMEMBERED)) {
      throw unsigned("signature_replayed", "this nonce was used before: sign each request anew")
          .thrown();
    }
    rates
        .take(executor)
        .ifPresent(wait -> {
          throw Problem.of(429, "rate_limited", "this executor sends more requests than it may")
              .retryAfter(wait)
              .thrown();
        });
    return executor;
  }

  private boolean isRight(MessageSignature signed, Context ctx, boolean hasBody, byte[] body) {
    List<ExecutorKey> keys = access.keys().apply(signed.keyId());
    Optional<String> digest = hasBody ? digest(ctx, body) : Optional.of("");
    if (keys.isEmpty() || digest.isEmpty()) {
      return false;
    }
    String query = ctx.req().getQueryString();
    byte[] base =
        signed.base(
            Map.of(
                MessageSignature.METHOD,
                ctx.method().name(),
                MessageSignature.TARGET,
                publicUrl + ctx.req().getRequestURI() + (query == null ? "" : "?" + query),
                MessageSignature.DIGEST,
                digest.get()));
    return keys.stream().anyMatch(key -> key.verifies(base, signed.signature()));
  }

  /// The header as it came, where it is right.
  private static Optional<String> digest(Context ctx, byte[] body) {
    List<String> headers = Collections.list(ctx.req().getHeaders(DIGEST_HEADER));
    String expected = "sha-256=:" + Base64.getEncoder().encodeToString(Digest.sha256(body)) + ":";
    return headers.size() == 1
            && MessageDigest.isEqual(
                headers.getFirst().getBytes(StandardCharsets.UTF_8),
                expected.getBytes(StandardCharsets.UTF_8))
        ? Optional.of(expected)
        : Optional.empty();
  }

  /// The same for a missing, a malformed and a wrong signature, and for an unknown executor.
  private Problem refused(String peer) {
    return failed
        .count(peer)
        .map(wait ->
            Problem.of(429, "too_many_failed_keys", "too many wrong signatures from this address")
                .retryAfter(wait))
        .orElseGet(() ->
            unsigned(
                "signature_required",
                "executors sign each request (RFC 9421) by a key of connections.yaml"));
  }

  private static Problem unsigned(String code, String detail) {
    return Problem.of(401, code, detail)
        .header("WWW-Authenticate", "Signature realm=\"countersign\"")
        .header("Accept-Signature", MessageSignature.ACCEPTED);
  }
}
