package dev.countersign.app.version;

import dev.countersign.app.file.FileReading;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.VersionEvent;
import dev.countersign.ledger.VersionHistory;
import java.util.List;
import java.util.Optional;

/// How files differ from what is in force.
///
/// @param from what is in force; empty where nothing is, or nothing that proves to be ours
/// @param changes empty where there is nothing to compare with
/// @param untold why nobody can tell the changes, a sentence without its full stop; then everything
///   counts as loosened
/// @param before the files in force; empty where there are none that are kept and read
public record VersionComparison(
    Optional<DeployedVersion> from,
    Optional<List<Change>> changes,
    Optional<String> untold,
    Optional<VersionFiles> before) {

  public static VersionComparison of(
      DeploymentVersions versions,
      VersionHistory history,
      Optional<DeployedVersion> from,
      VersionFiles to) {
    boolean first =
        from.isEmpty()
            && history.unproven().isEmpty()
            && history.events().stream().allMatch(VersionEvent::isOfPeople);
    if (first) {
      return new VersionComparison(from, Optional.empty(), Optional.empty(), Optional.empty());
    }
    return switch (from.flatMap(version -> VersionFiles.kept(versions, version)).orElse(null)) {
      case null ->
          unknown(from, "what is in force is not kept, so nobody can tell what this loosens");
      case FileReading.Unreadable<VersionFiles> _ ->
          unknown(
              from,
              "what is in force does not read with this release, so nobody can tell what this"
                  + " loosens");
      case FileReading.Read<VersionFiles>(var before) ->
          new VersionComparison(
              from, Optional.of(to.differenceFrom(before)), Optional.empty(), Optional.of(before));
    };
  }

  private static VersionComparison unknown(Optional<DeployedVersion> from, String why) {
    return new VersionComparison(from, Optional.empty(), Optional.of(why), Optional.empty());
  }

  /// A sentence for each thing.
  public List<String> loosens() {
    return untold
        .map(List::of)
        .orElseGet(() ->
            changes.orElse(List.of()).stream().filter(Change::loosens).map(Change::text).toList());
  }
}
