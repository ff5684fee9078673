package dev.countersign.token;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealVerdict;
import dev.countersign.evidence.SealedKind;

/// The evidence keys of one ring.
record RingEvidence(KeySet<EvidenceKey> keys) implements EvidenceKeys {

  @Override
  public Seal seal(SealedKind kind, byte[] bytes) {
    return keys.signing().seal(kind, bytes);
  }

  @Override
  public SealVerdict verify(SealedKind kind, byte[] bytes, Seal seal) {
    EvidenceKey key = keys.find(seal.key());
    if (key == null) {
      return SealVerdict.KEY_UNKNOWN;
    }
    return switch (key.state()) {
      case REVOKED -> SealVerdict.KEY_REVOKED;
      case NEXT, SIGNING, VERIFYING ->
          key.made(seal, kind, bytes) ? SealVerdict.GENUINE : SealVerdict.FORGED;
    };
  }

  @Override
  public String toString() {
    return "RingEvidence";
  }
}
