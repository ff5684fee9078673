package dev.countersign.token;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonShapeException;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// All keys that sign decision tokens and grants, each purpose with its own. Immutable: every
/// change is a new ring, which the caller stores and publishes before anything is signed with it.
///
/// A rotation has two steps: [#withNext] publishes a key, [#rotated] lets it sign once every reader
/// had time to see it.
public final class KeyRing {
  /// How long a key must have been `next` before it signs: twice the five minutes that readers may
  /// cache the key set.
  public static final Duration PUBLISHED_BEFORE_SIGNING = Duration.ofMinutes(10);

  /// How long a decision key is kept once it no longer signs: the longest token and ten minutes.
  public static final Duration DECISION_OVERLAP =
      DecisionClaims.LONGEST_LIFETIME.plus(Duration.ofMinutes(10));

  private static final String VERSION = "countersign-keys/1";

  private final KeySet<DecisionKey> decision;
  private final KeySet<GrantKey> grant;

  private KeyRing(KeySet<DecisionKey> decision, KeySet<GrantKey> grant) {
    this.decision = decision;
    this.grant = grant;
    Set<String> kids = new HashSet<>();
    for (KeyFacts key : facts()) {
      if (!kids.add(key.kid())) {
        throw new IllegalArgumentException("two keys are called " + key.kid());
      }
    }
  }

  /// A ring for a new deployment: one signing key for each purpose.
  public static KeyRing generate(SecureRandom random, InstantSource clock) {
    return new KeyRing(
        new KeySet<>(List.of(decisionKey(KeyState.SIGNING, random, clock))),
        new KeySet<>(List.of(grantKey(KeyState.SIGNING, random, clock))));
  }

  /// Publishes the key that will sign next.
  ///
  /// @throws IllegalArgumentException when there is one already
  public KeyRing withNext(KeyPurpose purpose, SecureRandom random, InstantSource clock) {
    return switch (purpose) {
      case DECISION -> new KeyRing(decision.with(decisionKey(KeyState.NEXT, random, clock)), grant);
      case GRANT -> new KeyRing(decision, grant.with(grantKey(KeyState.NEXT, random, clock)));
    };
  }

  /// The next key signs from now on; what the former one signed still verifies.
  ///
  /// @throws IllegalStateException when no key is next, or not for [#PUBLISHED_BEFORE_SIGNING] yet
  public KeyRing rotated(KeyPurpose purpose, InstantSource clock) {
    return switch (purpose) {
      case DECISION -> new KeyRing(decision.rotated(PUBLISHED_BEFORE_SIGNING, clock), grant);
      case GRANT -> new KeyRing(decision, grant.rotated(PUBLISHED_BEFORE_SIGNING, clock));
    };
  }

  /// For a lost or stolen key: nothing it signed is accepted any more. If it was the signing key,
  /// the next one replaces it at once, or a new one where none was next.
  ///
  /// @throws IllegalArgumentException when no key has this name
  public KeyRing withRevoked(String kid, SecureRandom random, InstantSource clock) {
    if (decision.find(kid) instanceof DecisionKey stolen) {
      return new KeyRing(
          decision.revoked(stolen, () -> decisionKey(KeyState.SIGNING, random, clock), clock),
          grant);
    }
    if (grant.find(kid) instanceof GrantKey stolen) {
      return new KeyRing(
          decision, grant.revoked(stolen, () -> grantKey(KeyState.SIGNING, random, clock), clock));
    }
    throw new IllegalArgumentException("no key is called so");
  }

  /// Without the decision keys whose last token has expired. Grant keys stay: old grants must
  /// verify forever.
  public KeyRing withoutLapsed(InstantSource clock) {
    Instant now = clock.instant();
    return new KeyRing(decision.without(key -> lapsed(key.label(), now)), grant);
  }

  private static boolean lapsed(KeyLabel key, Instant now) {
    return switch (key.state()) {
      case NEXT, SIGNING -> false;
      case VERIFYING, REVOKED -> now.isAfter(key.since().plus(DECISION_OVERLAP));
    };
  }

  /// The same ring, whose grants are signed and verified by another provider (ES256 through
  /// `SHA256withECDSA`). The provider need not be installed. Keys added later use the platform's.
  ///
  /// @throws IllegalArgumentException when the provider and the platform do not accept each other's
  ///   signatures
  public KeyRing grantsBy(Provider provider) {
    return new KeyRing(decision, grant.mapped(key -> key.by(provider)));
  }

  /// What may be told about each key, decision keys first, oldest first.
  public List<KeyFacts> facts() {
    return Stream.concat(
            decision.all().stream().map(key -> facts(KeyPurpose.DECISION, key)),
            grant.all().stream().map(key -> facts(KeyPurpose.GRANT, key)))
        .toList();
  }

  private static KeyFacts facts(KeyPurpose purpose, TokenKey<?> key) {
    return new KeyFacts(purpose, key.kid(), key.state(), key.label().since(), key.fingerprint());
  }

  /// The JWK set (RFC 7517) by which others verify grants: public halves only, without the revoked
  /// ones.
  public JsonObject publicKeys() {
    List<GrantKey> published =
        grant.all().stream().filter(key -> key.state() != KeyState.REVOKED).toList();
    return JsonObject.builder().put("keys", JsonArray.of(published, GrantKey::publicJwk)).build();
  }

  /// The whole ring, secrets included: for the key file and for nothing else. Never log or print
  /// it.
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("v", VERSION)
        .put("decision", decision.toJson())
        .put("grant", grant.toJson())
        .build();
  }

  /// @throws IllegalArgumentException when this is not exactly what [#toJson] writes; the message
  ///   shows no key material
  public static KeyRing fromJson(JsonObject file) {
    KeyRing ring = read(file);
    // One comparison finds every unknown member and every second spelling.
    if (!ring.toJson().equals(file)) {
      throw new IllegalArgumentException("the key file has members or spellings that are not ours");
    }
    return ring;
  }

  private static KeyRing read(JsonObject file) {
    try {
      return new KeyRing(
          new KeySet<>(file.objects("decision", DecisionKey::read)),
          new KeySet<>(file.objects("grant", GrantKey::read)));
    } catch (JsonShapeException | DateTimeException e) {
      throw new IllegalArgumentException("the key file does not have our form", e);
    }
  }

  KeySet<DecisionKey> decision() {
    return decision;
  }

  KeySet<GrantKey> grant() {
    return grant;
  }

  private static DecisionKey decisionKey(KeyState state, SecureRandom random, InstantSource clock) {
    return DecisionKey.generate(KeyLabel.fresh(KeyPurpose.DECISION, state, random, clock), random);
  }

  private static GrantKey grantKey(KeyState state, SecureRandom random, InstantSource clock) {
    return GrantKey.generate(KeyLabel.fresh(KeyPurpose.GRANT, state, random, clock), random);
  }

  @Override
  public String toString() {
    return "KeyRing" + facts();
  }
}
