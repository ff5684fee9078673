package dev.countersign.executors.http;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import dev.countersign.secret.Secret;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes an app's secret into a token (RFC 6749, section 4.4), anew for every message: none is
/// kept that could be revoked meanwhile. Asking has no effect on what is sent later; without a
/// token nothing is sent.
public final class ClientCredentials implements CredentialResolver {
  private static final Logger log = LoggerFactory.getLogger(ClientCredentials.class);

  private final HttpTarget login;
  private final String path;
  private final String client;
  private final String scope;
  private final CredentialResolver secrets;
  private final Dialler dialler;

  /// @param path of the token endpoint, from its slash on
  /// @param client the app's id
  public ClientCredentials(
      HttpTarget login,
      String path,
      String client,
      String scope,
      CredentialResolver secrets,
      Dialler dialler) {
    this.login = login;
    this.path = path;
    this.client = client;
    this.scope = scope;
    this.secrets = secrets;
    this.dialler = dialler;
  }

  /// The token for the app whose secret that is.
  @Override
  public Optional<Secret> resolve(CredentialReference reference) {
    return secrets.resolve(reference).flatMap(this::token);
  }

  private Optional<Secret> token(Secret secret) {
    Departure departure = new Departure();
    var line = new HttpLine(login, secrets, dialler, departure);
    // All of it, and not between two bytes: whoever waits for the token cannot end this.
    Future<?> end = CompletableFuture.runAsync(() -> departure.recall("timeout", 0), afterAll());
    SentRequest question =
        SentRequest.postingForm(login.baseUrl() + path, form(client, scope, secret));
    try {
      return line.ask(question, (status, _, body) -> token(status, body));
    } catch (IOException | HttpException e) {
      log.warn("connection {}: no token: {}", login.name(), HttpLine.code(e));
      return Optional.empty();
    } finally {
      end.cancel(false);
    }
  }

  private Executor afterAll() {
    return CompletableFuture.delayedExecutor(
        login.limits().timeout().toNanos(),
        TimeUnit.NANOSECONDS,
        task -> Thread.ofVirtual().name("login-deadline").start(task));
  }

  private Optional<Secret> token(int status, byte[] body) {
    Optional<Secret> token = token(body).filter(_ -> status == 200);
    if (token.isEmpty()) {
      log.warn("connection {}: no token: status {}", login.name(), status);
    }
    return token;
  }

  private static Optional<Secret> token(byte[] body) {
    try {
      return CanonicalJson.parse(body) instanceof JsonObject answer
              && answer.get("access_token") instanceof JsonString(String token)
          ? Optional.of(new Secret(token))
          : Optional.empty();
    } catch (JsonRefusedException e) {
      return Optional.empty();
    }
  }

  public static boolean isToken(byte[] body) {
    return token(body).isPresent();
  }

  /// What the token says of itself; empty where it is no JWT. Nobody checks who says so: it is for
  /// people to read.
  public static Optional<JsonObject> claims(byte[] body) {
    return token(body)
        .map(token -> token.reveal().split("\\.", -1))
        .filter(parts -> parts.length == 3)
        .flatMap(parts -> object(parts[1]));
  }

  private static Optional<JsonObject> object(String part) {
    try {
      return CanonicalJson.parse(Base64.getUrlDecoder().decode(part)) instanceof JsonObject claims
          ? Optional.of(claims)
          : Optional.empty();
    } catch (IllegalArgumentException e) { // no base64url, or no JSON
      return Optional.empty();
    }
  }

  /// The request for a token, as a question.
  public static ClassicHttpRequest question(
      String path, String client, String scope, Optional<Secret> secret) {
    byte[] form =
        form(client, scope, secret.orElse(new Secret("none"))).getBytes(StandardCharsets.US_ASCII);
    var request = new BasicClassicHttpRequest("POST", path);
    request.addHeader("content-type", "application/x-www-form-urlencoded");
    request.addHeader("content-length", form.length);
    request.setEntity(new ByteArrayEntity(form, null));
    return request;
  }

  private static String form(String client, String scope, Secret secret) {
    return "grant_type=client_credentials&client_id="
        + encoded(client)
        + "&scope="
        + encoded(scope)
        + "&client_secret="
        + encoded(secret.reveal());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
