package dev.countersign.ledger;

import dev.countersign.json.JsonObject;
import java.util.Optional;

/// A step from the version in force to another.
///
/// @param from what was in force when the change was looked at; empty when nothing was, or when
///   what was did not prove to be the deployment's own
public record VersionChange(Optional<DeployedVersion> from, DeployedVersion to, ChangeNote note) {

  public JsonObject toJson() {
    JsonObject.Builder data =
        JsonObject.builder()
            .put("version", to.digest().value())
            .put("policy", to.policy().value())
            .put("connections", to.connections().value());
    from.ifPresent(version -> data.put("from", version.digest().value()));
    note.writeTo(data);
    return data.build();
  }
}
