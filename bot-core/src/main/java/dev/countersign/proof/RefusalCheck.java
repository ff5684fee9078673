package dev.countersign.proof;

import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.JsonObject;
import dev.countersign.passkey.PasskeyHistory;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.refusal.RefusedAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether entries of what was refused read, and name passkeys as those whose they are. Nothing
/// rests on them.
final class RefusalCheck {
  private final Map<Integer, JsonObject> told = new TreeMap<>();

  /// What a genuine entry tells.
  void tell(int seq, JsonObject document) {
    if (document.text("type").equals(DeploymentFact.ATTEMPT_REFUSED)) {
      told.put(seq, document.object("data"));
    }
  }

  /// @param passkeys of all steps that genuine entries tell
  List<DeploymentDamage> check(PasskeyHistory passkeys) {
    List<DeploymentDamage> damages = new ArrayList<>();
    told.forEach((seq, data) -> {
      String place = "deployment_entry " + seq;
      try {
        RefusedAttempt.fromJson(data)
            .key()
            .filter(key -> !passkeys.owner(key.number()).equals(Optional.of(key.owner())))
            .ifPresent(_ ->
                damages.add(
                    new DeploymentDamage(
                        place,
                        Kind.CONTRADICTION,
                        "by the entries of passkeys this one is not that person's")));
      } catch (RuntimeException e) {
        damages.add(
            new DeploymentDamage(place, Kind.CONTRADICTION, "it does not read: " + e.getMessage()));
      }
    });
    return List.copyOf(damages);
  }
}
