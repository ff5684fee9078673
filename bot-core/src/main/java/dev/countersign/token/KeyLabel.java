package dev.countersign.token;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The public side of every key: its `kid` and its state, entered at `since` (whole seconds).
record KeyLabel(String kid, KeyState state, Instant since) {
  private static final Pattern KID = Pattern.compile("[a-z0-9-]{1,32}");
  private static final int RANDOM_BYTES = 6;

  KeyLabel {
    if (!isKid(kid)) {
      throw new IllegalArgumentException("not a kid");
    }
    since = since.truncatedTo(ChronoUnit.SECONDS);
  }

  static boolean isKid(String text) {
    return KID.matcher(text).matches();
  }

  /// A name nobody has used yet, such as `grant-5f0c1e9a77b2`.
  static KeyLabel fresh(
      KeyPurpose purpose, KeyState state, SecureRandom random, InstantSource clock) {
    byte[] suffix = new byte[RANDOM_BYTES];
    random.nextBytes(suffix);
    String kid = WireName.of(purpose) + "-" + HexFormat.of().formatHex(suffix);
    return new KeyLabel(kid, state, clock.instant());
  }

  KeyLabel in(KeyState next, InstantSource clock) {
    return new KeyLabel(kid, next, clock.instant());
  }

  static KeyLabel read(JsonObject key) {
    return new KeyLabel(
        key.text("kid"), WireName.require(KeyState.class, key.text("state")), key.instant("since"));
  }

  void writeTo(JsonObject.Builder key) {
    key.put("kid", kid).put("state", WireName.of(state)).put("since", since);
  }
}
