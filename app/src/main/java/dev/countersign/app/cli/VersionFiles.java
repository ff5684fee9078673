package dev.countersign.app.cli;

import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.app.version.Change;
import dev.countersign.app.version.PolicyDifference;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.connection.ConnectionsDifference;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.FileText;
import dev.countersign.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The two files of one version, and what they say.
record VersionFiles(
    DeployedVersion version, List<FileText> texts, Policy policy, Connections connections) {
  VersionFiles {
    texts = List.copyOf(texts);
  }

  /// @throws CheckFailedException when one of them does not read
  static VersionFiles of(FileText policy, FileText connections) {
    return new VersionFiles(
        new DeployedVersion(policy.digest(), connections.digest()),
        List.of(policy, connections),
        ConfigurationOption.required(
            YamlDocument.read(policy.file().fileName(), policy.bytes()).then(GateFiles::policy)),
        ConfigurationOption.required(
            YamlDocument.read(connections.file().fileName(), connections.bytes())
                .then(GateFiles::connections)));
  }

  /// As the database keeps them; empty where the bytes of one are not, or are others.
  ///
  /// @throws CheckFailedException when this release does not read them any more
  static Optional<VersionFiles> kept(DeploymentVersions versions, DeployedVersion version) {
    Optional<FileText> policy = versions.text(DeployedFile.POLICY, version.policy());
    Optional<FileText> connections = versions.text(DeployedFile.CONNECTIONS, version.connections());
    return policy.isPresent() && connections.isPresent()
        ? Optional.of(of(policy.get(), connections.get()))
        : Optional.empty();
  }

  List<Change> differenceFrom(VersionFiles before) {
    return Stream.concat(
            PolicyDifference.between(before.policy, policy).stream(),
            ConnectionsDifference.between(before.connections, connections).stream()
                .map(change -> new Change(change.text(), change.loosens())))
        .toList();
  }
}
