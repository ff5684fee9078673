package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.Profile;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.version.VersionFiles;
import dev.countersign.executors.credential.ProcessCredentials;
import dev.countersign.json.Digest;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.DeploymentRegister;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.NumberedVersion;
import dev.countersign.ledger.UnprovenFileException;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.PostgresStore.PeopleImported;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether this replica is one of its deployment: it has the keys that the others sign with, and
/// serves the files that the database says are in force, whatever lies in its folder.
final class ReplicaCheck {
  private static final Logger log = LoggerFactory.getLogger(ReplicaCheck.class);

  private ReplicaCheck() {}

  /// A sandbox takes the files it is given; in production they are moved on by `deploy`, so that a
  /// replica that comes up with an old folder changes nothing, and serves what the others serve.
  ///
  /// @return what is in force
  /// @throws OtherDeploymentException with everything that keeps it from that
  static NumberedFiles join(Configuration settings, Startup startup, PostgresStore store) {
    DeploymentRegister register = store.register();
    // Which files are current is proven by the deployment's keys: with others nobody can tell.
    register
        .admit(startup.keys().facts())
        .ifPresent(why -> {
          throw new OtherDeploymentException(List.of(settings.files().keys() + ": " + why));
        });
    List<String> wrong = new ArrayList<>();
    for (DeployedFile file : DeployedFile.values()) {
      found(settings, register, file, startup.files().version().of(file)).ifPresent(wrong::add);
    }
    if (!wrong.isEmpty()) {
      throw new OtherDeploymentException(wrong);
    }
    NumberedVersion now = store.versions().inForce().orElseThrow();
    if (now.version().equals(startup.files().version())) {
      // Whoever looks for the bytes of this version later finds them in the database.
      startup.files().texts().forEach(store.versions()::keep);
      return new NumberedFiles(now.number(), startup.versionFiles());
    }
    return new NumberedFiles(
        now.number(), kept(settings, store.versions(), now.version(), startup));
  }

  /// Where nothing is in force yet, the first replica's files are.
  private static Optional<String> found(
      Configuration settings, DeploymentRegister register, DeployedFile file, Digest digest) {
    if (settings.profile() == Profile.SANDBOX) {
      register.deploy(file, digest);
      return Optional.empty();
    }
    try {
      Digest running = register.currentOr(file, digest);
      if (!running.equals(digest)) {
        log.warn(
            "the {} here ({}) is not in force: this replica serves {}, from the database",
            file.fileName(),
            digest.abbreviated(),
            running.abbreviated());
      }
      return Optional.empty();
    } catch (UnprovenFileException e) {
      return Optional.of(file.fileName() + ": " + e.getMessage() + ".");
    }
  }

  private static VersionFiles kept(
      Configuration settings,
      DeploymentVersions versions,
      DeployedVersion version,
      Startup startup) {
    List<String> wrong = new ArrayList<>();
    switch (VersionFiles.kept(versions, version).orElse(null)) {
      case null ->
          wrong.add(
              "The files here (%s) are not the version that this deployment runs with (%s), whose bytes are not kept in the database. Give this replica the current files, or make these current for all with countersign deploy."
                  .formatted(
                      startup.files().version().digest().abbreviated(),
                      version.digest().abbreviated()));
      case FileReading.Unreadable<VersionFiles>(var problems) ->
          problems.forEach(problem -> wrong.add("in the version in force: " + problem));
      case FileReading.Read<VersionFiles>(var files) -> {
        Startup.withoutCredential(
                files, ProcessCredentials.ofThisProcess(settings.files().programs()))
            .forEach(problem -> wrong.add("in the version in force: " + problem));
        if (wrong.isEmpty()) {
          return files;
        }
      }
    }
    throw new OtherDeploymentException(wrong);
  }

  /// A start in production imports the first people of a deployment and no others: a replica with
  /// an old folder would undo what was revoked since, and whoever writes to one replica's disk
  /// would decide who approves. A sandbox takes the people it is given, but never goes back.
  ///
  /// @param importer a store of the role that may
  static void importPeople(Configuration settings, Startup startup, PostgresStore importer) {
    Digest file = startup.files().people();
    if (settings.profile() == Profile.SANDBOX) {
      switch (importer.importPeople(startup.people(), false)) {
        case PeopleImported.Imported _ -> {}
        case PeopleImported.Former(int number) ->
            log.error(
                "people.yaml was NOT imported: these people ({}) were import {} and were replaced"
                    + " since; the people in the database stay. Whoever means to go back runs"
                    + " countersign people import --force.",
                file.abbreviated(),
                number);
        case PeopleImported.Unproven(int number) ->
            log.error(
                "people.yaml ({}) was NOT imported: import {}, which is current, does not prove to"
                    + " be this deployment's, and links that were made in chats would be lost. Run"
                    + " countersign verify; whoever means to replace it runs countersign people"
                    + " import --force.",
                file.abbreviated(),
                number);
        case PeopleImported.Contradicted(var sentences) ->
            log.error(
                "people.yaml ({}) was NOT imported, as it contradicts links: {}",
                file.abbreviated(),
                sentences);
      }
      return;
    }
    importer
        .foundPeople(startup.people())
        .ifPresent(current ->
            log.error(
                "people.yaml ({}) was NOT imported: the people of import {} are current, and they"
                    + " stay. Give this replica their file, or make this one current for all with"
                    + " countersign people import.",
                file.abbreviated(),
                current));
  }
}
