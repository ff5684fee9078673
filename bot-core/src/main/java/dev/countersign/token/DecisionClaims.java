package dev.countersign.token;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonShapeException;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.WireName;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one button means: this decision, on these bytes, as this card showed them, in this place,
/// until then.
///
/// Who presses it is never inside; the platform's verified callback says that.
///
/// @param issuedAt whole seconds
/// @param expiresAt whole seconds, after `issuedAt`; at this very instant the token is expired
/// @param revision from 1
public record DecisionClaims(
    Issuer issuer,
    TokenId id,
    Instant issuedAt,
    Instant expiresAt,
    ProposalId request,
    int revision,
    Digest action,
    Digest card,
    Decision decision,
    ChatAddress surface) {

  /// A card older than this is rendered again with fresh tokens.
  public static final Duration LONGEST_LIFETIME = Duration.ofMinutes(60);

  static final String AUDIENCE = "countersign:decide";
  static final Set<String> NAMES =
      Set.of("iss", "aud", "jti", "iat", "exp", "req", "rev", "act", "card", "dec", "srf");

  public DecisionClaims {
    NumericDate.requireWholeSeconds(issuedAt, expiresAt);
    if (!issuedAt.isBefore(expiresAt)) {
      throw new IllegalArgumentException("a token expires after it was issued");
    }
    if (revision < 1) {
      throw new IllegalArgumentException("revisions count from 1");
    }
  }

  /// When a token issued at `issuedAt` for a request with this deadline expires: never after either
  /// limit.
  public static Instant expiry(Instant issuedAt, Instant deadline) {
    Instant latest = issuedAt.plus(LONGEST_LIFETIME);
    return (deadline.isBefore(latest) ? deadline : latest).truncatedTo(ChronoUnit.SECONDS);
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("iss", issuer.value())
        .put("aud", AUDIENCE)
        .put("jti", id.value())
        .put("iat", issuedAt.getEpochSecond())
        .put("exp", expiresAt.getEpochSecond())
        .put("req", request.value())
        .put("rev", revision)
        .put("act", action.value())
        .put("card", card.value())
        .put("dec", WireName.of(decision))
        .put("srf", surface.toString())
        .build();
  }

  /// Null when a claim has another type or shape than the ones we write.
  static @Nullable DecisionClaims read(JsonObject claims) {
    try {
      return new DecisionClaims(
          new Issuer(claims.text("iss")),
          new TokenId(claims.text("jti")),
          NumericDate.read(claims, "iat"),
          NumericDate.read(claims, "exp"),
          new ProposalId(claims.text("req")),
          Math.toIntExact(claims.number("rev")),
          new Digest(claims.text("act")),
          new Digest(claims.text("card")),
          WireName.require(Decision.class, claims.text("dec")),
          ChatAddress.parse(claims.text("srf")));
    } catch (JsonShapeException | IllegalArgumentException | ArithmeticException e) {
      // The rules live in the constructors, where a breach is a bug; in a foreign token it is an
      // expected answer.
      return null;
    }
  }
}
