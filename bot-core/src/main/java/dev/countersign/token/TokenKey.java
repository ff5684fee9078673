package dev.countersign.token;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;

/// One key for one purpose and one algorithm. Text forms never show key material; only [#toJson]
/// holds it.
sealed interface TokenKey<K extends TokenKey<K>> permits DecisionKey, GrantKey {

  KeyLabel label();

  default String kid() {
    return label().kid();
  }

  default KeyState state() {
    return label().state();
  }

  K relabelled(KeyLabel label);

  byte[] sign(byte[] bytes);

  boolean verifies(byte[] bytes, byte[] signature);

  Digest fingerprint();

  JsonObject toJson();
}
