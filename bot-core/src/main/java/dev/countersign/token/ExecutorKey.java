package dev.countersign.token;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// The public key by which an executor outside of this gate signs what it asks: P-256, as `openssl
/// pkey -pubout -outform DER` writes it, in base64.
public final class ExecutorKey {
  /// The order of P-256, which tells it from every other curve of its size (FIPS 186-4, D.1.2.3).
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private static final Es256 ES256 = new PlatformEs256();

  private final String text;
  private final ECPublicKey key;

  private ExecutorKey(String text, ECPublicKey key) {
    this.text = text;
    this.key = key;
  }

  /// Empty for whatever is not the one spelling of a point of P-256.
  public static Optional<ExecutorKey> parse(String text) {
    try {
      byte[] der = Base64.getDecoder().decode(text);
      ECPublicKey key =
          (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
      ECParameterSpec curve = key.getParams();
      boolean isOurs =
          curve.getOrder().equals(ORDER)
              && curve.getCofactor() == 1
              && Arrays.equals(key.getEncoded(), der)
              && Base64.getEncoder().encodeToString(der).equals(text);
      return isOurs ? Optional.of(new ExecutorKey(text, key)) : Optional.empty();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // An expected answer: the text is somebody else's.
      return Optional.empty();
    }
  }

  /// @param signature r and s, 32 bytes each, as ES256 has them
  public boolean verifies(byte[] bytes, byte[] signature) {
    if (signature.length != Es256.SIGNATURE_BYTES) {
      return false;
    }
    try {
      return ES256.verifies(key, bytes, signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ES256 cannot verify", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExecutorKey that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
