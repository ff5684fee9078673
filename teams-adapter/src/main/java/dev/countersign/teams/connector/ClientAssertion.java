package dev.countersign.teams.connector;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.teams.settings.TeamsCredential;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/// The signed statement that stands in for a client secret: PS256, named by the SHA-256 thumbprint
/// of the certificate (learn.microsoft.com/entra/identity-platform/certificate-credentials).
final class ClientAssertion {
  /// Microsoft advises five to ten minutes at most.
  static final Duration LIFE = Duration.ofMinutes(5);

  private ClientAssertion() {}

  /// @param tokenEndpoint the audience, and the only place that it is sent to
  static String sign(
      TeamsCredential.Certificate credential, String appId, URI tokenEndpoint, Instant now) {
    var claims =
        new JWTClaimsSet.Builder()
            .audience(tokenEndpoint.toString())
            .issuer(appId)
            .subject(appId)
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)))
            .build();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.PS256)
            .type(JOSEObjectType.JWT)
            .x509CertSHA256Thumbprint(thumbprint(credential.certificate()))
            .build();
    try {
      var assertion = new SignedJWT(header, claims);
      assertion.sign(new RSASSASigner(credential.key()));
      return assertion.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("the client assertion could not be signed", e);
    }
  }

  private static Base64URL thumbprint(X509Certificate certificate) {
    try {
      return Base64URL.encode(
          MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate has no thumbprint", e);
    }
  }
}
