package dev.countersign.executors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A host with a certificate of an authority of its own, and whoever trusts that authority and
/// nobody else.
public final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private Certificates() {}

  /// For both ends.
  ///
  /// @param host the one name in the certificate
  public static SSLContext of(String host, Path folder) throws Exception {
    Path store = folder.resolve("target.p12");
    keytool(store, "authority", "CN=authority", "-ext", "bc:c");
    keytool(store, "target", "CN=target", "-ext", "san=dns:" + host, "-signer", "authority");
    return contextOf(folder);
  }

  private static void keytool(Path store, String alias, String name, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                name,
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(store.resolveSibling("keytool.txt").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool failed");
    }
  }

  /// The certificate of the authority that [#of] made in this folder, as `ca` of a connection takes
  /// it.
  public static Path authority(Path folder) throws Exception {
    return Files.writeString(
        folder.resolve("authority.pem"),
        pem("CERTIFICATE", stored(folder).getCertificate("authority").getEncoded()));
  }

  /// What [#of] made in this folder, as servers that are not written in Java read it.
  public static void write(Path folder, Path certificate, Path key) throws Exception {
    KeyStore keys = stored(folder);
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("target").getEncoded()));
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, pem("PRIVATE KEY", keys.getKey("target", PASSWORD).getEncoded()));
  }

  private static KeyStore stored(Path folder) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("target.p12"))) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), kind);
  }

  private static SSLContext contextOf(Path folder) throws GeneralSecurityException, IOException {
    KeyStore keys = stored(folder);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", keys.getCertificate("authority"));
    keys.deleteEntry("authority"); // which is no server
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
