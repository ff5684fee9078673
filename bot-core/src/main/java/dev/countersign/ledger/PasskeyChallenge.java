package dev.countersign.ledger;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealedKind;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.passkey.Bound;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// A challenge that was given to a session. Stored with a seal over it and the session's secret,
/// and without the secret: whoever writes into the database makes none, and makes none last longer.
///
/// @param nonce in base64url
public record PasskeyChallenge(Bound bound, String nonce, Instant givenAt) {

  /// Whether it may not be answered any more.
  public boolean isOver(Instant now) {
    return !now.isBefore(givenAt.plus(Passkeys.CHALLENGE));
  }

  /// What is stored of it.
  public byte[] text() {
    return CanonicalJson.bytes(
        JsonObject.builder()
            .put("bound", bound.toJson())
            .put("nonce", nonce)
            .put("given_at", givenAt)
            .build());
  }

  /// @throws RuntimeException when it is not what [#text] wrote
  public static PasskeyChallenge read(byte[] text) {
    JsonObject stored = (JsonObject) CanonicalJson.parse(text);
    return new PasskeyChallenge(
        Bound.fromJson(stored.object("bound")), stored.text("nonce"), stored.instant("given_at"));
  }

  public Seal seal(String session, EvidenceKeys keys) {
    return keys.seal(SealedKind.CHALLENGE, covered(text(), session));
  }

  /// Whether that text was given to this session.
  public static boolean isFor(byte[] text, String session, Seal seal, EvidenceKeys keys) {
    return keys.isGenuine(SealedKind.CHALLENGE, covered(text, session), seal);
  }

  private static byte[] covered(byte[] text, String session) {
    byte[] held = session.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + text.length + held.length)
        .putInt(text.length)
        .put(text)
        .put(held)
        .array();
  }

  /// Without the nonce.
  @Override
  public String toString() {
    return "PasskeyChallenge[" + bound + "]";
  }
}
