package dev.countersign.sandbox.teams;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the bot receives, checked by a library that had no part in making it.
class SignedCallbacksTest extends TeamsTestCase {

  @Test
  void aCallbackIsSignedWithAPublishedKey() throws Exception {
    SignedJWT token = tokenOf(teams.say(MIRA.id(), CHANNEL, "queue"));
    assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
    assertThat(isSigned(token)).isTrue();

    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(teams.tokenIssuer());
    assertThat(claims.getAudience()).containsExactly(teams.appId());
    assertThat(claims.getStringClaim("serviceurl")).isEqualTo(teams.serviceUrl().toString());
    assertThat(claims.getStringClaim("serviceurl"))
        .isEqualTo(bot.last().activity().text("serviceUrl"));
    assertThat(claims.getExpirationTime())
        .isEqualTo(Date.from(clock.instant().plus(Duration.ofHours(1))));
    assertThat(claims.getNotBeforeTime()).isEqualTo(Date.from(clock.instant()));
  }

  @Test
  void theKeysAreGoodForTeams() throws Exception {
    assertThat(endorsements()).contains("msteams");
    teams.endorseKeysFor(List.of("webchat"));
    assertThat(endorsements()).containsExactly("webchat");
  }

  @Test
  void afterARotationAnotherKeySignsAndTheOldOneIsStillPublished() throws Exception {
    SignedJWT before = tokenOf(teams.say(MIRA.id(), CHANNEL, "a"));
    teams.rotateKeys();
    SignedJWT after = tokenOf(teams.say(MIRA.id(), CHANNEL, "b"));
    assertThat(after.getHeader().getKeyID()).isNotEqualTo(before.getHeader().getKeyID());
    assertThat(isSigned(after)).isTrue();
    assertThat(isSigned(before)).isTrue();

    teams.withdrawOldKeys();
    assertThat(isSigned(after)).isTrue();
    assertThat(keys().getKeyByKeyId(before.getHeader().getKeyID())).isNull();
  }

  @Test
  void theKeysCanBeDown() throws Exception {
    teams.setKeysDown(true);
    assertThat(client.get(teams.openIdMetadata()).status()).isEqualTo(503);
    teams.setKeysDown(false);
    assertThat(client.get(teams.openIdMetadata()).status()).isEqualTo(200);
  }

  @Test
  void claimsCanBeChangedForForgeries() throws Exception {
    Map<String, String> headers =
        teams.sign(clock.instant(), claims -> claims.with("aud", Json.of("other")));
    teams.deliver("{\"type\":\"message\"}", headers);
    SignedJWT token = tokenOf(bot.last().authorization());
    assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("other");
    assertThat(isSigned(token)).isTrue();
  }

  private static SignedJWT tokenOf(String authorization) throws Exception {
    assertThat(authorization).startsWith("Bearer ");
    return SignedJWT.parse(authorization.substring("Bearer ".length()));
  }

  private SignedJWT tokenOf(TeamsDelivery told) throws Exception {
    assertThat(told.acknowledged()).isTrue();
    return tokenOf(bot.last().authorization());
  }

  private boolean isSigned(SignedJWT token) throws Exception {
    RSAKey key = (RSAKey) keys().getKeyByKeyId(token.getHeader().getKeyID());
    return token.verify(new RSASSAVerifier(key));
  }

  private JWKSet keys() throws Exception {
    return JWKSet.parse(client.get(keysAddress()).text());
  }

  private List<String> endorsements() throws IOException, InterruptedException {
    return client
        .get(keysAddress())
        .json()
        .objects("keys", key -> key)
        .getFirst()
        .texts("endorsements");
  }

  private URI keysAddress() throws IOException, InterruptedException {
    JsonObject metadata = client.get(teams.openIdMetadata()).json();
    assertThat(metadata.text("issuer")).isEqualTo(teams.tokenIssuer());
    assertThat(metadata.texts("id_token_signing_alg_values_supported")).containsExactly("RS256");
    return URI.create(metadata.text("jwks_uri"));
  }
}
