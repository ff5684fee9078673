package dev.countersign.audit;

import dev.countersign.evidence.Seal;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.ProposalId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One link of a request's chain.
///
/// The body is canonical JSON; the hash is SHA-256 over one zero byte and the body (the leaf prefix
/// of RFC 6962 section 2.1, so that an entry can become a leaf of a tree as it is). Sixteen random
/// bytes inside the body keep the hash from confirming a guess at the rest. Where the entry stands,
/// and after which one, is not in the body: the seal says it, see [EntrySeal].
///
/// Entries of version 1 have no seal and repeat `request`, `seq` and `prev` in the body.
public final class AuditEntry {
  public static final String VERSION = "countersign-audit/2";
  public static final String UNKEYED_VERSION = "countersign-audit/1";

  /// The longest body: it must fit the leaf of a tile (two bytes of length).
  public static final int MOST_BODY_BYTES = 65_535;

  static final int SALT_BYTES = 16;
  private static final byte[] LEAF = {0};
  private static final SecureRandom SALTS = new SecureRandom();

  private final ProposalId request;
  private final int seq;
  private final byte[] body;
  private final Digest hash;
  private final @Nullable Seal seal;

  /// Read from the body when first asked for; whoever reads it twice at once reads the same.
  private @Nullable JsonObject document;

  /// An entry without a seal, as it is before a ledger wrote it.
  public AuditEntry(ProposalId request, int seq, byte[] body) {
    this(request, seq, body, Optional.empty());
  }

  /// An entry as it was stored; nothing is checked here, see [EntrySeal] and `proof`.
  public AuditEntry(ProposalId request, int seq, byte[] body, Optional<Seal> seal) {
    this.request = request;
    this.seq = seq;
    this.body = body.clone();
    this.hash = hash(body);
    this.seal = seal.orElse(null);
  }

  /// @throws AuditEntryTooLargeException rather than cut anything
  static AuditEntry after(AuditHead head, ProposalId request, Instant at, AuditFact fact) {
    byte[] body = body(at, fact);
    if (body.length > MOST_BODY_BYTES) {
      throw new AuditEntryTooLargeException(fact.type(), body.length);
    }
    return new AuditEntry(request, head.seq() + 1, body);
  }

  private static byte[] body(Instant at, AuditFact fact) {
    return CanonicalJson.bytes(
        JsonObject.builder()
            .put("v", VERSION)
            .put("salt", salt())
            .put("type", WireName.of(fact.type()))
            .put("at", at)
            .put("actor", fact.actor())
            .put("data", fact.data())
            .build());
  }

  static String salt() {
    byte[] salt = new byte[SALT_BYTES];
    SALTS.nextBytes(salt);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(salt);
  }

  public static Digest hash(byte[] body) {
    return Digest.ofHash(Digest.sha256(LEAF, body));
  }

  /// The same entry with what the ledger proves it by.
  public AuditEntry sealed(Seal proof) {
    return new AuditEntry(request, seq, body, Optional.of(proof));
  }

  public ProposalId request() {
    return request;
  }

  public int seq() {
    return seq;
  }

  public byte[] body() {
    return body.clone();
  }

  public Digest hash() {
    return hash;
  }

  public Optional<Seal> seal() {
    return Optional.ofNullable(seal);
  }

  public AuditHead head() {
    return new AuditHead(seq, hash);
  }

  /// The body as JSON; throws when it is not the canonical JSON that was once written.
  public JsonObject document() {
    JsonObject read = document;
    if (read == null) {
      if (!(CanonicalJson.parse(body) instanceof JsonObject parsed)) {
        throw new IllegalStateException("entry " + seq + " of " + request + " is not an object");
      }
      document = parsed;
      read = parsed;
    }
    return read;
  }
}
