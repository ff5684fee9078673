package dev.countersign.token;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import java.security.SecureRandom;

/// An HS256 key that signs decision tokens.
final class DecisionKey implements TokenKey<DecisionKey> {
  private final KeyLabel label;
  private final HmacSecret secret;

  private DecisionKey(KeyLabel label, HmacSecret secret) {
    this.label = label;
    this.secret = secret;
  }

  static DecisionKey of(KeyLabel label, byte[] secret) {
    return new DecisionKey(label, new HmacSecret(secret));
  }

  static DecisionKey generate(KeyLabel label, SecureRandom random) {
    return new DecisionKey(label, HmacSecret.generate(random));
  }

  static DecisionKey read(JsonObject key) {
    return new DecisionKey(KeyLabel.read(key), HmacSecret.read(key));
  }

  @Override
  public KeyLabel label() {
    return label;
  }

  @Override
  public DecisionKey relabelled(KeyLabel next) {
    return new DecisionKey(next, secret);
  }

  @Override
  public byte[] sign(byte[] bytes) {
    return secret.mac(bytes);
  }

  @Override
  public boolean verifies(byte[] bytes, byte[] signature) {
    return secret.made(signature, bytes);
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
    return "DecisionKey[" + label + "]";
  }
}
