package dev.countersign.executors.sending;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Whom a connection trusts that has a file of certificates: whoever these issued one to, and
/// nobody else. Read anew for every send, so that rotation needs no restart.
final class TrustedAuthorities {
  static final int MAX_BYTES = 1024 * 1024;

  private TrustedAuthorities() {}

  /// @param pem one certificate or more (RFC 7468); at most [#MAX_BYTES]
  /// @return empty when the file cannot be read, is longer, or holds anything else
  static Optional<SSLSocketFactory> of(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES ? Optional.empty() : trusting(certificates(bytes));
    } catch (IOException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static Collection<? extends Certificate> certificates(byte[] pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem));
  }

  private static Optional<SSLSocketFactory> trusting(Collection<? extends Certificate> all)
      throws IOException, GeneralSecurityException {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate each : all) {
      store.setCertificateEntry("authority-" + number++, each);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return Optional.of(context.getSocketFactory());
  }
}
