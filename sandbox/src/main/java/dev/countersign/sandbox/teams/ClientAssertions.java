package dev.countersign.sandbox.teams;

import dev.countersign.json.Json;
import dev.countersign.json.JsonNumber;
import dev.countersign.sandbox.teams.EntraError.Reason;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Checks a client assertion signed with the app's certificate
/// (learn.microsoft.com/entra/identity-platform/certificate-credentials).
///
/// 1 it is a token · 2 it names the certificate · 3 the certificate's key signed it · 4 it is for
/// this endpoint · 5 issuer and subject are the app · 6 it is timely · 7 it has an id
final class ClientAssertions {
  static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /// Entra's own tolerance.
  static final Duration SKEW = Duration.ofMinutes(5);

  private final Optional<X509Certificate> certificate;

  ClientAssertions(Optional<X509Certificate> certificate) {
    this.certificate = certificate;
  }

  void check(String assertion, String endpoint, Instant now) {
    Jwt jwt = Jwt.read(assertion).orElseThrow(() -> new EntraError(Reason.MALFORMED_ASSERTION));
    X509Certificate known =
        certificate.orElseThrow(() -> new EntraError(Reason.WRONG_ASSERTION_SIGNATURE));
    require(names(jwt, known), Reason.WRONG_ASSERTION_SIGNATURE);
    require(jwt.isSignedBy(known.getPublicKey()), Reason.WRONG_ASSERTION_SIGNATURE);
    require(jwt.claim("aud").equals(Optional.of(endpoint)), Reason.WRONG_ASSERTION_AUDIENCE);
    require(isOurs(jwt, "iss") && isOurs(jwt, "sub"), Reason.WRONG_ASSERTION_ISSUER);
    require(isTimely(jwt, now), Reason.WRONG_ASSERTION_TIME);
    require(jwt.claim("jti").isPresent(), Reason.MALFORMED_ASSERTION);
  }

  private static void require(boolean holds, Reason otherwise) {
    if (!holds) {
      throw new EntraError(otherwise);
    }
  }

  private static boolean names(Jwt jwt, X509Certificate certificate) {
    return Jwt.text(jwt.header().get("x5t#S256"))
        .map(named -> named.equals(thumbprint("SHA-256", certificate)))
        .or(() ->
            Jwt.text(jwt.header().get("x5t"))
                .map(named -> named.equals(thumbprint("SHA-1", certificate))))
        .orElse(false);
  }

  private static String thumbprint(String algorithm, X509Certificate certificate) {
    try {
      return Jwt.base64(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate has no thumbprint", e);
    }
  }

  private static boolean isOurs(Jwt jwt, String claim) {
    return jwt.claim(claim).equals(Optional.of(Tenant.APP_ID));
  }

  private static boolean isTimely(Jwt jwt, Instant now) {
    OptionalLong expires = seconds(jwt.claims().get("exp"));
    OptionalLong from = seconds(jwt.claims().get("nbf"));
    return expires.isPresent()
        && now.isBefore(Instant.ofEpochSecond(expires.getAsLong()).plus(SKEW))
        && (from.isEmpty() || !now.isBefore(Instant.ofEpochSecond(from.getAsLong()).minus(SKEW)));
  }

  private static OptionalLong seconds(@Nullable Json value) {
    return value instanceof JsonNumber number && number.isInteger()
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }
}
