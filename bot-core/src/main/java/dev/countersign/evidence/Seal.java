package dev.countersign.evidence;

import java.security.MessageDigest;

/// A MAC over something stored, and the name of the evidence key it was made with. It is no secret:
/// without the key nobody makes another.
public final class Seal {
  public static final int MAC_BYTES = 32;

  private final String key;
  private final byte[] mac;

  public Seal(String key, byte[] mac) {
    if (mac.length != MAC_BYTES) {
      throw new IllegalArgumentException("a seal has " + MAC_BYTES + " bytes, not " + mac.length);
    }
    this.key = key;
    this.mac = mac.clone();
  }

  /// The `kid` of the evidence key.
  public String key() {
    return key;
  }

  public byte[] mac() {
    return mac.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Seal seal
        && key.equals(seal.key)
        && MessageDigest.isEqual(mac, seal.mac);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return "Seal[" + key + "]";
  }
}
