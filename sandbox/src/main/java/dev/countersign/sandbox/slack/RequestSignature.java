package dev.countersign.sandbox.slack;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// `v0=` and the HMAC-SHA256 over `v0:{timestamp}:{body}`, in hex
/// (docs.slack.dev/authentication/verifying-requests-from-slack).
final class RequestSignature {
  private static final String VERSION = "v0";

  private RequestSignature() {}

  static String of(String signingSecret, String timestamp, String body) {
    byte[] key = signingSecret.getBytes(StandardCharsets.UTF_8);
    byte[] base = (VERSION + ":" + timestamp + ":" + body).getBytes(StandardCharsets.UTF_8);
    return VERSION + "=" + HexFormat.of().formatHex(hmac(key, base));
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
