package dev.countersign.audit;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.WireName;
import java.time.Instant;

/// One link of a request's chain.
///
/// The body is canonical JSON that repeats `request`, `seq` and `prev`; the hash is SHA-256 over
/// one zero byte and the body (the leaf prefix of RFC 6962 section 2.1, so that an entry can become
/// a leaf of a tree as it is).
public final class AuditEntry {
  public static final String VERSION = "countersign-audit/1";
  private static final byte[] LEAF = {0};

  private final ProposalId request;
  private final int seq;
  private final byte[] body;
  private final Digest hash;

  /// An entry as it was stored; nothing is checked here, see `proof`.
  public AuditEntry(ProposalId request, int seq, byte[] body) {
    this.request = request;
    this.seq = seq;
    this.body = body.clone();
    this.hash = hash(body);
  }

  static AuditEntry after(AuditHead head, ProposalId request, Instant at, AuditFact fact) {
    JsonObject body =
        JsonObject.builder()
            .put("v", VERSION)
            .put("request", request.value())
            .put("seq", head.seq() + 1)
            .put("prev", head.hash().value())
            .put("type", WireName.of(fact.type()))
            .put("at", at)
            .put("actor", fact.actor())
            .put("data", fact.data())
            .build();
    return new AuditEntry(request, head.seq() + 1, CanonicalJson.bytes(body));
  }

  public static Digest hash(byte[] body) {
    return Digest.ofHash(Digest.sha256(LEAF, body));
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

  public AuditHead head() {
    return new AuditHead(seq, hash);
  }

  /// The body as JSON; throws when it is not the canonical JSON that was once written.
  public JsonObject document() {
    if (CanonicalJson.parse(body) instanceof JsonObject document) {
      return document;
    }
    throw new IllegalStateException("entry " + seq + " of " + request + " is not an object");
  }
}
