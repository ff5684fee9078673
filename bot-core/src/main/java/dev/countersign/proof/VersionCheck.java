package dev.countersign.proof;

import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proof.DeploymentEvidence.TextRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The kept bytes of files against the entries that tell of them, and each confirmation against the
/// proposal that it confirms.
final class VersionCheck {
  private record Name(String kind, String digest) {}

  private final Set<Name> kept = new LinkedHashSet<>();
  private final Map<String, Optional<String>> proposed = new HashMap<>();
  private final List<DeploymentDamage> damages = new ArrayList<>();

  /// What a genuine entry tells; to be called in the order of the entries.
  void tell(int seq, String type, JsonObject data) {
    switch (type) {
      case DeploymentFact.FILE_KEPT -> kept.add(new Name(data.text("file"), data.text("digest")));
      case DeploymentFact.VERSION_PROPOSED ->
          proposed.put(data.text("version"), ChangeNote.read(data).by());
      default -> {
        ChangeNote note = ChangeNote.read(data);
        boolean told =
            note.proposedBy().isEmpty()
                || (note.proposedBy().equals(proposed.get(data.text("version")))
                    && !note.proposedBy().equals(note.by()));
        if (!told) {
          add(
              "deployment_entry " + seq,
              Kind.CONTRADICTION,
              "it confirms a version that nobody else had proposed");
        }
        // Whatever was proposed was made from what was in force until now.
        proposed.clear();
      }
    }
  }

  List<DeploymentDamage> check(List<TextRow> stored) {
    for (TextRow row : stored) {
      Name name = new Name(row.kind(), row.digest());
      if (!row.actual().value().equals(row.digest())) {
        add(place(name), Kind.ALTERED, "its bytes are not those of its digest");
      }
      if (!kept.contains(name)) {
        add(place(name), Kind.CONTRADICTION, "no genuine entry tells of it");
      }
    }
    Set<Name> there =
        stored.stream()
            .map(row -> new Name(row.kind(), row.digest()))
            .collect(Collectors.toUnmodifiableSet());
    kept.stream()
        .filter(name -> !there.contains(name))
        .forEach(name ->
            add(place(name), Kind.INCOMPLETE, "an entry tells of it, its bytes are missing"));
    return List.copyOf(damages);
  }

  private static String place(Name name) {
    return "bytes of " + name.kind() + " " + name.digest();
  }

  private void add(String place, Kind kind, String detail) {
    damages.add(new DeploymentDamage(place, kind, detail));
  }
}
