package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.Profile;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.app.policy.StageCheck;
import dev.countersign.app.version.VersionComparison;
import dev.countersign.app.version.VersionFiles;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.VersionChange;
import dev.countersign.ledger.VersionHistory;
import dev.countersign.people.People;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the policy and the connections in the folder of this replica: when they are changed,
/// they are checked as `deploy` does it and put in force. What lies there at the start changes
/// nothing, and what was in force before never comes back by itself.
///
/// What loosens is proposed only, for an operator to confirm; a sandbox has no operators. Files
/// that do not read, that nobody could satisfy, or whose credentials are missing here change
/// nothing.
final class WatchedFiles {
  /// Who puts in force what is watched, as the entries tell it.
  static final String OPERATOR = "watch";

  private static final Logger log = LoggerFactory.getLogger(WatchedFiles.class);

  private final Configuration settings;
  private final DeploymentVersions versions;
  private final Supplier<Optional<People>> people;
  private final CredentialResolver credentials;
  private DeployedVersion seen;
  private DeployedVersion judged;

  /// Why what was judged is not in force; empty where it is.
  private String verdict = "";

  private volatile String said = "";

  /// @param atStart what lies there at the start
  /// @param people in force
  WatchedFiles(
      Configuration settings,
      DeployedVersion atStart,
      DeploymentVersions versions,
      Supplier<Optional<People>> people,
      CredentialResolver credentials) {
    this.settings = settings;
    this.versions = versions;
    this.people = people;
    this.credentials = credentials;
    this.seen = atStart;
    this.judged = atStart;
  }

  /// Whether the files were changed since the start and are not in force: they are wrong, or wait
  /// for an operator.
  boolean isWaiting() {
    return !said.isEmpty();
  }

  /// Looks whether the files were changed. They are judged once two looks found the same, as
  /// whoever writes them may not be ready.
  ///
  /// @return whether another version was put in force
  boolean look() {
    FileReading<YamlDocument> policy = YamlDocument.read(settings.files().policy());
    FileReading<YamlDocument> connections = YamlDocument.read(settings.files().connections());
    if (policy instanceof FileReading.Read<YamlDocument>(var ofPolicy)
        && connections instanceof FileReading.Read<YamlDocument>(var ofConnections)) {
      return look(ofPolicy, ofConnections);
    }
    notInForce(Stream.of(policy, connections).flatMap(each -> each.problems().stream()).toList());
    return false;
  }

  private boolean look(YamlDocument policy, YamlDocument connections) {
    DeployedVersion now = new DeployedVersion(policy.digest(), connections.digest());
    if (!now.equals(seen)) {
      seen = now;
      return false;
    }
    if (now.equals(judged)) {
      if (!verdict.isEmpty() && versions.current().equals(Optional.of(now))) {
        verdict = "";
      }
      told(verdict);
      return false;
    }
    return switch (sound(policy, connections)) {
      case FileReading.Unreadable<VersionFiles>(var problems) -> {
        // Looked at again: a credential may be set, or people be imported.
        notInForce(problems);
        yield false;
      }
      case FileReading.Read<VersionFiles>(var files) -> {
        boolean moved = putInForce(files);
        judged = now;
        verdict = said;
        yield moved;
      }
    };
  }

  private FileReading<VersionFiles> sound(YamlDocument policy, YamlDocument connections) {
    return VersionFiles.read(
            Startup.text(DeployedFile.POLICY, policy),
            Startup.text(DeployedFile.CONNECTIONS, connections))
        .then(files -> {
          List<FileProblem> problems =
              new ArrayList<>(Startup.withoutCredential(files, credentials));
          people
              .get()
              .ifPresent(known ->
                  problems.addAll(
                      StageCheck.of(policy, files.policy(), known, StageCheck.offered(settings))));
          return problems.isEmpty()
              ? new FileReading.Read<>(files)
              : new FileReading.Unreadable<>(problems);
        });
  }

  private boolean putInForce(VersionFiles files) {
    VersionHistory history = versions.history();
    Optional<DeployedVersion> from = versions.current();
    DeployedVersion to = files.version();
    if (from.equals(Optional.of(to))) {
      told("");
      return false;
    }
    if (history.deployed(to.digest()).isPresent()) {
      told(
          "they are version %s, which was in force before: countersign deploy --back-to %s brings it back"
              .formatted(to.digest(), to.digest()));
      return false;
    }
    VersionComparison compared = VersionComparison.of(versions, history, from, files);
    files.texts().forEach(versions::keep);
    VersionChange change = new VersionChange(from, to, ChangeNote.by(OPERATOR, compared.loosens()));
    boolean proposes = !compared.loosens().isEmpty() && settings.profile() != Profile.SANDBOX;
    if (!(proposes ? versions.propose(change) : versions.deploy(change))) {
      throw new IllegalStateException("something else was put in force at this moment");
    }
    told(
        proposes
            ? "they loosen (%s); an operator puts them in force with countersign deploy --confirm %s"
                .formatted(String.join("; ", compared.loosens()), to.digest())
            : "");
    return !proposes;
  }

  private void notInForce(List<FileProblem> problems) {
    told(problems.stream().map(FileProblem::toString).collect(Collectors.joining(" ")));
  }

  /// @param why they are not in force, said once; empty where they are
  private void told(String why) {
    if (!why.isEmpty() && !why.equals(said)) {
      log.error("the files that are watched were not put in force: {}", why);
    }
    said = why;
  }
}
