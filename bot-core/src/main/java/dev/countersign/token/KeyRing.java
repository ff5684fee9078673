package dev.countersign.token;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.Json;
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

/// All keys that sign decision tokens and grants and that seal what is stored, each purpose with
/// its own. Immutable: every change is a new ring, which the caller stores and publishes before
/// anything is signed with it.
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

  private static final String VERSION = "countersign-keys/2";
  private static final String WITHOUT_EVIDENCE = "countersign-keys/1";

  private final KeySet<DecisionKey> decision;
  private final KeySet<GrantKey> grant;
  private final KeySet<EvidenceKey> evidence;

  private KeyRing(
      KeySet<DecisionKey> decision, KeySet<GrantKey> grant, KeySet<EvidenceKey> evidence) {
    this.decision = decision;
    this.grant = grant;
    this.evidence = evidence;
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
        new KeySet<>(List.of(grantKey(KeyState.SIGNING, random, clock))),
        new KeySet<>(List.of(evidenceKey(KeyState.SIGNING, random, clock))));
  }

  /// Publishes the key that will sign next.
  ///
  /// @throws IllegalArgumentException when there is one already
  public KeyRing withNext(KeyPurpose purpose, SecureRandom random, InstantSource clock) {
    return switch (purpose) {
      case DECISION ->
          new KeyRing(decision.with(decisionKey(KeyState.NEXT, random, clock)), grant, evidence);
      case GRANT ->
          new KeyRing(decision, grant.with(grantKey(KeyState.NEXT, random, clock)), evidence);
      case EVIDENCE ->
          new KeyRing(decision, grant, evidence.with(evidenceKey(KeyState.NEXT, random, clock)));
    };
  }

  /// The next key signs from now on; what the former one signed still verifies.
  ///
  /// @throws IllegalStateException when no key is next, or not for [#PUBLISHED_BEFORE_SIGNING] yet
  public KeyRing rotated(KeyPurpose purpose, InstantSource clock) {
    return switch (purpose) {
      case DECISION ->
          new KeyRing(decision.rotated(PUBLISHED_BEFORE_SIGNING, clock), grant, evidence);
      case GRANT -> new KeyRing(decision, grant.rotated(PUBLISHED_BEFORE_SIGNING, clock), evidence);
      case EVIDENCE ->
          new KeyRing(decision, grant, evidence.rotated(PUBLISHED_BEFORE_SIGNING, clock));
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
          grant,
          evidence);
    }
    if (grant.find(kid) instanceof GrantKey stolen) {
      return new KeyRing(
          decision,
          grant.revoked(stolen, () -> grantKey(KeyState.SIGNING, random, clock), clock),
          evidence);
    }
    if (evidence.find(kid) instanceof EvidenceKey stolen) {
      return new KeyRing(
          decision,
          grant,
          evidence.revoked(stolen, () -> evidenceKey(KeyState.SIGNING, random, clock), clock));
    }
    throw new IllegalArgumentException("no key is called so");
  }

  /// Without the decision keys whose last token has expired. Grant and evidence keys stay: old
  /// grants and what was sealed must verify forever.
  public KeyRing withoutLapsed(InstantSource clock) {
    Instant now = clock.instant();
    return new KeyRing(decision.without(key -> lapsed(key.label(), now)), grant, evidence);
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
    return new KeyRing(decision, grant.mapped(key -> key.by(provider)), evidence);
  }

  /// What may be told about each key, in the order of the purposes, oldest first.
  public List<KeyFacts> facts() {
    return Stream.of(
            decision.all().stream().map(key -> facts(KeyPurpose.DECISION, key)),
            grant.all().stream().map(key -> facts(KeyPurpose.GRANT, key)),
            evidence.all().stream().map(key -> facts(KeyPurpose.EVIDENCE, key)))
        .flatMap(keys -> keys)
        .toList();
  }

  private static KeyFacts facts(KeyPurpose purpose, RingKey<?> key) {
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
        .put("evidence", evidence.toJson())
        .build();
  }

  /// Whether this is the file of a release that sealed nothing yet; see [#withFirstEvidenceKey].
  public static boolean lacksEvidence(JsonObject file) {
    return Json.of(WITHOUT_EVIDENCE).equals(file.members().get("v"));
  }

  /// The ring of a file that [#lacksEvidence], with an evidence key that seals at once: there is
  /// nothing yet that another replica could fail to verify.
  public static KeyRing withFirstEvidenceKey(
      JsonObject file, SecureRandom random, InstantSource clock) {
    if (!lacksEvidence(file)) {
      throw new IllegalArgumentException("the key file has its evidence keys");
    }
    KeySet<EvidenceKey> first = new KeySet<>(List.of(evidenceKey(KeyState.SIGNING, random, clock)));
    return fromJson(file.with("v", Json.of(VERSION)).with("evidence", first.toJson()));
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
          new KeySet<>(file.objects("grant", GrantKey::read)),
          new KeySet<>(file.objects("evidence", EvidenceKey::read)));
    } catch (JsonShapeException | DateTimeException e) {
      throw new IllegalArgumentException("the key file does not have our form", e);
    }
  }

  /// Seals by the evidence key that signs now, and proves what any evidence key of the ring sealed.
  public EvidenceKeys evidence() {
    return new RingEvidence(evidence);
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

  private static EvidenceKey evidenceKey(KeyState state, SecureRandom random, InstantSource clock) {
    return EvidenceKey.generate(KeyLabel.fresh(KeyPurpose.EVIDENCE, state, random, clock), random);
  }

  @Override
  public String toString() {
    return "KeyRing" + facts();
  }
}
