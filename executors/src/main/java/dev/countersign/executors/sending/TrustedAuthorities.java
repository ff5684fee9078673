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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Whom a connection trusts that has a file of certificates: whoever these issued one to, and
/// nobody else. Read anew for every send, so that rotation needs no restart.
final class TrustedAuthorities {
  static final int MAX_BYTES = 1024 * 1024;

  private TrustedAuthorities() {}

  /// What came of reading the file.
  sealed interface Read {
    record Trusting(SSLSocketFactory factory) implements Read {}

    /// @param why of the file, for operators
    record Not(String why) implements Read {}
  }

  /// @param pem one certificate or more (RFC 7468); at most [#MAX_BYTES]
  static Read read(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES
          ? new Read.Not("is longer than " + MAX_BYTES + " bytes")
          : trusting(certificates(bytes));
    } catch (IOException e) {
      return new Read.Not("is not there or cannot be read");
    } catch (GeneralSecurityException e) {
      return new Read.Not("holds something else than certificates in PEM");
    }
  }

  private static Collection<? extends Certificate> certificates(byte[] pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem));
  }

  private static Read trusting(Collection<? extends Certificate> all)
      throws IOException, GeneralSecurityException {
    if (all.isEmpty()) {
      return new Read.Not("holds no certificate");
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
    return new Read.Trusting(context.getSocketFactory());
  }
}
