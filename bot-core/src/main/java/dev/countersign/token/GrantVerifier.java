package dev.countersign.token;

import static dev.countersign.token.GrantRefusal.*;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonShapeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Verifies grants. After a rotation, make another.
///
/// No answer is remembered, not even that a signature is good: an execution asks once, so that a
/// memory would help only what waits for its turn, and a grant is proved where it is used.
public final class GrantVerifier {
  /// How far the clock of the gate that signed may be ahead of ours.
  static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

  private final Map<String, GrantKey> keys = new HashMap<>();
  private final Issuer issuer;

  private GrantVerifier(Iterable<GrantKey> keys, Issuer issuer) {
    keys.forEach(key -> this.keys.put(key.kid(), key));
    this.issuer = issuer;
  }

  public GrantVerifier(KeyRing keys, Issuer issuer) {
    this(keys.grant().all(), issuer);
  }

  /// For readers without the ring, such as the offline verifier.
  ///
  /// @param published a JWK set as [KeyRing#publicKeys] writes it
  /// @throws IllegalArgumentException when it is not one
  public static GrantVerifier ofPublicKeys(JsonObject published, Issuer issuer) {
    return new GrantVerifier(published(published), issuer);
  }

  // A published set tells no states: whoever reads it takes every key for one that may have signed.
  private static List<GrantKey> published(JsonObject set) {
    try {
      return set.objects(
          "keys",
          key ->
              GrantKey.readPublic(
                  key, new KeyLabel(key.text("kid"), KeyState.VERIFYING, Instant.EPOCH)));
    } catch (JsonShapeException e) {
      throw new IllegalArgumentException("not a published key set of ours", e);
    }
  }

  /// Answers `Verified` only when every line holds, those of [#evidence] first.
  ///
  /// @param audience the name of the executor that asks
  public GrantVerdict verify(String jws, String audience, Instant now) {
    // 1 to 11 genuine
    return switch (evidence(jws)) {
      case GrantEvidence.Refused(var reason) -> refused(reason);
      case GrantEvidence.Genuine(var grant, var _, var keyState) -> {
        // 12 signed by a key that is not lost
        if (keyState == KeyState.REVOKED) yield refused(GRANT_KEY_REVOKED);
        // 13 meant for this executor
        if (!grant.audience().equals(audience)) yield refused(GRANT_AUDIENCE);
        // 14 not from the future
        if (grant.issuedAt().isAfter(now.plus(CLOCK_SKEW))) yield refused(GRANT_FROM_THE_FUTURE);
        // 15 already valid
        if (grant.notBefore().isAfter(now.plus(CLOCK_SKEW))) yield refused(GRANT_NOT_VALID_YET);
        // 16 in time; at the very instant of expiry it is too late
        if (!now.isBefore(grant.expiresAt())) yield refused(GRANT_EXPIRED);
        yield new GrantVerdict.Verified(new VerifiedGrant(grant));
      }
    };
  }

  /// For auditors: whether this deployment signed the grant at any time, for anybody. It looks at
  /// no clock, at no audience and accepts a key revoked since, so its answer never authorises
  /// anything and is no [VerifiedGrant].
  public GrantEvidence evidence(String jws) {
    // 1 no longer than the ones we sign
    if (jws.length() > GrantTokens.MAX_CHARACTERS) return notGenuine(GRANT_TOO_LONG);
    // 2 three parts of base64url, nothing else
    if (!CompactJws.hasShape(jws)) return notGenuine(GRANT_MALFORMED);
    // 3 the one spelling of its bytes
    if (!(CompactJws.decode(jws) instanceof CompactJws decoded))
      return notGenuine(GRANT_NOT_CANONICAL);
    // 4 our header to the letter: one algorithm, one type, no other member
    if (!(GrantTokens.HEADER.kidOf(decoded.header()) instanceof String kid))
      return notGenuine(GRANT_HEADER);
    // 5 a key of ours
    if (!(keys.get(kid) instanceof GrantKey key)) return notGenuine(GRANT_KEY_UNKNOWN);
    // 6 signed by it
    if (!decoded.isSignedBy(key)) return notGenuine(GRANT_SIGNATURE);
    // 7 strict JSON in its canonical bytes
    if (!(decoded.claims() instanceof JsonObject claims)) return notGenuine(GRANT_PAYLOAD);
    // 8 no claim missing, none unexpected
    if (!claims.members().keySet().equals(Grant.NAMES)) return notGenuine(GRANT_CLAIM_NAMES);
    // 9 each of its type and shape
    if (!(Grant.read(claims) instanceof Grant grant)) return notGenuine(GRANT_CLAIM_VALUES);
    // 10 by this deployment
    if (!Json.of(issuer.value()).equals(claims.get("iss"))) return notGenuine(GRANT_ISSUER);
    // 11 living no longer than any grant may
    Instant latest = grant.issuedAt().plus(Grant.longestLifetime(grant.audience()));
    if (grant.expiresAt().isAfter(latest)) return notGenuine(GRANT_LIVES_TOO_LONG);
    return new GrantEvidence.Genuine(grant, kid, key.state());
  }

  private static GrantVerdict refused(GrantRefusal reason) {
    return new GrantVerdict.Refused(reason);
  }

  private static GrantEvidence notGenuine(GrantRefusal reason) {
    return new GrantEvidence.Refused(reason);
  }
}
