package dev.countersign.proof;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.people.People;
import java.util.List;
import java.util.Optional;

/// All that is stored of the deployment itself, unchecked.
///
/// @param entries in the order of their numbers, gaps included
/// @param imports in the order of their versions
/// @param rows the people that the rows beside the imports spell; empty when they do not read
public record DeploymentEvidence(
    List<DeploymentEntry> entries, List<ImportRow> imports, Optional<People> rows) {
  public DeploymentEvidence {
    entries = List.copyOf(entries);
    imports = List.copyOf(imports);
  }

  /// One import.
  ///
  /// @param text canonical, see `PeopleText`
  /// @param entry the number of the entry that tells its digest
  @SuppressWarnings("ArrayRecordComponent") // bytes as they are stored; nobody compares these rows
  public record ImportRow(int version, byte[] text, int entry) {
    public ImportRow {
      text = text.clone();
    }
  }
}
