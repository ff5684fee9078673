package dev.countersign.proof;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.policy.Ruling;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether what a request attaches is there, as its agent handed it in.
final class AttachmentCheck {
  private AttachmentCheck() {}

  static void check(Evidence evidence, EvidenceStore store, Findings findings) {
    List<Digest> named = evidence.frozen().map(AttachmentCheck::named).orElse(List.of());
    if (named.isEmpty()) {
      return;
    }
    Map<Digest, Digest> stored = store.attachments(evidence.id());
    for (int i = 0; i < named.size(); i++) {
      String place = "attachment " + i;
      Optional<Digest> found = Optional.ofNullable(stored.get(named.get(i)));
      if (found.isEmpty()) {
        findings.add(place, Kind.INCOMPLETE, "its bytes are missing");
      } else if (!found.get().equals(named.get(i))) {
        findings.add(place, Kind.ALTERED, "the bytes are not those of the approved digest");
      }
    }
  }

  /// None where the gate never had them, and of bytes that do not read: that is told elsewhere.
  private static List<Digest> named(Evidence.Frozen frozen) {
    try {
      Ruling ruling = Ruling.fromJson((JsonObject) CanonicalJson.parse(frozen.ruling()));
      return ruling.circumstances().attachmentsHeld()
              && Action.read(frozen.action()).changes() instanceof Message message
          ? message.attachments().stream().map(Message.Attachment::digest).distinct().toList()
          : List.of();
    } catch (RuntimeException e) {
      // What a forger wrote may fail anywhere.
      return List.of();
    }
  }
}
