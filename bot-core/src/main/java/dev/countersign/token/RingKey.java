package dev.countersign.token;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;

/// One key for one purpose and one algorithm. Text forms never show key material; only [#toJson]
/// holds it.
sealed interface RingKey<K extends RingKey<K>> permits TokenKey, EvidenceKey {

  KeyLabel label();

  default String kid() {
    return label().kid();
  }

  default KeyState state() {
    return label().state();
  }

  K relabelled(KeyLabel label);

  Digest fingerprint();

  JsonObject toJson();
}
