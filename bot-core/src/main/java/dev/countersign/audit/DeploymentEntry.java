package dev.countersign.audit;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealVerdict;
import dev.countersign.evidence.SealedKind;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One link of the deployment's own chain: what changed in people, keys, policy and connections,
/// under the same keys as the requests' entries. Its seal covers its number, the hash of the entry
/// before it and its body.
public final class DeploymentEntry {
  public static final String VERSION = "countersign-deployment/1";

  /// What stands before the first entry.
  public static final Digest GENESIS = Digest.of(VERSION + "\0");

  private final int seq;
  private final byte[] body;
  private final @Nullable Seal seal;

  /// An entry as it was stored; nothing is checked here.
  public DeploymentEntry(int seq, byte[] body, Optional<Seal> seal) {
    this.seq = seq;
    this.body = body.clone();
    this.seal = seal.orElse(null);
  }

  /// The entry to write after the one of this number and hash.
  public static DeploymentEntry after(
      int seq, Digest hash, Instant at, DeploymentFact fact, EvidenceKeys keys) {
    byte[] body =
        CanonicalJson.bytes(
            JsonObject.builder()
                .put("v", VERSION)
                .put("salt", AuditEntry.salt())
                .put("type", fact.type())
                .put("at", at)
                .put("actor", fact.actor())
                .put("data", fact.data())
                .build());
    if (body.length > AuditEntry.MOST_BODY_BYTES) {
      throw new IllegalArgumentException("a fact about the deployment does not fit an entry");
    }
    Seal seal = keys.seal(SealedKind.DEPLOYMENT, covered(seq + 1, hash, body));
    return new DeploymentEntry(seq + 1, body, Optional.of(seal));
  }

  /// @param before the hash of the entry before it, or [#GENESIS]
  public SealVerdict verify(Digest before, EvidenceKeys keys) {
    return seal == null
        ? SealVerdict.FORGED
        : keys.verify(SealedKind.DEPLOYMENT, covered(seq, before, body), seal);
  }

  private static byte[] covered(int seq, Digest before, byte[] body) {
    byte[] hash = before.hash();
    return ByteBuffer.allocate(Integer.BYTES + hash.length + body.length)
        .putInt(seq)
        .put(hash)
        .put(body)
        .array();
  }

  public int seq() {
    return seq;
  }

  public byte[] body() {
    return body.clone();
  }

  public Digest hash() {
    return AuditEntry.hash(body);
  }

  public Optional<Seal> seal() {
    return Optional.ofNullable(seal);
  }

  /// The body as JSON; throws when it is none.
  public JsonObject document() {
    if (CanonicalJson.parse(body) instanceof JsonObject document) {
      return document;
    }
    throw new IllegalStateException("entry " + seq + " of the deployment is not an object");
  }
}
