package dev.countersign.proof;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.policy.Ruling;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.request.ApprovalRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The frozen proposal and its ruling, against what the entries tell of them.
final class ProposalRowCheck {
  /// What the ruling's entry tells beside the ruling itself, and compares with other places.
  private static final Set<String> BESIDE_THE_RULING =
      Set.of("revision", "action", "deadline", "conflicted", "people");

  private final Evidence evidence;
  private final Chain chain;
  private final Findings findings;

  ProposalRowCheck(Evidence evidence, Chain chain, Findings findings) {
    this.evidence = evidence;
    this.chain = chain;
    this.findings = findings;
  }

  /// The first two entries repeat what was frozen.
  void compare(ApprovalRequest request) {
    evidence
        .frozen()
        .ifPresent(frozen -> {
          JsonObject first = chain.entries().get(0).document();
          JsonObject proposed = first.object("data");
          JsonObject ruled = chain.entries().get(1).document().object("data");
          String action = Digest.ofHash(frozen.actionDigest()).value();
          String context = Digest.ofHash(frozen.contextDigest()).value();
          findings.same("proposal.action", proposed.text("action"), action);
          findings.same("proposal.context", proposed.text("context"), context);
          findings.same("proposal.agent", proposed.text("agent"), frozen.agent());
          findings.same("proposal.owner", proposed.text("owner"), frozen.owner());
          findings.same("proposal.created_at", first.instant("at"), frozen.at());
          findings.same("audit_entry 2", request.action().value(), action);
          findings.same(
              "proposal.conflicted",
              Set.copyOf(ruled.texts("conflicted")),
              Set.copyOf(frozen.conflicted()));
          Optional<JsonObject> ruling = document(frozen.ruling());
          compareRuling(ruled, ruling);
          // One that does not read has neither, and is told by itself.
          Optional<Ruling> read = ruling.flatMap(ProposalRowCheck::ruling);
          findings.same("proposal.deed", read.flatMap(Ruling::deed), frozen.deed());
          compareObject(read.flatMap(Ruling::object), frozen.object());
        });
  }

  /// Rows from before the column say nothing of it, whatever their rulings name.
  private void compareObject(Optional<String> proved, Optional<String> stored) {
    if (!stored.equals(Optional.of(Evidence.Frozen.NOT_TOLD))) {
      findings.same("proposal.deed_object", proved, stored);
    }
  }

  private static Optional<Ruling> ruling(JsonObject document) {
    try {
      return Optional.of(Ruling.fromJson(document));
    } catch (RuntimeException e) {
      return Optional.empty(); // what a forger wrote may fail anywhere
    }
  }

  private void compareRuling(JsonObject ruled, Optional<JsonObject> stored) {
    Map<String, Json> proved = new HashMap<>(ruled.members());
    proved.keySet().removeAll(BESIDE_THE_RULING);
    // In the form of the entry; no members where it does not read.
    Map<String, Json> ruling =
        stored.map(document -> Ruling.inTheFormOf(ruled, document).members()).orElse(Map.of());
    Stream.concat(proved.keySet().stream(), ruling.keySet().stream())
        .filter(name -> !Objects.equals(proved.get(name), ruling.get(name)))
        .sorted()
        .distinct()
        .forEach(name ->
            findings.add(
                "proposal.ruling", Kind.ALTERED, "its " + name + " is not the one in the audit"));
  }

  /// Empty when it does not read.
  private static Optional<JsonObject> document(byte[] stored) {
    try {
      return CanonicalJson.parse(stored) instanceof JsonObject document
          ? Optional.of(document)
          : Optional.empty();
    } catch (JsonRefusedException e) {
      return Optional.empty();
    }
  }
}
