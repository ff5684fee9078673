package dev.countersign.audit;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.SealedKind;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What makes a chain evidence: each entry's seal covers its request, its number, the hash of the
/// entry before it and its body. So an entry is worth nothing at another place, in another request,
/// or after another history.
public final class EntrySeal {
  private EntrySeal() {}

  /// The entries with their seals, for the one who writes them.
  ///
  /// @param head the end of the chain that they are appended to
  public static List<AuditEntry> seal(AuditHead head, List<AuditEntry> entries, EvidenceKeys keys) {
    List<AuditEntry> sealed = new ArrayList<>(entries.size());
    AuditHead end = head;
    for (AuditEntry entry : entries) {
      sealed.add(entry.sealed(keys.seal(SealedKind.ENTRY, covered(end, entry))));
      end = entry.head();
    }
    return List.copyOf(sealed);
  }

  /// Proves a whole chain, from its first entry on.
  public static Proof prove(ProposalId request, List<AuditEntry> entries, EvidenceKeys keys) {
    AuditHead head = AuditHead.genesis(request);
    int unkeyed = 0;
    for (AuditEntry entry : entries) {
      boolean mayBeUnkeyed = unkeyed == head.seq();
      Optional<Flaw> flaw = flaw(request, head, mayBeUnkeyed, entry, keys);
      if (flaw.isPresent()) {
        return new Proof.Flawed(entry.seq(), flaw.get());
      }
      if (entry.seal().isEmpty()) {
        unkeyed = entry.seq();
      }
      head = entry.head();
    }
    return unkeyed == 0 ? new Proof.Keyed() : new Proof.Unkeyed(unkeyed);
  }

  /// What is wrong with one entry at its place; empty when nothing is.
  ///
  /// @param before the end of the chain before it
  /// @param mayBeUnkeyed whether all entries before it are of the version that has no seal
  public static Optional<Flaw> flaw(
      ProposalId request,
      AuditHead before,
      boolean mayBeUnkeyed,
      AuditEntry entry,
      EvidenceKeys keys) {
    if (!entry.request().equals(request)) {
      return Optional.of(Flaw.ELSEWHERE);
    }
    if (entry.seq() != before.seq() + 1) {
      return Optional.of(Flaw.GAP);
    }
    if (entry.seal().isEmpty()) {
      return mayBeUnkeyed ? unkeyed(request, before, entry) : Optional.of(Flaw.UNSEALED);
    }
    return switch (keys.verify(
        SealedKind.ENTRY, covered(before, entry), entry.seal().orElseThrow())) {
      case GENUINE -> readable(entry, AuditEntry.VERSION);
      case FORGED -> Optional.of(Flaw.FORGED);
      case KEY_UNKNOWN -> Optional.of(Flaw.KEY_UNKNOWN);
      case KEY_REVOKED -> Optional.of(Flaw.KEY_REVOKED);
    };
  }

  /// An entry of version 1 says its place itself, and nobody proves that it says so truly.
  private static Optional<Flaw> unkeyed(ProposalId request, AuditHead before, AuditEntry entry) {
    Optional<Flaw> flaw = readable(entry, AuditEntry.UNKEYED_VERSION);
    if (flaw.isPresent()) {
      return flaw;
    }
    try {
      JsonObject body = entry.document();
      if (!body.text("request").equals(request.value()) || body.number("seq") != entry.seq()) {
        return Optional.of(Flaw.ELSEWHERE);
      }
      return body.text("prev").equals(before.hash().value())
          ? Optional.empty()
          : Optional.of(Flaw.NOT_AFTER);
    } catch (RuntimeException e) {
      // What a forger wrote may fail anywhere.
      return Optional.of(Flaw.UNREADABLE);
    }
  }

  private static Optional<Flaw> readable(AuditEntry entry, String version) {
    try {
      JsonObject body = entry.document();
      if (!MessageDigest.isEqual(CanonicalJson.bytes(body), entry.body())) {
        return Optional.of(Flaw.NOT_CANONICAL);
      }
      if (!body.text("v").equals(version)) {
        // A body of version 2 without its seal is one that lost it.
        return Optional.of(
            version.equals(AuditEntry.UNKEYED_VERSION) ? Flaw.UNSEALED : Flaw.UNREADABLE);
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(Flaw.UNREADABLE);
    }
  }

  /// Each part has a fixed length or ends where the next cannot begin, so no two places give the
  /// same bytes.
  private static byte[] covered(AuditHead before, AuditEntry entry) {
    byte[] request = entry.request().value().getBytes(StandardCharsets.UTF_8);
    byte[] hash = before.hash().hash();
    byte[] body = entry.body();
    return ByteBuffer.allocate(request.length + 1 + Integer.BYTES + hash.length + body.length)
        .put(request)
        .put((byte) 0)
        .putInt(entry.seq())
        .put(hash)
        .put(body)
        .array();
  }

  /// What a chain proves.
  public sealed interface Proof {
    /// Every entry is genuine, at its place and after the one before it.
    record Keyed() implements Proof {}

    /// Linked, but the first `entries` entries are of a version without seals: whoever had the
    /// database could have written those. What follows them is genuine.
    record Unkeyed(int entries) implements Proof {}

    /// Not a chain that a gate wrote.
    record Flawed(int seq, Flaw flaw) implements Proof {}
  }

  /// Why an entry does not belong where it is.
  public enum Flaw {
    GAP("an entry is missing before it"),
    ELSEWHERE("it belongs to another place"),
    NOT_AFTER("it does not follow the entry before it: one of the two was changed"),
    NOT_CANONICAL("the body is not canonical"),
    UNREADABLE("the body is not an entry"),
    UNSEALED("it has no seal where every entry has one"),
    FORGED("its seal is not over this entry at this place, after the entry before it"),
    KEY_UNKNOWN("it is sealed by a key that is not in the key ring"),
    KEY_REVOKED("it is sealed by a key that was revoked as stolen");

    private final String words;

    Flaw(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }
}
