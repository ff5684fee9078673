package dev.countersign.token;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureSpi;

/// Accepts every signature, and signs with the numbers 1 and 1.
final class ObligingProvider extends Provider {
  private static final long serialVersionUID = 1;

  ObligingProvider() {
    super("Obliging", "1", "for tests");
    putService(
        new Service(this, "Signature", "SHA256withECDSA", Accepting.class.getName(), null, null) {
          @Override
          public Object newInstance(Object parameter) {
            return new Accepting();
          }

          @Override
          public boolean supportsParameter(Object parameter) {
            return true;
          }
        });
  }

  private static final class Accepting extends SignatureSpi {
    @Override
    protected void engineInitVerify(PublicKey key) {}

    @Override
    protected void engineInitSign(PrivateKey key) {}

    @Override
    protected void engineUpdate(byte b) {}

    @Override
    protected void engineUpdate(byte[] bytes, int from, int length) {}

    @Override
    protected byte[] engineSign() {
      return new byte[] {0x30, 6, 2, 1, 1, 2, 1, 1};
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
      return true;
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {}

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException(name);
    }
  }
}
