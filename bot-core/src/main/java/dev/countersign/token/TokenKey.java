package dev.countersign.token;

/// A key that signs tokens.
sealed interface TokenKey<K extends TokenKey<K>> extends RingKey<K> permits DecisionKey, GrantKey {

  byte[] sign(byte[] bytes);

  boolean verifies(byte[] bytes, byte[] signature);
}
