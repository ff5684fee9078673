package dev.countersign.app.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads PEM files (RFC 7468), each with exactly one object of the kind that is wanted.
///
/// Everything throws [IllegalArgumentException] for anything else; it says nothing of the content.
final class Pem {
  static final int MAX_BYTES = 64 * 1024;

  private static final Pattern OBJECT =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private Pem() {}

  static X509Certificate certificate(byte[] file) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(only("CERTIFICATE", file)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a certificate", e);
    }
  }

  static PrivateKey rsaKey(byte[] file) {
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(only("PRIVATE KEY", file)));
    } catch (GeneralSecurityException e) {
      // Without the cause, which may show the key.
      throw new IllegalArgumentException("not a private key");
    }
  }

  private static byte[] only(String kind, byte[] file) {
    Matcher found = OBJECT.matcher(new String(file, StandardCharsets.US_ASCII));
    if (!found.find() || !found.group(1).equals(kind)) {
      throw new IllegalArgumentException("not of this kind");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(found.group(2).strip());
    if (found.find()) {
      throw new IllegalArgumentException("more than one");
    }
    return bytes;
  }
}
