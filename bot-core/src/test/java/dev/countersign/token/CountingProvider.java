package dev.countersign.token;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// The platform's own ES256 under another name, which counts how often it is asked, and how often a
/// key is translated for it.
final class CountingProvider extends Provider {
  private static final long serialVersionUID = 1;

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger translated = new AtomicInteger();

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

  /// As a provider of native code has it.
  CountingProvider translating() {
    Provider.Service platform =
        Objects.requireNonNull(Security.getProvider("SunEC").getService("KeyFactory", "EC"));
    putService(
        new Service(this, "KeyFactory", "EC", platform.getClassName(), null, null) {
          @Override
          public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            translated.incrementAndGet();
            return platform.newInstance(parameter);
          }
        });
    return this;
  }

  int translated() {
    return translated.get();
  }

  int asked() {
    return asked.get();
  }
}
