package dev.countersign.app.version;

import dev.countersign.app.config.DeployConfig;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.connection.ConnectionsDifference;
import dev.countersign.freeze.FreezeTargets;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.FileText;
import dev.countersign.policy.Policy;
import dev.countersign.proposal.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The two files of one version, and what they say.
public record VersionFiles(
    DeployedVersion version, List<FileText> texts, Policy policy, Connections connections) {
  public VersionFiles {
    texts = List.copyOf(texts);
  }

  /// Unreadable with what is wrong in both.
  public static FileReading<VersionFiles> read(FileText policy, FileText connections) {
    FileReading<Policy> rules = document(policy).then(GateFiles::policy);
    FileReading<Connections> destinations = document(connections).then(GateFiles::connections);
    if (rules instanceof FileReading.Read<Policy>(var readPolicy)
        && destinations instanceof FileReading.Read<Connections>(var readConnections)) {
      return new FileReading.Read<>(
          new VersionFiles(
              new DeployedVersion(policy.digest(), connections.digest()),
              List.of(policy, connections),
              readPolicy,
              readConnections));
    }
    List<FileProblem> problems = new ArrayList<>(rules.problems());
    problems.addAll(destinations.problems());
    return new FileReading.Unreadable<>(problems);
  }

  /// As the database keeps them; empty where the bytes of one are not, or are others. Unreadable
  /// where this release does not read them.
  public static Optional<FileReading<VersionFiles>> kept(
      DeploymentVersions versions, DeployedVersion version) {
    Optional<FileText> policy = versions.text(DeployedFile.POLICY, version.policy());
    Optional<FileText> connections = versions.text(DeployedFile.CONNECTIONS, version.connections());
    return policy.isPresent() && connections.isPresent()
        ? Optional.of(read(policy.get(), connections.get()))
        : Optional.empty();
  }

  /// What is in force; empty where nothing is, or where its bytes are not kept.
  ///
  /// @throws dev.countersign.ledger.UnprovenFileException where its row does not prove to be this
  ///   deployment's
  public static Optional<FileReading<VersionFiles>> inForce(DeploymentVersions versions) {
    return versions.current().flatMap(version -> kept(versions, version));
  }

  private static FileReading<YamlDocument> document(FileText text) {
    return YamlDocument.read(text.file().fileName(), text.bytes());
  }

  /// Whether what loosens takes two operators, as the settings here say, or the policy in force.
  ///
  /// @param inForce empty where nothing is that reads
  public static boolean looseningNeedsTwo(Optional<VersionFiles> inForce, DeployConfig settings) {
    return settings.looseningNeedsTwo()
        || inForce.filter(files -> files.policy.looseningNeedsTwo()).isPresent();
  }

  /// What a freeze can name of these connections.
  ///
  /// @param deployment where connections are that do not say it
  public FreezeTargets freezeTargets(Environment deployment) {
    Connections there = connections.deployedIn(deployment);
    Set<String> names = there.byName().keySet();
    return new FreezeTargets(
        names, names.stream().map(there::environment).collect(Collectors.toUnmodifiableSet()));
  }

  /// The one with the connections, to say where in it something is.
  public FileReading<YamlDocument> connectionsDocument() {
    return document(texts.getLast());
  }

  List<Change> differenceFrom(VersionFiles before) {
    return Stream.concat(
            PolicyDifference.between(before.policy, policy).stream(),
            ConnectionsDifference.between(before.connections, connections).stream()
                .map(change -> new Change(change.text(), change.loosens())))
        .toList();
  }
}
