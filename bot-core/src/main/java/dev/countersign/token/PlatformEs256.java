package dev.countersign.token;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;

/// What every Java platform brings.
record PlatformEs256() implements Es256 {
  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  @Override
  public PrivateKey own(ECPrivateKey key) {
    return key;
  }

  @Override
  public byte[] sign(PrivateKey own, byte[] bytes) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(ALGORITHM);
    signature.initSign(own);
    signature.update(bytes);
    return signature.sign();
  }

  @Override
  public boolean verifies(ECPublicKey key, byte[] bytes, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(ALGORITHM);
    verifier.initVerify(key);
    verifier.update(bytes);
    try {
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    }
  }
}
