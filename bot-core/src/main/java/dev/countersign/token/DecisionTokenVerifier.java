package dev.countersign.token;

import static dev.countersign.token.TokenRefusal.*;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// Verifies the decision tokens that come back in a platform's callback. After a rotation, make
/// another.
public final class DecisionTokenVerifier {
  /// How far the clock of the replica that signed may be ahead of ours.
  static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

  private static final Json AUDIENCE = Json.of(DecisionClaims.AUDIENCE);

  private final KeySet<DecisionKey> keys;
  private final Issuer issuer;
  private final Supplier<Instant> epoch;

  /// @param epoch when the current epoch of the ledger began; tokens from before are dead
  public DecisionTokenVerifier(KeyRing keys, Issuer issuer, Supplier<Instant> epoch) {
    this.keys = keys.decision();
    this.issuer = issuer;
    this.epoch = epoch;
  }

  /// Answers `Verified` only when every line holds. The order is part of the contract: nothing is
  /// parsed before the signature, and no claim is believed before all of them have their names and
  /// shapes.
  ///
  /// Where the card is, whether its request is open and who pressed are checked by whoever receives
  /// the proof.
  public TokenVerdict verify(String token, Instant now) {
    TokenVerdict verdict = ofAnyEpoch(token, now);
    return verdict instanceof TokenVerdict.Verified(var verified) && isFormer(verified.claims())
        // 16 of this epoch: what was issued before the ledger was restored means nothing in it
        ? refused(TOKEN_OF_FORMER_EPOCH)
        : verdict;
  }

  private boolean isFormer(DecisionClaims claims) {
    return claims.issuedAt().isBefore(epoch.get());
  }

  private TokenVerdict ofAnyEpoch(String token, Instant now) {
    // 1 no longer than the ones we mint
    if (token.length() > DecisionTokens.MAX_CHARACTERS) return refused(TOKEN_TOO_LONG);
    // 2 three parts of base64url, nothing else
    if (!CompactJws.hasShape(token)) return refused(TOKEN_MALFORMED);
    // 3 the one spelling of its bytes
    if (!(CompactJws.decode(token) instanceof CompactJws jws)) return refused(TOKEN_NOT_CANONICAL);
    // 4 our header to the letter: one algorithm, one type, no other member
    if (!(DecisionTokens.HEADER.kidOf(jws.header()) instanceof String kid))
      return refused(TOKEN_HEADER);
    // 5 a key of ours
    if (!(keys.find(kid) instanceof DecisionKey key)) return refused(TOKEN_KEY_UNKNOWN);
    // 6 and is not lost
    if (key.state() == KeyState.REVOKED) return refused(TOKEN_KEY_REVOKED);
    // 7 signed by it
    if (!jws.isSignedBy(key)) return refused(TOKEN_SIGNATURE);
    // 8 strict JSON in its canonical bytes
    if (!(jws.claims() instanceof JsonObject payload)) return refused(TOKEN_PAYLOAD);
    // 9 no claim missing, none unexpected
    if (!DecisionClaims.areNames(payload.members().keySet())) return refused(TOKEN_CLAIM_NAMES);
    // 10 each of its type and shape
    if (!(DecisionClaims.read(payload) instanceof DecisionClaims claims))
      return refused(TOKEN_CLAIM_VALUES);
    // 11 meant for deciding
    if (!AUDIENCE.equals(payload.get("aud"))) return refused(TOKEN_AUDIENCE);
    // 12 by this deployment
    if (!claims.issuer().equals(issuer)) return refused(TOKEN_ISSUER);
    // 13 not from the future
    if (claims.issuedAt().isAfter(now.plus(CLOCK_SKEW))) return refused(TOKEN_FROM_THE_FUTURE);
    // 14 in time; at the very instant of expiry it is too late
    if (!now.isBefore(claims.expiresAt())) return refused(TOKEN_EXPIRED);
    // 15 and no longer than any token may live
    Instant latest = claims.issuedAt().plus(DecisionClaims.LONGEST_LIFETIME);
    if (claims.expiresAt().isAfter(latest)) return refused(TOKEN_LIVES_TOO_LONG);
    return new TokenVerdict.Verified(new VerifiedToken(claims, kid));
  }

  /// What a token was about whose time or epoch alone is over; empty for any other. It decides
  /// nothing, but whoever presses it can be told how things stand.
  public Optional<VerifiedToken> lapsed(String token, Instant now) {
    return claimsOf(token)
        .filter(claims -> !now.isBefore(claims.expiresAt()) || isFormer(claims))
        // In its last moment it was in force, if it ever was.
        .map(claims -> ofAnyEpoch(token, claims.expiresAt().minusSeconds(1)))
        .filter(TokenVerdict.Verified.class::isInstance)
        .map(verdict -> ((TokenVerdict.Verified) verdict).token());
  }

  private static Optional<DecisionClaims> claimsOf(String token) {
    return CompactJws.hasShape(token)
            && token.length() <= DecisionTokens.MAX_CHARACTERS
            && CompactJws.decode(token) instanceof CompactJws jws
            && jws.claims() instanceof JsonObject payload
        ? Optional.ofNullable(DecisionClaims.read(payload))
        : Optional.empty();
  }

  private static TokenVerdict refused(TokenRefusal reason) {
    return new TokenVerdict.Refused(reason);
  }
}
