package dev.countersign.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.impl.ECDSA;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;

/// Another provider, asked by name and never installed, so that nothing else changes. It needs to
/// know the DER form only (RFC 3279 section 2.2.3).
record ProviderEs256(Provider provider) implements Es256 {
  private static final String ALGORITHM = "SHA256withECDSA";

  /// Otherwise the provider may translate it at each use, which takes Conscrypt as long as signing.
  /// Public keys stay as they are: a translated one is verified with no faster.
  @Override
  public PrivateKey own(ECPrivateKey key) throws GeneralSecurityException {
    return provider.getService("KeyFactory", "EC") == null
        ? key
        : (PrivateKey) KeyFactory.getInstance("EC", provider).translateKey(key);
  }

  @Override
  public byte[] sign(PrivateKey own, byte[] bytes) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(ALGORITHM, provider);
    signature.initSign(own);
    signature.update(bytes);
    try {
      return ECDSA.transcodeSignatureToConcat(signature.sign(), SIGNATURE_BYTES);
    } catch (JOSEException e) {
      throw new SignatureException("the provider signs in another form", e);
    }
  }

  @Override
  public boolean verifies(ECPublicKey key, byte[] bytes, byte[] signature)
      throws GeneralSecurityException {
    byte[] der;
    try {
      // A zero, which no signature has, could not be written as DER.
      ECDSA.ensureLegalSignature(signature, JWSAlgorithm.ES256);
      der = ECDSA.transcodeSignatureToDER(signature);
    } catch (JOSEException e) {
      return false;
    }
    Signature verifier = Signature.getInstance(ALGORITHM, provider);
    verifier.initVerify(key);
    verifier.update(bytes);
    try {
      return verifier.verify(der);
    } catch (SignatureException e) {
      return false;
    }
  }
}
