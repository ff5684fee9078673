package dev.countersign.sandbox.oidc;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.wire.FormEncoding;
import dev.countersign.sandbox.wire.HttpCall;
import dev.countersign.sandbox.wire.HttpReply;
import dev.countersign.sandbox.wire.LoopbackServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// An issuer for one client (OpenID Connect Core 1.0, section 3.1; RFC 7636; RFC 9207), strict
/// about everything that it is sent: the address to go back to letter by letter, a nonce and a
/// state, PKCE with S256, the client's secret, each code once. Whoever comes chooses who they are;
/// that is why it listens on the loopback address alone.
public final class SandboxIssuer implements AutoCloseable {
  public static final String CLIENT_ID = "countersign-console";

  private final Map<String, String> subjects;
  private final URI back;
  private final InstantSource clock;
  private final LoopbackServer server;
  private final String secret = SandboxSecrets.newClientSecret();
  private final IdTokens tokens = new IdTokens();
  private final Map<String, Given> codes = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable IssuerFault> fault = new AtomicReference<>();
  private final AtomicInteger exchanged = new AtomicInteger();
  private volatile boolean down;

  /// What a code was given for.
  private record Given(String subject, String nonce, String challenge) {}

  private SandboxIssuer(int port, Map<String, String> subjects, URI back, InstantSource clock) {
    this.subjects = new LinkedHashMap<>(subjects);
    this.back = back;
    this.clock = clock;
    this.server = LoopbackServer.start(port, this::answer);
  }

  /// @param port 0 for any free one
  /// @param subjects who can be signed in, with the name that is shown for each, in this order
  /// @param back the one address that people are sent back to
  public static SandboxIssuer start(int port, Map<String, String> subjects, URI back) {
    return new SandboxIssuer(port, subjects, back, InstantSource.system());
  }

  /// What it calls itself; everything else it says by discovery.
  public URI issuer() {
    return server.base();
  }

  public String clientSecret() {
    return secret;
  }

  /// The next identity token or answer is like this.
  public void misbehave(IssuerFault next) {
    fault.set(next);
  }

  /// Answers nothing but 503 until it is up again.
  public void setDown(boolean now) {
    down = now;
  }

  /// Signs with another key from now on.
  public void rotate() {
    tokens.rotate();
  }

  /// How many codes were exchanged for a token.
  public int exchanged() {
    return exchanged.get();
  }

  /// Where a browser is sent after somebody was chosen on the page that it was sent to.
  ///
  /// @param asked the address of that page
  public URI signedIn(URI asked, String subject) {
    Map<String, String> chosen = new LinkedHashMap<>(FormEncoding.decode(asked.getRawQuery()));
    chosen.put("subject", subject);
    HttpReply reply = choose(chosen);
    if (reply instanceof HttpReply.Answer(int status, var headers, var body) && status == 303) {
      return URI.create(headers.getOrDefault("Location", ""));
    }
    throw new IllegalStateException("the issuer does not take it: " + reply);
  }

  @Override
  public void close() {
    server.close();
  }

  private HttpReply answer(HttpCall call) {
    if (down) {
      return HttpReply.text(503, "service unavailable");
    }
    return switch (call.method() + " " + call.path()) {
      case "GET /.well-known/openid-configuration" -> HttpReply.json(200, metadata());
      case "GET /keys" -> HttpReply.json(200, tokens.published());
      case "GET /authorize" -> ask(FormEncoding.decode(call.query()));
      case "POST /authorize" -> choose(FormEncoding.decode(call.body()));
      case "POST /token" -> exchange(call);
      default -> HttpReply.text(404, "nothing here");
    };
  }

  private JsonObject metadata() {
    String base = issuer().toString();
    return JsonObject.builder()
        .put("issuer", base)
        .put("authorization_endpoint", base + "/authorize")
        .put("token_endpoint", base + "/token")
        .put("jwks_uri", base + "/keys")
        .put("response_types_supported", JsonArray.ofStrings(List.of("code")))
        .put("subject_types_supported", JsonArray.ofStrings(List.of("public")))
        .put("id_token_signing_alg_values_supported", JsonArray.ofStrings(List.of("RS256")))
        .put("authorization_response_iss_parameter_supported", true)
        .build();
  }

  private Optional<String> flaw(Map<String, String> asked) {
    if (!CLIENT_ID.equals(asked.get("client_id"))) {
      return Optional.of("unknown client");
    }
    if (!back.toString().equals(asked.get("redirect_uri"))) {
      return Optional.of("not an address to go back to");
    }
    if (!"code".equals(asked.get("response_type"))
        || !List.of(asked.getOrDefault("scope", "").split(" ")).contains("openid")
        || asked.getOrDefault("state", "").isEmpty()
        || asked.getOrDefault("nonce", "").isEmpty()
        || !"S256".equals(asked.get("code_challenge_method"))
        || asked.getOrDefault("code_challenge", "").isEmpty()) {
      return Optional.of("the code flow with openid, state, nonce and S256 is expected");
    }
    return Optional.empty();
  }

  private HttpReply ask(Map<String, String> asked) {
    return flaw(asked)
        .<HttpReply>map(why -> HttpReply.text(400, why))
        .orElseGet(() -> ChoicePage.of(asked, subjects));
  }

  private HttpReply choose(Map<String, String> asked) {
    Optional<String> flaw = flaw(asked);
    String subject = asked.getOrDefault("subject", "");
    if (flaw.isPresent() || !subjects.containsKey(subject)) {
      return HttpReply.text(400, flaw.orElse("nobody of that name"));
    }
    String code = SandboxSecrets.unguessable();
    codes.put(
        code,
        new Given(
            subject, asked.getOrDefault("nonce", ""), asked.getOrDefault("code_challenge", "")));
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("code", code);
    answer.put("state", asked.getOrDefault("state", ""));
    answer.put("iss", issuer().toString());
    return new HttpReply.Answer(
        303, Map.of("Location", back + "?" + FormEncoding.encode(answer)), "");
  }

  private HttpReply exchange(HttpCall call) {
    IssuerFault now = fault.getAndSet(null);
    if (now == IssuerFault.NO_JSON) {
      return HttpReply.text(200, "<html>hello</html>");
    }
    if (now == IssuerFault.ENDLESS) {
      return new HttpReply.Hang();
    }
    if (now == IssuerFault.REFUSED_WITH_STATUS_200) {
      return HttpReply.json(
          200, JsonObject.builder().put("ok", false).put("error", "invalid_code").build());
    }
    if (!isClient(call)) {
      return error(401, "invalid_client");
    }
    Map<String, String> asked = FormEncoding.decode(call.body());
    Given given = codes.remove(asked.getOrDefault("code", ""));
    if (given == null
        || !"authorization_code".equals(asked.get("grant_type"))
        || !back.toString().equals(asked.get("redirect_uri"))
        || !given.challenge().equals(challenge(asked.getOrDefault("code_verifier", "")))) {
      return error(400, "invalid_grant");
    }
    exchanged.incrementAndGet();
    return HttpReply.json(
        200,
        JsonObject.builder()
            .put("access_token", SandboxSecrets.unguessable())
            .put("token_type", "Bearer")
            .put(
                "id_token",
                tokens.of(
                    issuer().toString(),
                    CLIENT_ID,
                    given.subject(),
                    given.nonce(),
                    Optional.ofNullable(now),
                    clock.instant()))
            .build());
  }

  private boolean isClient(HttpCall call) {
    String expected =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((CLIENT_ID + ":" + secret).getBytes(StandardCharsets.UTF_8));
    return call.header("Authorization").filter(expected::equals).isPresent();
  }

  private static HttpReply error(int status, String code) {
    return HttpReply.json(status, JsonObject.builder().put("error", code).build());
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256", e);
    }
  }
}
