package dev.countersign.token;

import static dev.countersign.token.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealVerdict;
import dev.countersign.evidence.SealedKind;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EvidenceKeysTest {
  private static final byte[] SAID = utf8("said");

  private final EvidenceKeys keys = RING.evidence();

  @ParameterizedTest
  @EnumSource(SealedKind.class)
  void aSealIsGoodForItsBytesAndItsKindAlone(SealedKind kind) {
    Seal seal = keys.seal(kind, SAID);
    assertThat(keys.verify(kind, SAID, seal)).isEqualTo(SealVerdict.GENUINE);
    assertThat(keys.verify(kind, utf8("Said"), seal)).isEqualTo(SealVerdict.FORGED);
    for (SealedKind other : SealedKind.values()) {
      assertThat(keys.isGenuine(other, SAID, seal)).as(other.name()).isEqualTo(other == kind);
    }
  }

  @Test
  void anyOtherMacIsForged() {
    byte[] mac = keys.seal(SealedKind.VOTE, SAID).mac();
    mac[31] ^= 1;
    assertThat(keys.verify(SealedKind.VOTE, SAID, new Seal(kid(RING), mac)))
        .isEqualTo(SealVerdict.FORGED);
  }

  @Test
  void aSealOfAKeyThatIsNotInTheRingProvesNothing() {
    Seal foreign = KeyRing.generate(RANDOM, CLOCK).evidence().seal(SealedKind.VOTE, SAID);
    assertThat(keys.verify(SealedKind.VOTE, SAID, foreign)).isEqualTo(SealVerdict.KEY_UNKNOWN);
  }

  /// A decision key is a secret of the same kind: its MAC must never pass for a seal.
  @Test
  void theNameOfAnotherPurposesKeyIsNoEvidenceKey() {
    byte[] mac = RING.decision().signing().sign(SAID);
    Seal crossed = new Seal(RING.decision().signing().kid(), mac);
    assertThat(keys.verify(SealedKind.VOTE, SAID, crossed)).isEqualTo(SealVerdict.KEY_UNKNOWN);
  }

  @Test
  void whatAnEarlierKeySealedVerifiesForEver() {
    Seal seal = keys.seal(SealedKind.ENTRY, SAID);
    KeyRing rotated =
        RING.withNext(KeyPurpose.EVIDENCE, RANDOM, CLOCK)
            .rotated(KeyPurpose.EVIDENCE, later(Duration.ofMinutes(10)))
            .withoutLapsed(later(Duration.ofDays(4000)));
    KeyRing read =
        KeyRing.fromJson((JsonObject) CanonicalJson.parse(CanonicalJson.bytes(rotated.toJson())));
    assertThat(read.evidence().verify(SealedKind.ENTRY, SAID, seal)).isEqualTo(SealVerdict.GENUINE);
    assertThat(read.evidence().seal(SealedKind.ENTRY, SAID).key()).isNotEqualTo(seal.key());
  }

  /// The thief and the gate make the same seals.
  @Test
  void whatARevokedKeySealedIsToldByName() {
    Seal seal = keys.seal(SealedKind.ENTRY, SAID);
    KeyRing revoked = RING.withRevoked(seal.key(), RANDOM, CLOCK);
    assertThat(revoked.evidence().verify(SealedKind.ENTRY, SAID, seal))
        .isEqualTo(SealVerdict.KEY_REVOKED);
  }

  @Test
  void aReplicaThatIsNotRestartedYetKnowsTheSealsOfOneThatIs() {
    KeyRing early = RING.withNext(KeyPurpose.EVIDENCE, RANDOM, CLOCK);
    KeyRing signing = early.rotated(KeyPurpose.EVIDENCE, later(Duration.ofMinutes(10)));
    Seal seal = signing.evidence().seal(SealedKind.ENTRY, SAID);
    assertThat(seal.key()).isNotEqualTo(keys.seal(SealedKind.ENTRY, SAID).key());
    assertThat(early.evidence().verify(SealedKind.ENTRY, SAID, seal))
        .isEqualTo(SealVerdict.GENUINE);
  }

  @Test
  void nothingPrintsASealingKeyOrAMac() {
    assertThat(keys.toString()).isEqualTo("RingEvidence");
    assertThat(keys.seal(SealedKind.ENTRY, SAID).toString()).isEqualTo("Seal[" + kid(RING) + "]");
  }

  private static String kid(KeyRing ring) {
    return ring.evidence().seal(SealedKind.ENTRY, SAID).key();
  }
}
