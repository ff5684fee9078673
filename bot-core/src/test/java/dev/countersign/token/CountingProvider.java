package dev.countersign.token;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// The platform's own ES256 under another name, which counts how often it is asked.
final class CountingProvider extends Provider {
  private static final long serialVersionUID = 1;

  private final AtomicInteger asked = new AtomicInteger();

  CountingProvider() {
    super("Counting", "1", "for tests");
    Provider.Service platform =
        Objects.requireNonNull(
            Security.getProvider("SunEC").getService("Signature", "SHA256withECDSA"));
    putService(
        new Service(this, "Signature", "SHA256withECDSA", platform.getClassName(), null, null) {
          @Override
          public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            asked.incrementAndGet();
            return platform.newInstance(parameter);
          }

          @Override
          public boolean supportsParameter(Object parameter) {
            return platform.supportsParameter(parameter);
          }
        });
  }

  int asked() {
    return asked.get();
  }
}
