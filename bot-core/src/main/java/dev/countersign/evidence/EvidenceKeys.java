package dev.countersign.evidence;

/// Seals what is written and proves what is read. The keys are in the key ring alone; every key
/// that ever sealed anything stays there.
public interface EvidenceKeys {

  /// A seal by the key that seals now.
  Seal seal(SealedKind kind, byte[] bytes);

  /// Compares in a time that does not tell where two seals differ.
  SealVerdict verify(SealedKind kind, byte[] bytes, Seal seal);

  default boolean isGenuine(SealedKind kind, byte[] bytes, Seal seal) {
    return verify(kind, bytes, seal) == SealVerdict.GENUINE;
  }
}
