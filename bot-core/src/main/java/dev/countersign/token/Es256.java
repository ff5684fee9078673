package dev.countersign.token;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;

/// ES256 (RFC 7518 section 3.4): ECDSA on P-256 with SHA-256. A signature is r and s, 32 bytes
/// each.
sealed interface Es256 permits PlatformEs256, ProviderEs256 {
  int SIGNATURE_BYTES = 64;

  /// The key in the form that [#sign] computes with, for as long as it signs.
  PrivateKey own(ECPrivateKey key) throws GeneralSecurityException;

  /// @param own of [#own]; may sign in several threads at once
  byte[] sign(PrivateKey own, byte[] bytes) throws GeneralSecurityException;

  /// @param signature of [#SIGNATURE_BYTES]
  /// @return false for whatever is not a signature
  /// @throws GeneralSecurityException when it cannot be told
  boolean verifies(ECPublicKey key, byte[] bytes, byte[] signature) throws GeneralSecurityException;
}
