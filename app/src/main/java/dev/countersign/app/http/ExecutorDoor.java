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
import java.util.function.Function;

/// What every request of an executor outside passes first: its signature and when it was signed, by
/// what this process has in memory; then room and its rate; then, in the database, that it was not
/// taken before; then its body; and then that its key is in force still. So whoever has no key
/// takes no room, however slow its body, and asks the database nothing. There is no secret that
/// could be sent along or stolen here: the private key stays with the executor, and each request is
/// signed anew.
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

  private static final String DIGEST_HEADER = "Content-Digest";
  private static final List<String> SIGNATURE_HEADERS = List.of("Signature", "Signature-Input");

  private final ExecutorAccess access;
  private final String publicUrl;
  private final InstantSource clock;
  private final RateLimits<String> rates;

  /// Of executors that are named in connections, now or before.
  private final Rooms<String> rooms = new Rooms<>(MOST_CONCURRENT, MOST_OF_ONE);

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
      Admitted admitted = admit(ctx);
      rooms.among(
          () -> Problem.of(503, "busy", "too many requests are being worked on"),
          () ->
              rooms.of(
                  admitted.signed().keyId(),
                  () ->
                      Problem.of(
                          429,
                          "too_many_at_once",
                          "this executor has too many requests under way or waiting"),
                  () -> handle(ctx, admitted, handler)));
    };
  }

  private void handle(Context ctx, Admitted admitted, ExecutorHandler handler) throws Exception {
    String executor = admitted.signed().keyId();
    takeOnce(admitted.signed());
    byte[] body = body(ctx, admitted);
    // The keys in memory are of a moment ago, and the body may have taken its time.
    if (!admitted.isSignedBy(access.keysInForce().apply(executor))) {
      throw signatureRequired().thrown();
    }
    handler.handle(ctx, executor, body);
  }

  /// Whoever signed it, and what: nothing here waits, or asks anybody.
  private Admitted admit(Context ctx) {
    Admitted admitted = admitted(ctx).orElseThrow(() -> refused(ctx).thrown());
    // Only whoever has the key learns more.
    if (Duration.between(admitted.signed().created(), clock.instant()).abs().compareTo(SKEW) > 0) {
      throw unsigned("signature_stale", "created is more than a minute from the time of this gate")
          .thrown();
    }
    return admitted;
  }

  private void takeOnce(MessageSignature signed) {
    rates
        .take(signed.keyId())
        .ifPresent(wait -> {
          throw Problem.of(429, "rate_limited", "this executor sends more requests than it may")
              .retryAfter(wait)
              .thrown();
        });
    if (!access.nonces().take(signed.keyId(), signed.nonce(), REMEMBERED)) {
      throw unsigned("signature_replayed", "this nonce was used before: sign each request anew")
          .thrown();
    }
  }

  /// A request whose headers are signed.
  ///
  /// @param digest of the body as the signature covers it; empty where there is none
  /// @param base what is signed
  // Two of them are never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Admitted(MessageSignature signed, String digest, byte[] base) {
    boolean isSignedBy(List<ExecutorKey> keys) {
      return keys.stream().anyMatch(key -> key.verifies(base, signed.signature()));
    }
  }

  private Optional<Admitted> admitted(Context ctx) {
    Function<String, List<String>> headers = name -> Collections.list(ctx.req().getHeaders(name));
    boolean hasBody = hasBody(ctx);
    List<String> digests = hasBody ? headers.apply(DIGEST_HEADER) : List.of("");
    List<String> keys = headers.apply(MessageSignature.KEY);
    if (digests.size() != 1 || keys.size() > 1) {
      return Optional.empty();
    }
    String query = ctx.req().getQueryString();
    Map<String, String> values =
        Map.of(
            MessageSignature.METHOD,
            ctx.method().name(),
            MessageSignature.TARGET,
            publicUrl + ctx.req().getRequestURI() + (query == null ? "" : "?" + query),
            MessageSignature.DIGEST,
            digests.getFirst(),
            MessageSignature.KEY,
            keys.isEmpty() ? "" : keys.getFirst());
    return MessageSignature.read(headers, hasBody)
        .map(signed -> new Admitted(signed, digests.getFirst(), signed.base(values)))
        .filter(it -> it.isSignedBy(access.keys().apply(it.signed().keyId())));
  }

  private static boolean hasBody(Context ctx) {
    return ctx.method().name().equals("POST");
  }

  /// The one that was signed.
  private static byte[] body(Context ctx, Admitted admitted) {
    if (!hasBody(ctx)) {
      return new byte[0];
    }
    byte[] body = JsonBody.read(ctx, MOST_BODY);
    String expected = "sha-256=:" + Base64.getEncoder().encodeToString(Digest.sha256(body)) + ":";
    if (!MessageDigest.isEqual(
        admitted.digest().getBytes(StandardCharsets.UTF_8),
        expected.getBytes(StandardCharsets.UTF_8))) {
      throw signatureRequired().thrown();
    }
    return body;
  }

  /// The same for a missing, a malformed and a wrong signature, and for an unknown executor. A
  /// missing one is not counted: it guesses nothing.
  private Problem refused(Context ctx) {
    boolean isSigned =
        SIGNATURE_HEADERS.stream().anyMatch(name -> ctx.req().getHeader(name) != null);
    return !isSigned
        ? signatureRequired()
        : failed
            .count(PeerAddress.of(ctx.req()))
            .map(wait ->
                Problem.of(
                        429, "too_many_failed_keys", "too many wrong signatures from this address")
                    .retryAfter(wait))
            .orElseGet(ExecutorDoor::signatureRequired);
  }

  private static Problem signatureRequired() {
    return unsigned(
        "signature_required",
        "executors sign each request (RFC 9421) by a key of connections.yaml");
  }

  private static Problem unsigned(String code, String detail) {
    return Problem.of(401, code, detail)
        .header("WWW-Authenticate", "Signature realm=\"countersign\"")
        .header("Accept-Signature", MessageSignature.ACCEPTED);
  }
}
