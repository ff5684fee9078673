package dev.countersign.ledger;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealedKind;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/// What stands behind a code that was given out: whose account it links, and until when. Stored
/// with a seal over it and the code, and without the code. So whoever can read or write the
/// database can neither find the code nor exchange the account.
///
/// @param id `lnk_` and a ULID
/// @param account whose owner asked
/// @param name of the account as its chat tells it: supplied text, which proves nothing; may be
///   empty
public record LinkCode(String id, AccountId account, String name, Instant askedAt) {
  /// How long a code is good for.
  public static final Duration LIFE = Duration.ofMinutes(10);

  /// Characters of a name that are kept.
  public static final int LONGEST_NAME = 80;

  public LinkCode {
    // An unpaired surrogate, which no text of ours can hold, becomes a question mark.
    name = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    int end = Math.min(name.codePointCount(0, name.length()), LONGEST_NAME);
    name = name.substring(0, name.offsetByCodePoints(0, end));
  }

  public Instant expiresAt() {
    return askedAt.plus(LIFE);
  }

  /// What is stored of it.
  public byte[] text() {
    return CanonicalJson.bytes(
        JsonObject.builder()
            .put("id", id)
            .put("account", account.toJson())
            .put("name", name)
            .put("asked_at", askedAt)
            .build());
  }

  /// @throws RuntimeException when it is not what [#text] wrote
  public static LinkCode read(byte[] text) {
    JsonObject stored = (JsonObject) CanonicalJson.parse(text);
    return new LinkCode(
        stored.text("id"),
        AccountId.fromJson(stored.object("account")),
        stored.text("name"),
        stored.instant("asked_at"));
  }

  public Seal seal(String code, EvidenceKeys keys) {
    return keys.seal(SealedKind.LINK_CODE, covered(text(), code));
  }

  /// Whether this is the code for that text, both as they were given out. Takes the same time
  /// whatever differs.
  public static boolean isFor(byte[] text, String code, Seal seal, EvidenceKeys keys) {
    return keys.isGenuine(SealedKind.LINK_CODE, covered(text, code), seal);
  }

  private static byte[] covered(byte[] text, String code) {
    byte[] typed = code.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + text.length + typed.length)
        .putInt(text.length)
        .put(text)
        .put(typed)
        .array();
  }
}
