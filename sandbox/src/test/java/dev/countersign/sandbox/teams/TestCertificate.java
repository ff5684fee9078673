package dev.countersign.sandbox.teams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// A certificate signed by itself, made with the JDK's keytool.
record TestCertificate(X509Certificate certificate, PrivateKey key) {
  private static final String PASSWORD = "changeit";

  static TestCertificate generate() throws Exception {
    Path folder = Files.createTempDirectory("certificate");
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "app",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=app",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(store)) {
      keys.load(bytes, PASSWORD.toCharArray());
    }
    return new TestCertificate(
        (X509Certificate) keys.getCertificate("app"),
        (PrivateKey) keys.getKey("app", PASSWORD.toCharArray()));
  }
}
