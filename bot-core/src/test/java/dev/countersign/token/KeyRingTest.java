package dev.countersign.token;

import static dev.countersign.token.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyRingTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  @Test
  void aNewRingHasOneSigningKeyForEachPurpose() {
    assertThat(RING.facts())
        .extracting(KeyFacts::purpose, KeyFacts::state, KeyFacts::since)
        .containsExactly(
            tuple(KeyPurpose.DECISION, KeyState.SIGNING, NOW),
            tuple(KeyPurpose.GRANT, KeyState.SIGNING, NOW),
            tuple(KeyPurpose.EVIDENCE, KeyState.SIGNING, NOW));
  }

  @ParameterizedTest
  @EnumSource(KeyPurpose.class)
  void aRotationPublishesThenSigns(KeyPurpose purpose) {
    KeyRing early = RING.withNext(purpose, RANDOM, CLOCK);
    assertThat(states(early, purpose)).containsExactly(KeyState.SIGNING, KeyState.NEXT);
    KeyRing rotated = early.rotated(purpose, later(TEN_MINUTES));
    assertThat(states(rotated, purpose)).containsExactly(KeyState.VERIFYING, KeyState.SIGNING);
    assertThat(states(RING, purpose)).containsExactly(KeyState.SIGNING);
  }

  @ParameterizedTest
  @EnumSource(KeyPurpose.class)
  void aKeySignsOnlyAfterReadersHadTimeToSeeIt(KeyPurpose purpose) {
    KeyRing early = RING.withNext(purpose, RANDOM, CLOCK);
    assertThatIllegalStateException()
        .isThrownBy(() -> early.rotated(purpose, later(TEN_MINUTES.minusSeconds(1))));
    assertThatIllegalStateException().isThrownBy(() -> RING.rotated(purpose, later(TEN_MINUTES)));
  }

  @ParameterizedTest
  @EnumSource(KeyPurpose.class)
  void onlyOneKeyIsNext(KeyPurpose purpose) {
    KeyRing early = RING.withNext(purpose, RANDOM, CLOCK);
    assertThatIllegalArgumentException().isThrownBy(() -> early.withNext(purpose, RANDOM, CLOCK));
  }

  @ParameterizedTest
  @EnumSource(KeyPurpose.class)
  void aRevokedSigningKeyIsReplacedAtOnce(KeyPurpose purpose) {
    String stolen = kid(RING, purpose, 0);
    assertThat(states(RING.withRevoked(stolen, RANDOM, CLOCK), purpose))
        .containsExactly(KeyState.REVOKED, KeyState.SIGNING);
    KeyRing early = RING.withNext(purpose, RANDOM, CLOCK);
    KeyRing replaced = early.withRevoked(stolen, RANDOM, CLOCK);
    assertThat(states(replaced, purpose)).containsExactly(KeyState.REVOKED, KeyState.SIGNING);
    assertThat(kid(replaced, purpose, 1)).isEqualTo(kid(early, purpose, 1));
  }

  @ParameterizedTest
  @EnumSource(KeyPurpose.class)
  void aKeyThatDoesNotSignIsRevokedAlone(KeyPurpose purpose) {
    KeyRing early = RING.withNext(purpose, RANDOM, CLOCK);
    KeyRing once = early.withRevoked(kid(early, purpose, 1), RANDOM, CLOCK);
    assertThat(states(once, purpose)).containsExactly(KeyState.SIGNING, KeyState.REVOKED);
    KeyRing twice = once.withRevoked(kid(early, purpose, 1), RANDOM, later(TEN_MINUTES));
    assertThat(twice.facts()).isEqualTo(once.facts());
  }

  @Test
  void keysAreBounded() {
    KeyRing full = RING;
    for (int i = 1; i < KeySet.MAX_KEYS; i++) {
      full = full.withRevoked(full.decision().signing().kid(), RANDOM, CLOCK);
    }
    KeyRing last = full;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> last.withRevoked(last.decision().signing().kid(), RANDOM, CLOCK));
  }

  @Test
  void anUnknownKeyCannotBeRevoked() {
    assertThatIllegalArgumentException().isThrownBy(() -> RING.withRevoked("other", RANDOM, CLOCK));
  }

  /// Ten minutes until it was rotated, the longest token, and ten minutes.
  private static final Duration LONGEST_AND_TWENTY_MINUTES = Duration.ofDays(30).plusMinutes(20);

  @Test
  void oldDecisionKeysLapseAndOldGrantKeysStay() {
    KeyRing rotated =
        RING.withNext(KeyPurpose.DECISION, RANDOM, CLOCK)
            .withNext(KeyPurpose.GRANT, RANDOM, CLOCK)
            .rotated(KeyPurpose.DECISION, later(TEN_MINUTES))
            .rotated(KeyPurpose.GRANT, later(TEN_MINUTES));
    assertThat(rotated.withoutLapsed(later(LONGEST_AND_TWENTY_MINUTES)).facts())
        .isEqualTo(rotated.facts());
    KeyRing pruned = rotated.withoutLapsed(later(LONGEST_AND_TWENTY_MINUTES.plusSeconds(1)));
    assertThat(states(pruned, KeyPurpose.DECISION)).containsExactly(KeyState.SIGNING);
    assertThat(states(pruned, KeyPurpose.GRANT))
        .containsExactly(KeyState.VERIFYING, KeyState.SIGNING);
  }

  @Test
  void aRingReadsBackAsItWasWritten() {
    KeyRing ring = wellUsed();
    JsonObject file = (JsonObject) CanonicalJson.parse(CanonicalJson.bytes(ring.toJson()));
    KeyRing read = KeyRing.fromJson(file);
    assertThat(read.facts()).isEqualTo(ring.facts());
    assertThat(read.toJson()).isEqualTo(ring.toJson());
    String token = new DecisionTokens(read).mint(claims());
    assertThat(verifier(ring).verify(token, NOW)).isInstanceOf(TokenVerdict.Verified.class);
    String jws = new GrantTokens(read, ISSUER).sign(grant());
    assertThat(new GrantVerifier(ring, ISSUER).verify(jws, "http", NOW))
        .isInstanceOf(GrantVerdict.Verified.class);
  }

  @Test
  void aGrantKeyThatNoLongerSignsHasForgottenItsPrivateHalf() {
    List<JsonObject> keys = wellUsed().toJson().objects("grant", key -> key);
    assertThat(keys)
        .allSatisfy(key ->
            assertThat(key.has("d"))
                .isEqualTo(List.of("next", "signing").contains(key.text("state"))));
    assertThat(keys).extracting(key -> key.has("d")).contains(true, false);
  }

  @Test
  void aFileThatIsNotExactlyOursIsNotRead() {
    JsonObject file = RING.toJson();
    List<JsonObject> broken =
        List.of(
            JsonObject.EMPTY,
            file.with("v", Json.of("countersign-keys/3")),
            file.with("v", Json.of("countersign-keys/1")),
            file.with("evidence", JsonArray.EMPTY),
            file.with("evidence", JsonNull.NULL),
            changed(file, "evidence", "k", "c2hvcnQ"),
            changed(file, "evidence", "kid", RING.grant().signing().kid()),
            file.with("comment", Json.of("hello")),
            file.with("decision", JsonArray.EMPTY),
            file.with("grant", JsonArray.EMPTY),
            file.with("grant", JsonNull.NULL),
            file.with(
                "grant",
                file.members().get("decision") instanceof Json keys ? keys : JsonNull.NULL),
            changed(file, "decision", "kid", "../key"),
            changed(file, "decision", "kid", "K"),
            changed(file, "decision", "kid", "a".repeat(33)),
            changed(file, "decision", "kid", RING.grant().signing().kid()),
            changed(file, "decision", "state", "verifying"),
            changed(file, "decision", "state", "retired"),
            changed(file, "decision", "since", "yesterday"),
            changed(file, "decision", "since", "2026-11-23T10:00:00.5Z"),
            changed(file, "decision", "alg", "HS512"),
            changed(file, "decision", "use", "enc"),
            changed(file, "decision", "k", "c2hvcnQ"),
            changed(file, "decision", "k", "!"),
            changed(file, "decision", "k", key(file, "decision").text("k") + "="),
            changed(file, "grant", "crv", "P-384"),
            changed(file, "grant", "x", key(file, "grant").text("y")),
            changed(file, "grant", "x", key(file, "grant").text("x") + "="),
            changed(file, "grant", "d", key(wellUsed().toJson(), "decision").text("k")),
            changed(file, "grant", "key_ops", "encrypt"));
    assertThat(broken)
        .allSatisfy(other ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.fromJson(other))
                .satisfies(e ->
                    assertThat(String.valueOf(e.getMessage()))
                        .doesNotContain(
                            key(file, "decision").text("k"), key(file, "grant").text("d"))));
  }

  @Test
  void nothingPrintsKeyMaterial() {
    JsonObject file = RING.toJson();
    String printed =
        RING + " " + RING.decision().signing() + " " + RING.grant().signing() + " " + RING.facts();
    assertThat(printed)
        .contains(RING.decision().signing().kid())
        .doesNotContain(key(file, "decision").text("k"), key(file, "grant").text("d"));
  }

  @Test
  void othersReadThePublishedKeys() throws Exception {
    KeyRing ring = wellUsed();
    JWKSet published = JWKSet.parse(text(ring.publicKeys()));
    assertThat(published.getKeys())
        .hasSize(3)
        .allSatisfy(key -> {
          assertThat(key.isPrivate()).isFalse();
          assertThat(key.getKeyUse().getValue()).isEqualTo("sig");
          assertThat(key.getAlgorithm().getName()).isEqualTo("ES256");
        });
    KeyFacts signing =
        ring.facts().stream()
            .filter(key -> key.purpose() == KeyPurpose.GRANT && key.state() == KeyState.SIGNING)
            .findFirst()
            .orElseThrow();
    ECKey jwk = published.getKeyByKeyId(signing.kid()).toECKey();
    assertThat("sha-256:" + jwk.computeThumbprint()).isEqualTo(signing.fingerprint().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"keys\":[{}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"a\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
        "{\"keys\":[{\"alg\":\"ES256\",\"crv\":\"P-256\",\"kid\":\"a\",\"kty\":\"EC\",\"use\":\"sig\",\"x\":\"AQ\",\"y\":\"AQ\"}]}"
      })
  void onlyPublishedKeySetsOfOursAreRead(String set) {
    JsonObject json = (JsonObject) CanonicalJson.parse(utf8(set));
    assertThatIllegalArgumentException().isThrownBy(() -> GrantVerifier.ofPublicKeys(json, ISSUER));
  }

  /// A published set whose key is meant for something else is not one to verify grants with.
  @Test
  void aPublishedKeyForEncryptionIsNotRead() {
    JsonObject other = RING.grant().signing().publicJwk().with("use", Json.of("enc"));
    JsonObject set = JsonObject.builder().put("keys", new JsonArray(List.of(other))).build();
    assertThatIllegalArgumentException().isThrownBy(() -> GrantVerifier.ofPublicKeys(set, ISSUER));
  }

  @Test
  void aDecisionKeysFingerprintIsNotADigestOfTheBareKey() {
    byte[] secret = new byte[32];
    var label = new KeyLabel("a", KeyState.SIGNING, NOW);
    assertThat(DecisionKey.of(label, secret).fingerprint())
        .isNotEqualTo(Digest.of(secret))
        .isEqualTo(DecisionKey.of(label, secret).fingerprint());
  }

  /// One grant key in every state, and two decision keys.
  private static KeyRing wellUsed() {
    KeyRing ring =
        RING.withNext(KeyPurpose.GRANT, RANDOM, CLOCK)
            .rotated(KeyPurpose.GRANT, later(TEN_MINUTES))
            .withNext(KeyPurpose.DECISION, RANDOM, CLOCK)
            .withNext(KeyPurpose.GRANT, RANDOM, CLOCK);
    return ring.withRevoked(ring.grant().signing().kid(), RANDOM, later(TEN_MINUTES))
        .withNext(KeyPurpose.GRANT, RANDOM, CLOCK);
  }

  private static List<KeyState> states(KeyRing ring, KeyPurpose purpose) {
    return of(ring, purpose).map(KeyFacts::state).toList();
  }

  private static String kid(KeyRing ring, KeyPurpose purpose, int index) {
    return of(ring, purpose).toList().get(index).kid();
  }

  private static Stream<KeyFacts> of(KeyRing ring, KeyPurpose purpose) {
    return ring.facts().stream().filter(key -> key.purpose() == purpose);
  }

  private static JsonObject key(JsonObject file, String purpose) {
    return file.objects(purpose, key -> key).getFirst();
  }

  private static JsonObject changed(JsonObject file, String purpose, String member, String value) {
    return file.with(
        purpose, new JsonArray(List.of(key(file, purpose).with(member, Json.of(value)))));
  }
}
