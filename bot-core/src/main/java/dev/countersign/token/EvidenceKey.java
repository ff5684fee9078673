package dev.countersign.token;

import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealedKind;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import java.security.SecureRandom;

/// An HMAC key that seals what is stored. It never signs a token: what it makes is always behind
/// the prefix of a [SealedKind].
final class EvidenceKey implements RingKey<EvidenceKey> {
  private final KeyLabel label;
  private final HmacSecret secret;

  private EvidenceKey(KeyLabel label, HmacSecret secret) {
    this.label = label;
    this.secret = secret;
  }

  static EvidenceKey generate(KeyLabel label, SecureRandom random) {
    return new EvidenceKey(label, HmacSecret.generate(random));
  }

  static EvidenceKey read(JsonObject key) {
    return new EvidenceKey(KeyLabel.read(key), HmacSecret.read(key));
  }

  Seal seal(SealedKind kind, byte[] bytes) {
    return new Seal(kid(), secret.mac(kind.prefix(), bytes));
  }

  boolean made(Seal seal, SealedKind kind, byte[] bytes) {
    return secret.made(seal.mac(), kind.prefix(), bytes);
  }

  @Override
  public KeyLabel label() {
    return label;
  }

  @Override
  public EvidenceKey relabelled(KeyLabel next) {
    return new EvidenceKey(next, secret);
  }

  @Override
  public Digest fingerprint() {
    return secret.fingerprint();
  }

  @Override
  public JsonObject toJson() {
    return secret.toJson(label);
  }

  @Override
  public String toString() {
    return "EvidenceKey[" + label + "]";
  }
}
