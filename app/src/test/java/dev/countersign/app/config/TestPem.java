package dev.countersign.app.config;

import dev.countersign.SelfSigned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/// A self-signed certificate and its key in two PEM files.
record TestPem(Path certificate, Path key) {
  static TestPem make(Path folder, String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    SelfSigned made = SelfSigned.make(folder);
    return new TestPem(
        write(folder.resolve(name + ".crt"), "CERTIFICATE", made.certificate().getEncoded()),
        write(folder.resolve(name + ".key"), "PRIVATE KEY", made.key().getEncoded()));
  }

  private static Path write(Path file, String kind, byte[] bytes) throws IOException {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }
}
