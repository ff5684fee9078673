package dev.countersign.token;

import static dev.countersign.token.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Another implementation reads what we sign, and we read what it signs where it spells as we do.
final class NimbusInteroperabilityTest {

  @Test
  void nimbusVerifiesOurDecisionTokens() throws Exception {
    SignedJWT jwt = SignedJWT.parse(new DecisionTokens(RING).mint(claims()));
    OctetSequenceKey key = OctetSequenceKey.parse(text(RING.decision().signing().toJson()));
    assertThat(jwt.verify(new MACVerifier(key))).isTrue();
    assertThat(jwt.getHeader().getIncludedParams()).containsExactlyInAnyOrder("alg", "typ", "kid");
    assertThat(jwt.getJWTClaimsSet().getAudience()).isEqualTo(List.of("countersign:decide"));
    assertThat(jwt.getJWTClaimsSet().getExpirationTime())
        .isEqualTo(Date.from(claims().expiresAt()));
  }

  @Test
  void nimbusVerifiesOurGrantsByThePublishedKeys() throws Exception {
    SignedJWT jwt = SignedJWT.parse(new GrantTokens(RING, ISSUER).sign(grant()));
    JWKSet published = JWKSet.parse(text(RING.publicKeys()));
    ECKey key = published.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey();
    assertThat(jwt.verify(new ECDSAVerifier(key))).isTrue();
    assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("support-bot");
    assertThat(jwt.getJWTClaimsSet().getListClaim("approvers")).hasSize(2);
  }

  @Test
  void weVerifyAGrantThatNimbusSignedInOurSpelling() throws Exception {
    GrantKey key = RING.grant().signing();
    Base64URL header = Base64URL.encode(GrantTokens.HEADER.naming(key.kid()));
    Base64URL payload = Base64URL.encode(text(grant().toJson(ISSUER)));
    Base64URL signature =
        new ECDSASigner(ECKey.parse(text(key.toJson())))
            .sign(JWSHeader.parse(header), utf8(header + "." + payload));
    String jws = new JWSObject(header, payload, signature).serialize();
    assertThat(new GrantVerifier(RING, ISSUER).verify(jws, "http", NOW))
        .isInstanceOf(GrantVerdict.Verified.class);
  }

  /// The reason why its parser is not on our path.
  @Test
  void nimbusReadsPaddingThatWeRefuse() throws Exception {
    String token = new DecisionTokens(RING).mint(claims()) + "=";
    OctetSequenceKey key = OctetSequenceKey.parse(text(RING.decision().signing().toJson()));
    assertThat(SignedJWT.parse(token).verify(new MACVerifier(key))).isTrue();
    assertThat(verifier(RING).verify(token, NOW))
        .isEqualTo(new TokenVerdict.Refused(TokenRefusal.TOKEN_MALFORMED));
  }
}
