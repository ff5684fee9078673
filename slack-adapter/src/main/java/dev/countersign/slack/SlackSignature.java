package dev.countersign.slack;

import dev.countersign.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Says whether Slack itself signed these bytes, lately
/// (docs.slack.dev/authentication/verifying-requests-from-slack).
///
/// The signature covers time and body, never the URL, and may be shown again within the window:
/// what that means is the caller's business.
final class SlackSignature {
  static final String TIMESTAMP_HEADER = "X-Slack-Request-Timestamp";
  static final String SIGNATURE_HEADER = "X-Slack-Signature";

  /// How far the signed time may be from ours, in either direction; exactly this far is accepted.
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern TIMESTAMP = Pattern.compile("0|[1-9][0-9]{0,11}");
  private static final Pattern SIGNATURE = Pattern.compile("v0=[0-9a-f]{64}");

  private final SecretKeySpec key;
  private final InstantSource clock;

  SlackSignature(Secret signingSecret, InstantSource clock) {
    key = new SecretKeySpec(signingSecret.utf8(), ALGORITHM);
    this.clock = clock;
  }

  /// Answers [Verdict.Genuine] only when every line holds; the order is part of the contract, so
  /// that a stale request is named so even when its signature is wrong as well.
  ///
  /// 1 both headers · 2 each once · 3 time in one spelling · 4 signature in one spelling · 5 not
  /// too old · 6 not from the future · 7 our secret over exactly these bytes
  Verdict check(List<String> timestamps, List<String> signatures, byte[] body) {
    if (timestamps.isEmpty() || signatures.isEmpty()) {
      return refused(Reason.MISSING_HEADER); // 1
    }
    if (timestamps.size() > 1 || signatures.size() > 1) {
      return refused(Reason.REPEATED_HEADER); // 2
    }
    String timestamp = timestamps.getFirst();
    String signature = signatures.getFirst();
    if (!TIMESTAMP.matcher(timestamp).matches()) {
      return refused(Reason.MALFORMED_TIMESTAMP); // 3
    }
    if (!SIGNATURE.matcher(signature).matches()) {
      return refused(Reason.MALFORMED_SIGNATURE); // 4
    }
    long age = clock.instant().getEpochSecond() - Long.parseLong(timestamp);
    if (age > WINDOW.toSeconds()) {
      return refused(Reason.STALE); // 5
    }
    if (age < -WINDOW.toSeconds()) {
      return refused(Reason.FROM_THE_FUTURE); // 6
    }
    byte[] claimed = HexFormat.of().parseHex(signature, "v0=".length(), signature.length());
    if (!MessageDigest.isEqual(hmac(timestamp, body), claimed)) {
      return refused(Reason.BAD_SIGNATURE); // 7
    }
    return new Verdict.Genuine(signature, Instant.ofEpochSecond(Long.parseLong(timestamp)));
  }

  private byte[] hmac(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(("v0:" + timestamp + ":").getBytes(StandardCharsets.US_ASCII));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private static Verdict refused(Reason reason) {
    return new Verdict.Refused(reason);
  }

  sealed interface Verdict {
    /// Every line holds.
    ///
    /// @param signature unique to time and body
    record Genuine(String signature, Instant signedAt) implements Verdict {
      @Override
      public String toString() {
        return "Genuine[signedAt=" + signedAt + "]";
      }
    }

    record Refused(Reason reason) implements Verdict {}
  }

  /// Spelled in lower case in logs.
  enum Reason {
    MISSING_HEADER,
    REPEATED_HEADER,
    MALFORMED_TIMESTAMP,
    MALFORMED_SIGNATURE,
    STALE,
    FROM_THE_FUTURE,
    BAD_SIGNATURE
  }
}
