package dev.countersign.console;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who somebody is, by the word of one issuer of OpenID Connect: the code flow with PKCE, a state
/// and a nonce (OpenID Connect Core 1.0, section 3.1). Its discovery, its keys and its tokens are
/// believed as far as they are about this issuer and this client, and signed with RS256, which
/// every issuer has.
final class IdentityProvider {
  /// Codes that are exchanged at one time. What comes above that waits for its turn, in the order
  /// in which it came, so that whoever floods this keeps others waiting rather than out.
  static final int MOST_AT_ONCE = 16;

  /// Codes that wait, and how long each does; what comes above that is told to come again.
  static final int MOST_WAITING = 256;

  static final Duration PATIENCE = Duration.ofSeconds(5);

  /// About the client, not about the code: RFC 6749, section 5.2, and what Slack's
  /// `openid.connect.token` says in place of it.
  private static final Set<String> CLIENT_REFUSED =
      Set.of("invalid_client", "unauthorized_client", "invalid_client_id", "bad_client_secret");

  private static final Pattern ERROR_CODE = Pattern.compile("[a-z_]{1,64}");

  /// Characters of an account in `people.yaml`.
  private static final int LONGEST_SUBJECT = 256;

  private static final int CLOCK_SKEW_SECONDS = 60;
  private static final int OK = 200;
  private static final Logger log = LoggerFactory.getLogger(IdentityProvider.class);

  private final ConsoleSettings settings;
  private final IssuerHttp http;
  private final IssuerFacts facts;
  final Semaphore room = new Semaphore(MOST_AT_ONCE, true);

  IdentityProvider(ConsoleSettings settings, IssuerHttp http, IssuerFacts facts) {
    this.settings = settings;
    this.http = http;
    this.facts = facts;
  }

  sealed interface Identified {
    record As(AccountId account) implements Identified {}

    /// What came is not what the issuer says of somebody who just signed in here.
    ///
    /// @param code for the log
    record Refused(String code) implements Identified {}

    /// The issuer does not take the gate for the client that it says it is.
    record UnknownClient() implements Identified {}

    /// The issuer does not answer, or not with what it should.
    record Unavailable() implements Identified {}
  }

  /// Where a browser is sent to sign in; empty while the issuer does not answer.
  Optional<URI> ask(SignInAttempt attempt) {
    return facts
        .metadata()
        .map(metadata ->
            new AuthenticationRequest.Builder(
                    ResponseType.CODE,
                    new Scope("openid"),
                    new ClientID(settings.clientId()),
                    settings.callback())
                .endpointURI(metadata.getAuthorizationEndpointURI())
                .state(new State(attempt.state()))
                .nonce(new Nonce(attempt.nonce()))
                .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI());
  }

  /// What a code is worth.
  ///
  /// @param issuer as the browser brought it along (RFC 9207); empty where it brought none
  Identified exchange(SignInAttempt attempt, String code, String issuer) {
    Optional<OIDCProviderMetadata> metadata = facts.metadata();
    if (metadata.isEmpty()) {
      return new Identified.Unavailable();
    }
    boolean saysIt = metadata.get().supportsAuthorizationResponseIssuerParam();
    if (issuer.isEmpty() ? saysIt : !issuer.equals(settings.issuer())) {
      return new Identified.Refused("other_issuer");
    }
    if (!hasTurn()) {
      return new Identified.Unavailable();
    }
    try {
      return exchange(attempt, code, metadata.get());
    } finally {
      room.release();
    }
  }

  private boolean hasTurn() {
    try {
      return room.getQueueLength() < MOST_WAITING
          && room.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Identified exchange(SignInAttempt attempt, String code, OIDCProviderMetadata metadata) {
    Optional<IssuerHttp.Answer> answer = http.call(tokenRequest(attempt, code, metadata));
    if (answer.isEmpty()) {
      return new Identified.Unavailable();
    }
    try {
      HTTPResponse response = new HTTPResponse(answer.get().status());
      response.setContentType(answer.get().contentType());
      response.setBody(answer.get().body());
      TokenResponse parsed = OIDCTokenResponseParser.parse(response);
      if (!parsed.indicatesSuccess()) {
        return refused(parsed.toErrorResponse().getErrorObject());
      }
      JWT token = ((OIDCTokenResponse) parsed.toSuccessResponse()).getOIDCTokens().getIDToken();
      return verified(token, attempt);
    } catch (ParseException | IllegalArgumentException e) {
      Optional<String> error = errorOf(answer.get());
      if (error.isPresent()) {
        return refused(new ErrorObject(error.get()));
      }
      log.warn("the issuer's answer does not read: {}", e.getClass().getSimpleName());
      return new Identified.Unavailable();
    }
  }

  /// Slack refuses with status 200 (docs.slack.dev, Web API, evaluating responses), which is no
  /// answer of OpenID Connect.
  private static Optional<String> errorOf(IssuerHttp.Answer answer) {
    try {
      return CanonicalJson.parse(answer.body().getBytes(StandardCharsets.UTF_8))
                  instanceof JsonObject said
              && said.get("error") instanceof JsonString error
          ? Optional.of(error.value())
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Identified refused(@Nullable ErrorObject error) {
    String code = error == null || error.getCode() == null ? "" : error.getCode();
    log.warn("the issuer refuses a code: {}", readable(code));
    return CLIENT_REFUSED.contains(code)
        ? new Identified.UnknownClient()
        : new Identified.Refused("code_refused");
  }

  /// An error code of the issuer's as a log may have it.
  static String readable(String code) {
    return ERROR_CODE.matcher(code).matches() ? code : "(no error code that reads)";
  }

  private Identified verified(JWT token, SignInAttempt attempt) {
    Optional<JWKSet> keys = facts.keys(token.getHeader().toJSONObject().get("kid"));
    if (keys.isEmpty()) {
      return new Identified.Unavailable();
    }
    IDTokenValidator validator =
        new IDTokenValidator(
            new Issuer(settings.issuer()),
            new ClientID(settings.clientId()),
            JWSAlgorithm.RS256,
            keys.get());
    validator.setMaxClockSkew(CLOCK_SKEW_SECONDS);
    try {
      String subject =
          validator.validate(token, new Nonce(attempt.nonce())).getSubject().getValue();
      return subject.isBlank() || subject.length() > LONGEST_SUBJECT
          ? new Identified.Refused("bad_subject")
          : new Identified.As(new AccountId(Surface.CONSOLE, settings.issuer(), subject));
    } catch (BadJOSEException | JOSEException e) {
      // What it says is about the token's shape, never its content.
      log.warn("an identity token is refused: {}", e.getClass().getSimpleName());
      return new Identified.Refused("bad_token");
    }
  }

  private HttpRequest tokenRequest(
      SignInAttempt attempt, String code, OIDCProviderMetadata metadata) {
    HTTPRequest request =
        new TokenRequest.Builder(
                metadata.getTokenEndpointURI(),
                client(metadata),
                new AuthorizationCodeGrant(
                    new AuthorizationCode(code),
                    settings.callback(),
                    new CodeVerifier(attempt.verifier())))
            .build()
            .toHTTPRequest();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.getURI())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json");
    Optional.ofNullable(request.getAuthorization())
        .ifPresent(credential -> builder.header("Authorization", credential));
    return builder.POST(BodyPublishers.ofString(request.getBody(), StandardCharsets.UTF_8)).build();
  }

  /// By the header, unless the issuer says that it takes the form alone.
  private ClientAuthentication client(OIDCProviderMetadata metadata) {
    ClientID id = new ClientID(settings.clientId());
    Secret secret = new Secret(settings.clientSecret().reveal());
    List<ClientAuthenticationMethod> taken = metadata.getTokenEndpointAuthMethods();
    boolean byForm =
        taken != null
            && !taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            && taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    return byForm ? new ClientSecretPost(id, secret) : new ClientSecretBasic(id, secret);
  }

  static boolean isGood(IssuerHttp.Answer answer) {
    return answer.status() == OK;
  }
}
