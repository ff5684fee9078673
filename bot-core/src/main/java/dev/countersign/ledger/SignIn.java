package dev.countersign.ledger;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealedKind;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands behind the secret of a session. Stored with a seal over it and the secret, and
/// without the secret: whoever writes into the database makes no session, takes over none, and
/// makes none last longer than [#LONGEST].
public record SignIn(Session session, Instant openedAt) {
  /// How long a session lasts, whatever is done in it.
  public static final Duration LONGEST = Duration.ofHours(8);

  private static final String ISSUER = "issuer";
  private static final String PASSKEY = "passkey";

  /// How somebody proved who they are.
  public sealed interface Means {
    /// The identity provider says so.
    record Issuer() implements Means {}

    /// They used a passkey: while it is removed, the session is nobody's.
    ///
    /// @param number of the passkey; 0 for sessions from before it was kept
    record ByPasskey(int number) implements Means {}
  }

  /// Whose session it is.
  ///
  /// @param by how they signed in
  public record Session(AccountId account, Means by) {}

  private static final Pattern SECRET =
      Pattern.compile("([A-Za-z0-9_-]{1,64})\\.([a-z0-9-]{1,32})\\.([A-Za-z0-9_-]{43})");

  /// What a session is found by.
  public static byte[] key(String secret) {
    return Digest.sha256(secret.getBytes(StandardCharsets.UTF_8));
  }

  /// The secret as a browser has it: what was drawn, and a seal over it with the name of its key.
  public static String secret(String drawn, EvidenceKeys keys) {
    Seal seal = keys.seal(SealedKind.SESSION_SECRET, drawn.getBytes(StandardCharsets.UTF_8));
    return drawn
        + "."
        + seal.key()
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(seal.mac());
  }

  /// Whether [#secret] made it with one of these keys.
  public static boolean isOurs(String secret, EvidenceKeys keys) {
    Matcher parts = SECRET.matcher(secret);
    if (!parts.matches()) {
      return false;
    }
    try {
      return keys.isGenuine(
          SealedKind.SESSION_SECRET,
          parts.group(1).getBytes(StandardCharsets.UTF_8),
          new Seal(parts.group(2), Base64.getUrlDecoder().decode(parts.group(3))));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// Whether it is over at that moment, whatever was done in it.
  public boolean isOver(Instant now) {
    return !now.isBefore(openedAt.plus(LONGEST));
  }

  /// What is stored of it.
  public byte[] text() {
    JsonObject.Builder text =
        JsonObject.builder().put("account", session.account().toJson()).put("opened_at", openedAt);
    return CanonicalJson.bytes(
        switch (session.by()) {
          case Means.Issuer _ -> text.put("by", ISSUER).build();
          case Means.ByPasskey(int number) -> text.put("by", PASSKEY).put(PASSKEY, number).build();
        });
  }

  /// @throws RuntimeException when it is not what [#text] wrote
  public static SignIn read(byte[] text) {
    JsonObject stored = (JsonObject) CanonicalJson.parse(text);
    return new SignIn(
        new Session(AccountId.fromJson(stored.object("account")), means(stored)),
        stored.instant("opened_at"));
  }

  private static Means means(JsonObject stored) {
    // Sessions that were opened before there was another way say nothing of it.
    return switch (stored.optionalText("by").orElse(ISSUER)) {
      case ISSUER -> new Means.Issuer();
      case PASSKEY -> new Means.ByPasskey(stored.has(PASSKEY) ? (int) stored.number(PASSKEY) : 0);
      default -> throw new IllegalArgumentException("nobody signs in by that");
    };
  }

  public Seal seal(String secret, EvidenceKeys keys) {
    return keys.seal(SealedKind.SIGN_IN, covered(text(), secret));
  }

  /// Whether this is the secret for that text, both as they were when it was opened.
  public static boolean isFor(byte[] text, String secret, Seal seal, EvidenceKeys keys) {
    return keys.isGenuine(SealedKind.SIGN_IN, covered(text, secret), seal);
  }

  private static byte[] covered(byte[] text, String secret) {
    byte[] held = secret.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + text.length + held.length)
        .putInt(text.length)
        .put(text)
        .put(held)
        .array();
  }
}
