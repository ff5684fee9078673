package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A self-signed certificate and its key, made anew by the JDK's own tool.
public record SelfSigned(PrivateKey key, X509Certificate certificate) {
  private static final String PASSWORD = "not-a-real-secret";

  /// Of the kind that a bot signs in with.
  public static SelfSigned make(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    return make(folder, "RSA", 2_048);
  }

  public static SelfSigned make(Path folder, String algorithm, int bits)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(UUID.randomUUID() + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                "bot",
                "-keyalg",
                algorithm,
                "-keysize",
                Integer.toString(bits),
                "-dname",
                "CN=bot")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new SelfSigned(
        (PrivateKey) keys.getKey("bot", PASSWORD.toCharArray()),
        (X509Certificate) keys.getCertificate("bot"));
  }
}
