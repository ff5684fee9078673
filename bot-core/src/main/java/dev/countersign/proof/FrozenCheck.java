package dev.countersign.proof;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.proof.Damage.Kind;
import java.security.MessageDigest;

/// The bytes that were written once, against the digests beside them and against their own
/// canonical form.
final class FrozenCheck {
  private FrozenCheck() {}

  static void check(Evidence evidence, Findings findings) {
    evidence
        .frozen()
        .ifPresent(frozen -> {
          digest("proposal.action", frozen.action(), frozen.actionDigest(), findings);
          digest("proposal.context", frozen.context(), frozen.contextDigest(), findings);
          canonical("proposal.action", frozen.action(), findings);
          canonical("proposal.context", frozen.context(), findings);
          canonical("proposal.ruling", frozen.ruling(), findings);
        });
  }

  private static void digest(String place, byte[] bytes, byte[] stored, Findings findings) {
    if (!MessageDigest.isEqual(Digest.sha256(bytes), stored)) {
      findings.add(place, Kind.ALTERED, "the bytes are not those of the stored digest");
    }
  }

  private static void canonical(String place, byte[] bytes, Findings findings) {
    try {
      if (!MessageDigest.isEqual(CanonicalJson.bytes(CanonicalJson.parse(bytes)), bytes)) {
        findings.add(place, Kind.ALTERED, "the bytes are not canonical");
      }
    } catch (JsonRefusedException e) {
      findings.add(place, Kind.ALTERED, "the bytes are not JSON: " + e.getMessage());
    }
  }
}
