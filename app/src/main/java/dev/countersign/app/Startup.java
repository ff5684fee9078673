package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.Profile;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.app.keys.KeyFile;
import dev.countersign.app.keys.KeyFileException;
import dev.countersign.app.keys.NativeSignatures;
import dev.countersign.app.policy.StageCheck;
import dev.countersign.app.version.VersionFiles;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.credential.ProcessCredentials;
import dev.countersign.json.Digest;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.FileText;
import dev.countersign.people.People;
import dev.countersign.policy.Policy;
import dev.countersign.token.KeyRing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a starting gate reads once, complete and checked.
///
/// @param files which files those were
public record Startup(
    Policy policy, People people, Connections connections, KeyRing keys, Files files) {

  /// Digests over the bytes of each.
  ///
  /// @param texts the bytes of those that make up a version
  public record Files(Digest policy, Digest people, Digest connections, List<FileText> texts) {
    public Files {
      texts = List.copyOf(texts);
    }

    /// Which version those are, where they are in force.
    public DeployedVersion version() {
      return new DeployedVersion(policy, connections);
    }
  }

  /// All files are read before anything is said about one, so that one start shows every mistake:
  /// what cannot be read, stages that nobody could satisfy, credentials that are missing, keys that
  /// cannot be used. Only a sandbox makes its keys by itself.
  public static FileReading<Startup> read(Configuration settings) {
    FileReading<YamlDocument> policyFile = YamlDocument.read(settings.files().policy());
    FileReading<YamlDocument> peopleFile = YamlDocument.readPeople(settings.files().people());
    FileReading<YamlDocument> connectionsFile = YamlDocument.read(settings.files().connections());
    FileReading<Policy> policy = policyFile.then(GateFiles::policy);
    FileReading<People> people =
        peopleFile.then(yaml -> GateFiles.people(yaml, settings.environment()));
    FileReading<Connections> connections = connectionsFile.then(GateFiles::connections);
    FileReading<KeyRing> keys = keys(settings);
    List<FileProblem> problems =
        new ArrayList<>(
            Stream.of(policy, people, connections, keys)
                .flatMap(r -> r.problems().stream())
                .toList());
    if (policy instanceof FileReading.Read<Policy>(var rules)
        && policyFile instanceof FileReading.Read<YamlDocument>(var yaml)
        && people instanceof FileReading.Read<People>(var known)) {
      problems.addAll(StageCheck.of(yaml, rules, known, StageCheck.offered(settings)));
    }
    if (connections instanceof FileReading.Read<Connections>(var destinations)
        && connectionsFile instanceof FileReading.Read<YamlDocument>(var yaml)) {
      problems.addAll(
          withoutCredential(
              yaml, destinations, ProcessCredentials.ofThisProcess(settings.files().programs())));
    }
    if (problems.isEmpty()
        && policy instanceof FileReading.Read<Policy>(var rules)
        && people instanceof FileReading.Read<People>(var known)
        && connections instanceof FileReading.Read<Connections>(var destinations)
        && keys instanceof FileReading.Read<KeyRing>(var ring)
        && policyFile instanceof FileReading.Read<YamlDocument>(var ofPolicy)
        && peopleFile instanceof FileReading.Read<YamlDocument>(var ofPeople)
        && connectionsFile instanceof FileReading.Read<YamlDocument>(var ofConnections)) {
      return new FileReading.Read<>(
          new Startup(
              rules,
              known,
              destinations,
              NativeSignatures.on(ring),
              new Files(
                  rules.version(),
                  ofPeople.digest(),
                  ofConnections.digest(),
                  List.of(
                      text(DeployedFile.POLICY, ofPolicy),
                      text(DeployedFile.CONNECTIONS, ofConnections)))));
    }
    return new FileReading.Unreadable<>(problems);
  }

  public VersionFiles versionFiles() {
    return new VersionFiles(files.version(), files.texts(), policy, connections);
  }

  static FileText text(DeployedFile file, YamlDocument yaml) {
    return new FileText(file, yaml.text().getBytes(StandardCharsets.UTF_8));
  }

  private static FileReading<KeyRing> keys(Configuration settings) {
    KeyFile file = new KeyFile(settings.files().keys(), new SecureRandom(), InstantSource.system());
    try {
      return new FileReading.Read<>(
          settings.profile() == Profile.SANDBOX ? ofSandbox(file) : file.load());
    } catch (KeyFileException e) {
      return new FileReading.Unreadable<>(
          List.of(FileProblem.of(settings.files().keys().toString(), e.getMessage() + ".")));
    }
  }

  /// In production the replicas share one file, so a new release does not change it by itself.
  private static KeyRing ofSandbox(KeyFile file) {
    return file.exists() ? file.complete() : file.loadOrCreate();
  }

  /// The same of a version that the database keeps.
  static List<FileProblem> withoutCredential(VersionFiles files, CredentialResolver credentials) {
    return files.connectionsDocument() instanceof FileReading.Read<YamlDocument>(var yaml)
        ? withoutCredential(yaml, files.connections(), credentials)
        : List.of();
  }

  /// An action over such a connection would fail after people had approved it.
  static List<FileProblem> withoutCredential(
      YamlDocument yaml, Connections connections, CredentialResolver credentials) {
    return connections.byName().values().stream()
        .flatMap(connection ->
            connection
                .credential()
                .filter(reference -> credentials.resolve(reference).isEmpty())
                .map(reference ->
                    yaml.problem(
                        "/" + connection.name() + "/credential",
                        "There is no credential at "
                            + reference
                            + ", or none in printable ASCII: set it, or correct the name."))
                .stream())
        .toList();
  }
}
