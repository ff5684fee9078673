package dev.countersign.sandbox.teams;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.SelfSigned;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntraTokensTest extends TeamsTestCase {
  private static SelfSigned ours;
  private static SelfSigned others;

  @BeforeAll
  static void certificates(@TempDir Path folder) throws Exception {
    ours = SelfSigned.make(folder);
    others = SelfSigned.make(folder);
  }

  @Override
  TeamsSandbox.Builder tenant() {
    return super.tenant().certificate(ours.certificate());
  }

  @Test
  void aSecretBuysATokenThatTheConnectorTakes() throws Exception {
    var answer = client.token(client.tokenForm());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().text("token_type")).isEqualTo("Bearer");
    assertThat(answer.json().number("expires_in")).isEqualTo(3_599);
    client.useToken(answer.json().text("access_token"));
    assertThat(client.send(CHANNEL, Samples.text("a")).status()).isEqualTo(201);
  }

  @Test
  void atItsExpiryATokenIsWorthNothing() throws Exception {
    clock.advance(EntraTokens.LIFETIME.minusMillis(1));
    assertThat(client.send(CHANNEL, Samples.text("a")).status()).isEqualTo(201);
    clock.advance(Duration.ofMillis(1));
    assertThat(client.send(CHANNEL, Samples.text("a")).status()).isEqualTo(401);
  }

  @Test
  void revokedMissingAndForeignTokensAreDenied() throws Exception {
    teams.revokeTokens();
    assertThat(client.send(CHANNEL, Samples.text("a")).status()).isEqualTo(401);
    client.useToken("");
    assertThat(client.send(CHANNEL, Samples.text("a")).status()).isEqualTo(401);
    client.useToken("other");
    assertThat(client.send(CHANNEL, Samples.text("a")).json().text("message"))
        .isEqualTo("Authorization has been denied for this request.");
    assertThat(teams.messages(CHANNEL)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "client_secret, wrong, 401 invalid_client 7000215",
    "client_secret, , 401 invalid_client 7000218",
    "client_id, 11111111-2222-3333-4444-555555555555, 400 unauthorized_client 700016",
    "client_id, , 400 invalid_request 900144",
    "grant_type, authorization_code, 400 unsupported_grant_type 70003",
    "grant_type, , 400 invalid_request 900144",
    "scope, https://graph.microsoft.com/.default, 400 invalid_scope 70011",
    "scope, , 400 invalid_request 900144",
  })
  void aWrongOrMissingFieldIsNamed(String field, String value, String error) throws Exception {
    Map<String, String> form = client.tokenForm();
    if (value == null) {
      form.remove(field);
    } else {
      form.put(field, value);
    }
    assertThat(client.token(form).entra()).isEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource({
    "botframework.com, 400 unauthorized_client 700016",
    "c2d94e17-3f58-4b6a-9e0c-71a8b5d2f604, 400 unauthorized_client 700016",
    "nowhere, 400 invalid_request 90002",
  })
  void anotherTenantKnowsNoSuchApp(String tenant, String error) throws Exception {
    assertThat(client.token(tenant, client.tokenForm()).entra()).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256"})
  void anAssertionOfTheRegisteredCertificateBuysAToken(String algorithm) throws Exception {
    String assertion = assertion(JWSAlgorithm.parse(algorithm), ours, ours.key(), same());
    assertThat(client.token(assertionForm(assertion)).status()).isEqualTo(200);
  }

  @Test
  void anAssertionOfAnotherKeyIsRefused() throws Exception {
    var otherKey = assertion(JWSAlgorithm.PS256, ours, others.key(), same());
    var otherCertificate = assertion(JWSAlgorithm.PS256, others, others.key(), same());
    assertThat(client.token(assertionForm(otherKey)).entra())
        .isEqualTo("401 invalid_client 700027");
    assertThat(client.token(assertionForm(otherCertificate)).entra())
        .isEqualTo("401 invalid_client 700027");
    assertThat(client.token(assertionForm("a.b.c")).entra()).isEqualTo("401 invalid_client 50027");
  }

  @Test
  void anAssertionForAnotherPurposeIsRefused() throws Exception {
    assertThat(refusal(claims -> claims.audience("https://login.example/token")))
        .isEqualTo("401 invalid_client 700023");
    assertThat(refusal(claims -> claims.issuer("other"))).isEqualTo("401 invalid_client 700021");
    assertThat(refusal(claims -> claims.subject("other"))).isEqualTo("401 invalid_client 700021");
    assertThat(refusal(claims -> claims.jwtID(null))).isEqualTo("401 invalid_client 50027");
  }

  @Test
  void anAssertionOutOfItsTimeIsRefused() throws Exception {
    Instant now = clock.instant();
    Instant tooEarly = now.plus(ClientAssertions.SKEW).plusSeconds(1);
    Instant tooLate = now.minus(ClientAssertions.SKEW);
    assertThat(refusal(claims -> claims.notBeforeTime(Date.from(tooEarly))))
        .isEqualTo("401 invalid_client 700024");
    assertThat(refusal(claims -> claims.expirationTime(Date.from(tooLate))))
        .isEqualTo("401 invalid_client 700024");
    assertThat(refusal(claims -> claims.expirationTime(null)))
        .isEqualTo("401 invalid_client 700024");
  }

  private String refusal(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
    String assertion = assertion(JWSAlgorithm.PS256, ours, ours.key(), change);
    return client.token(assertionForm(assertion)).entra();
  }

  private static UnaryOperator<JWTClaimsSet.Builder> same() {
    return UnaryOperator.identity();
  }

  private Map<String, String> assertionForm(String assertion) {
    Map<String, String> form = client.tokenForm();
    form.remove("client_secret");
    form.put("client_assertion", assertion);
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    return form;
  }

  private String assertion(
      JWSAlgorithm algorithm,
      SelfSigned named,
      PrivateKey key,
      UnaryOperator<JWTClaimsSet.Builder> change)
      throws Exception {
    Instant now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .audience(teams.loginBase() + teams.tenantId() + "/oauth2/v2.0/token")
            .issuer(teams.appId())
            .subject(teams.appId())
            .jwtID(UUID.randomUUID().toString())
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
    var header =
        new JWSHeader.Builder(algorithm)
            .x509CertSHA256Thumbprint(thumbprint(named.certificate()))
            .build();
    var jwt = new SignedJWT(header, change.apply(claims).build());
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }

  private static Base64URL thumbprint(X509Certificate certificate) throws Exception {
    return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
  }
}
