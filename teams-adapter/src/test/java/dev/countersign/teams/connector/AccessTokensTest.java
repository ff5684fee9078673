package dev.countersign.teams.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.SelfSigned;
import dev.countersign.secret.Secret;
import dev.countersign.teams.settings.TeamsCredential;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest extends ConnectorTestCase {
  private static final TokenAnswer.Bearer BEARER = new TokenAnswer.Bearer(TOKEN);
  private static final String IDENTITY_PATH = "/metadata/identity/oauth2/token";
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void aSecretIsExchangedForAToken() {
    assertThat(tokens.bearer()).isEqualTo(BEARER);
    LoggedRequest request = only(LOGIN);
    assertThat(request.getHeader("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(request.getUrl()).isEqualTo(TOKEN_PATH);
    assertThat(fields(request.getBodyAsString()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                APP,
                "scope",
                "https://api.botframework.com/.default",
                "client_secret",
                CLIENT_SECRET));
  }

  @Test
  void aCertificateIsExchangedForAToken(@TempDir Path folder) throws Exception {
    SelfSigned certificate = SelfSigned.make(folder);
    try (AccessTokens own =
        tokens(new TeamsCredential.Certificate(certificate.key(), certificate.certificate()))) {
      assertThat(own.bearer()).isEqualTo(BEARER);
    }
    Map<String, String> fields = fields(only(LOGIN).getBodyAsString());
    assertThat(fields)
        .containsOnlyKeys(
            "grant_type", "client_id", "scope", "client_assertion_type", "client_assertion")
        .containsEntry(
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    SignedJWT assertion = SignedJWT.parse(fields.get("client_assertion"));
    var publicKey = (RSAPublicKey) certificate.certificate().getPublicKey();
    assertThat(assertion.verify(new RSASSAVerifier(publicKey))).isTrue();
    assertThat(assertion.getJWTClaimsSet().getAudience())
        .containsExactly(LOGIN.baseUrl() + TOKEN_PATH);
  }

  @Test
  void aVirtualMachineIsAskedForItsIdentitysToken() {
    identityAnswers(
        """
        {"access_token": "%s", "client_id": "x", "expires_in": "86399", "expires_on": "1795770000",
         "resource": "https://api.botframework.com", "token_type": "Bearer"}\
        """);
    try (AccessTokens own = tokens(identity(null))) {
      assertThat(own.bearer()).isEqualTo(BEARER);
      clock.advance(Duration.ofHours(23));
      assertThat(own.bearer()).isEqualTo(BEARER);
    }
    LoggedRequest request = only(LOGIN);
    assertThat(request.getUrl())
        .isEqualTo(
            IDENTITY_PATH
                + "?api-version=2018-02-01&resource=https%3A%2F%2Fapi.botframework.com&client_id="
                + APP);
    assertThat(request.getHeader("Metadata")).isEqualTo("true");
    assertThat(request.containsHeader("X-IDENTITY-HEADER")).isFalse();
  }

  @Test
  void anAppServiceIsAskedInItsOwnWay() {
    long expiry = NOW.plus(Duration.ofHours(1)).getEpochSecond();
    identityAnswers(
        "{\"access_token\":\"%s\",\"expires_on\":\"" + expiry + "\",\"token_type\":\"Bearer\"}");
    try (AccessTokens own = tokens(identity(new Secret(CLIENT_SECRET)))) {
      assertThat(own.bearer()).isEqualTo(BEARER);
      clock.advance(Duration.ofMinutes(49));
      assertThat(own.bearer()).isEqualTo(BEARER);
      assertThat(received(LOGIN)).hasSize(1);
      clock.advance(Duration.ofMinutes(1));
      own.bearer();
    }
    assertThat(received(LOGIN)).hasSize(2);
    LoggedRequest request = received(LOGIN).getFirst();
    assertThat(request.getUrl()).contains("?api-version=2019-08-01&resource=").endsWith(APP);
    assertThat(request.getHeader("X-IDENTITY-HEADER")).isEqualTo(CLIENT_SECRET);
  }

  @Test
  void anUnknownIdentityIsForAnOperator() {
    LOGIN.stubFor(
        get(urlPathEqualTo(IDENTITY_PATH))
            .willReturn(
                json(
                    400,
                    """
                    {"error": "invalid_request", "error_description": "Identity not found"}\
                    """)));
    try (AccessTokens own = tokens(identity(null))) {
      assertThat(own.bearer()).isEqualTo(new TokenAnswer.Refused("invalid_request"));
    }
  }

  @Test
  void aTokenIsKeptUntilShortlyBeforeItExpires() {
    assertThat(tokens.bearer()).isEqualTo(BEARER);
    clock.advance(Duration.ofMinutes(50).minusMillis(1));
    assertThat(tokens.bearer()).isEqualTo(BEARER);
    assertThat(received(LOGIN)).hasSize(1);
    login(token("second", 3_600));
    clock.advance(Duration.ofMillis(1));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Bearer("second"));
    assertThat(received(LOGIN)).hasSize(2);
  }

  @Test
  void aTokenThatLivesForASecondIsStillOneFetch() {
    login(token(TOKEN, 1));
    tokens.bearer();
    tokens.bearer();
    assertThat(received(LOGIN)).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    tokens.bearer();
    assertThat(received(LOGIN)).hasSize(2);
  }

  @Test
  void aTokenIsNotBelievedToLiveForYears() {
    login(token(TOKEN, 999_999_999));
    tokens.bearer();
    clock.advance(Duration.ofHours(24));
    tokens.bearer();
    assertThat(received(LOGIN)).hasSize(2);
  }

  @Test
  void aGoodTokenOutlastsAFailingRefresh() {
    tokens.bearer();
    login(aResponse().withStatus(503));
    clock.advance(Duration.ofMinutes(55));
    assertThat(tokens.bearer()).isEqualTo(BEARER);
    assertThat(tokens.bearer()).isEqualTo(BEARER);
    assertThat(received(LOGIN)).hasSize(2);
    clock.advance(Duration.ofMinutes(4));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Later(SOON, "http_503"));
  }

  @Test
  void howeverManyAskOneFetchRuns() throws Exception {
    login(token(TOKEN, 3_600).withFixedDelay(300));
    int callers = 40;
    var barrier = new CyclicBarrier(callers);
    Callable<TokenAnswer> ask =
        () -> {
          barrier.await();
          return tokens.bearer();
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<TokenAnswer>> answers =
          threads.invokeAll(Stream.generate(() -> ask).limit(callers).toList());
      for (Future<TokenAnswer> answer : answers) {
        assertThat(answer.get()).isEqualTo(BEARER);
      }
    }
    assertThat(received(LOGIN)).hasSize(1);
  }

  @Test
  void howeverManyAskOneFailureRuns() throws Exception {
    login(aResponse().withStatus(503).withFixedDelay(300));
    int callers = 40;
    var barrier = new CyclicBarrier(callers);
    Callable<TokenAnswer> ask =
        () -> {
          barrier.await();
          return tokens.bearer();
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<TokenAnswer> answer :
          threads.invokeAll(Stream.generate(() -> ask).limit(callers).toList())) {
        assertThat(answer.get()).isEqualTo(new TokenAnswer.Later(SOON, "http_503"));
      }
    }
    assertThat(received(LOGIN)).hasSize(1);
  }

  @Test
  void aBotThatIsNotRegisteredIsForAnOperator() {
    login(
        json(
            400,
            """
            {"error": "unauthorized_client",
             "error_description": "AADSTS700016: Application with identifier '%s' was not found",
             "error_codes": [700016]}\
            """
                .formatted(APP)));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Refused("AADSTS700016"));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Refused("AADSTS700016"));
    assertThat(received(LOGIN)).hasSize(1);
    login(token(TOKEN, 3_600));
    clock.advance(AccessTokens.REFUSED_FOR);
    assertThat(tokens.bearer()).isEqualTo(BEARER);
  }

  @ParameterizedTest
  @CsvSource({
    "400,invalid_client,AADSTS700016: not found,AADSTS700016",
    "401,invalid_client,AADSTS7000215: Invalid client secret provided,AADSTS7000215",
    "401,invalid_client,AADSTS700027: signature,AADSTS700027",
    "400,invalid_client,no number here,invalid_client",
    "403,access_denied,no number here,access_denied"
  })
  void aRefusalIsNamedByItsCodeAlone(int status, String error, String words, String code) {
    login(
        json(
            status,
            "{\"error\":\"" + error + "\",\"error_description\":\"" + words + " " + TOKEN + "\"}"));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Refused(code));
  }

  @ParameterizedTest
  @CsvSource({
    "400,temporarily_unavailable",
    "429,invalid_client",
    "500,invalid_client",
    "503,server_error"
  })
  void whatMayPassIsNoRefusal(int status, String error) {
    login(
        json(
            status,
            "{\"error\":\"" + error + "\",\"error_description\":\"AADSTS90033: transient\"}"));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Later(SOON, "http_" + status));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 404, 410, 429, 500, 502, 503, 504})
  void aGatewaysAnswerIsNoRefusal(int status) {
    login(aResponse().withStatus(status).withBody("<html>AADSTS700016</html>"));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Later(SOON, "http_" + status));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Later(SOON, "http_" + status));
    assertThat(received(LOGIN)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"0,10", "5,10", "70,70", "86400,300", "soon,10"})
  void thePauseAskedForIsKeptWithinBounds(String header, long seconds) {
    login(aResponse().withStatus(429).withHeader("Retry-After", header));
    Duration pause = Duration.ofSeconds(seconds);
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Later(pause, "http_429"));
    clock.advance(Duration.ofSeconds(4));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Later(pause.minusSeconds(4), "http_429"));
    login(token(TOKEN, 3_600));
    clock.advance(pause.minusSeconds(4));
    assertThat(tokens.bearer()).isEqualTo(BEARER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "{}",
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":0}",
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":-1}",
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":\"soon\"}",
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_on\":\"1\"}",
        "{\"access_token\":\"t\",\"token_type\":\"pop\",\"expires_in\":3600}",
        "{\"access_token\":\"t\",\"expires_in\":3600}",
        "{\"access_token\":\"t\\r\\nX-Evil: 1\",\"token_type\":\"Bearer\",\"expires_in\":3600}",
        "{\"access_token\":\"\",\"token_type\":\"Bearer\",\"expires_in\":3600}",
        "{\"access_token\":1,\"token_type\":\"Bearer\",\"expires_in\":3600}"
      })
  void aMalformedAnswerIsNoToken(String body) {
    login(json(200, body));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Later(SOON, "malformed_answer"));
  }

  @Test
  void anEndlessAnswerIsNoToken() {
    login(token("x".repeat(BoundedHttp.MAX_BODY), 3_600));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Later(SOON, "malformed_answer"));
  }

  @Test
  void anAnswerOfAnotherTypeIsNoToken() {
    login(token(TOKEN, 3_600).withHeader("Content-Type", "text/html"));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Later(SOON, "malformed_answer"));
  }

  @Test
  void aBrokenConnectionIsTriedAgainLater() {
    login(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Later(SOON, "unreachable"));
    assertThat(received(LOGIN)).hasSize(1);
  }

  @Test
  void aLoginThatHangsIsGivenUpInTime() {
    login(token(TOKEN, 3_600).withFixedDelay(5_000));
    var secret = new TeamsCredential.ClientSecret(new Secret(CLIENT_SECRET));
    try (var own = new AccessTokens(requests(secret), clock, Duration.ofMillis(200))) {
      assertThat(own.bearer()).isEqualTo(new TokenAnswer.Later(SOON, "timeout"));
    }
  }

  private static void login(ResponseDefinitionBuilder answer) {
    LOGIN.stubFor(post(urlEqualTo(TOKEN_PATH)).willReturn(answer));
  }

  private static void identityAnswers(String body) {
    LOGIN.stubFor(get(urlPathEqualTo(IDENTITY_PATH)).willReturn(json(200, body.formatted(TOKEN))));
  }

  private static TeamsCredential identity(@Nullable Secret header) {
    return new TeamsCredential.ManagedIdentity(
        APP, URI.create(LOGIN.baseUrl() + IDENTITY_PATH), header);
  }

  private static TokenRequests requests(TeamsCredential credential) {
    return new TokenRequests(credential, APP, TENANT, URI.create(LOGIN.baseUrl() + "/"), RESOURCE);
  }

  private AccessTokens tokens(TeamsCredential credential) {
    return new AccessTokens(requests(credential), clock);
  }

  private static Map<String, String> fields(String form) {
    return Arrays.stream(form.split("&"))
        .map(field -> field.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }
}
