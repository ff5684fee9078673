package dev.countersign.teams.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.SelfSigned;
import dev.countersign.secret.Secret;
import dev.countersign.teams.settings.TeamsCredential;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamsCredentialTest {
  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
  private static final URI ENDPOINT =
      URI.create("https://login.example/0a1b2c3d/oauth2/v2.0/token");

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // made once, keys are slow
  private static SelfSigned ours;

  @BeforeAll
  static void make() throws Exception {
    ours = SelfSigned.make(folder);
  }

  @Test
  void theAssertionIsSignedWithTheCertificatesKey() throws Exception {
    SignedJWT assertion = assertion();
    assertThat(assertion.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.PS256);
    var publicKey = (RSAPublicKey) ours.certificate().getPublicKey();
    assertThat(assertion.verify(new RSASSAVerifier(publicKey))).isTrue();
  }

  @Test
  void theAssertionNamesTheCertificate() throws Exception {
    byte[] der = ours.certificate().getEncoded();
    String thumbprint =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(MessageDigest.getInstance("SHA-256").digest(der));
    assertThat(assertion().getHeader().toJSONObject())
        .containsEntry("x5t#S256", thumbprint)
        .containsEntry("typ", "JWT")
        .containsOnlyKeys("alg", "typ", "x5t#S256");
  }

  @Test
  void theAssertionSaysWhoToWhomAndForHowLong() throws Exception {
    JWTClaimsSet claims = assertion().getJWTClaimsSet();
    assertThat(claims.getAudience()).containsExactly(ENDPOINT.toString());
    assertThat(claims.getIssuer()).isEqualTo(ConnectorTestCase.APP);
    assertThat(claims.getSubject()).isEqualTo(ConnectorTestCase.APP);
    assertThat(claims.getNotBeforeTime().toInstant()).isEqualTo(NOW);
    Duration life = Duration.between(NOW, claims.getExpirationTime().toInstant());
    assertThat(life).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(10));
    assertThat(UUID.fromString(claims.getJWTID()).version()).isEqualTo(4);
    assertThat(claims.getClaims())
        .containsOnlyKeys("aud", "iss", "sub", "jti", "iat", "nbf", "exp");
  }

  @Test
  void noTwoAssertionsAreAlike() throws Exception {
    assertThat(assertion().getJWTClaimsSet().getJWTID())
        .isNotEqualTo(assertion().getJWTClaimsSet().getJWTID());
  }

  @Test
  void theKeyMustBeTheCertificatesAndLongEnough() throws Exception {
    SelfSigned other = SelfSigned.make(folder);
    assertThatThrownBy(() -> new TeamsCredential.Certificate(other.key(), ours.certificate()))
        .hasMessage("the key is not the certificate's");
    SelfSigned curve = SelfSigned.make(folder, "EC", 256);
    assertThatThrownBy(() -> credential(curve))
        .hasMessage("the certificate and its key must be RSA");
    SelfSigned brief = SelfSigned.make(folder, "RSA", 1_024);
    assertThatThrownBy(() -> credential(brief)).hasMessage("the key is shorter than 2048 bits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/metadata/identity/oauth2/token",
        "http://localhost:12356/msi/token",
        "http://127.0.0.1:41741/msi/token/",
        "https://identity.example/token"
      })
  void anIdentityEndpointIsNear(String endpoint) {
    assertThatCode(() -> identity(endpoint)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://identity.example/token",
        "http://169.254.169.254.evil.example/token",
        "http://127.0.0.1@evil.example/token",
        "http://user@127.0.0.1/token",
        "http://127.0.0.1/token?x=y",
        "http://127.0.0.1/token#x",
        "ftp://127.0.0.1/token",
        "/token"
      })
  void aSecretGoesNowhereElse(String endpoint) {
    assertThatThrownBy(() -> identity(endpoint)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "app", "0A1B2C3D-0000-4000-8000-00000000B001", "x&y=z"})
  void anIdentityIsAGuid(String clientId) {
    assertThatThrownBy(() -> new TeamsCredential.ManagedIdentity(clientId))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "with blank inside", "with\nnewline", "schlüssel-lang"})
  void aSecretHasTheShapeOfOne(String value) {
    assertThatThrownBy(() -> new TeamsCredential.ClientSecret(new Secret(value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not the shape of a client secret");
  }

  @Test
  void nothingOfACredentialIsPrinted() {
    String secret = "not-a-real~client.secret";
    var key = (RSAPrivateKey) ours.key();
    assertThat(
            new TeamsCredential.ClientSecret(new Secret(secret)).toString()
                + credential(ours)
                + identity("http://127.0.0.1/token")
                + new TokenAnswer.Bearer(secret)
                + IssuedToken.of(new TokenAnswer.Bearer(secret), NOW, Duration.ofHours(1)))
        .contains("[REDACTED]")
        .doesNotContain(
            secret,
            key.getPrivateExponent().toString(),
            key.getPrivateExponent().toString(16),
            key.getModulus().toString());
    assertThat(new Secret(secret))
        .isEqualTo(new Secret(secret))
        .isNotEqualTo(new Secret(secret + 1));
  }

  private static TeamsCredential.ManagedIdentity identity(String endpoint) {
    return new TeamsCredential.ManagedIdentity(
        ConnectorTestCase.APP, URI.create(endpoint), new Secret("not-a-real~client.secret"));
  }

  private static SignedJWT assertion() throws ParseException {
    return SignedJWT.parse(
        ClientAssertion.sign(credential(ours), ConnectorTestCase.APP, ENDPOINT, NOW));
  }

  private static TeamsCredential.Certificate credential(SelfSigned made) {
    return new TeamsCredential.Certificate(made.key(), made.certificate());
  }
}
