package dev.countersign.token;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The protected header of one kind of token: exactly `alg`, `kid` and `typ`, spelled canonically.
///
/// One spelling means that nothing is parsed: another algorithm, a second `kid`, `jwk`, `jku`,
/// `x5u`, `crit` or `b64` cannot be written in it.
final class TokenHeader {
  private final String beforeKid;
  private final String afterKid;

  TokenHeader(String algorithm, String type) {
    this.beforeKid = "{\"alg\":\"" + algorithm + "\",\"kid\":\"";
    this.afterKid = "\",\"typ\":\"" + type + "\"}";
  }

  byte[] naming(String kid) {
    return (beforeKid + kid + afterKid).getBytes(StandardCharsets.US_ASCII);
  }

  /// The `kid` of a header of exactly this form; null for any other header.
  @Nullable String kidOf(byte[] header) {
    String text = new String(header, StandardCharsets.ISO_8859_1);
    int kidLength = text.length() - beforeKid.length() - afterKid.length();
    if (kidLength < 0 || !text.startsWith(beforeKid) || !text.endsWith(afterKid)) {
      return null;
    }
    String kid = text.substring(beforeKid.length(), beforeKid.length() + kidLength);
    return KeyLabel.isKid(kid) ? kid : null;
  }
}
