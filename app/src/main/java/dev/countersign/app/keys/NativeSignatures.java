package dev.countersign.app.keys;

import dev.countersign.token.KeyRing;
import org.conscrypt.Conscrypt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Grants signed and verified by Conscrypt (BoringSSL), many times faster than by the JDK. It is
/// not installed as a provider, so that TLS and everything else stay with the JDK.
public final class NativeSignatures {
  private static final Logger log = LoggerFactory.getLogger(NativeSignatures.class);

  private NativeSignatures() {}

  /// The ring as it is where the native library does not load (another processor or C library, a
  /// temporary folder from which nothing may be run) or does not do as the JDK does.
  public static KeyRing on(KeyRing ring) {
    try {
      return ring.grantsBy(Conscrypt.newProvider());
    } catch (RuntimeException | LinkageError e) {
      log.info("grants are signed by the JDK, more slowly: {}", e.getClass().getName());
      return ring;
    }
  }
}
