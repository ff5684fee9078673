package dev.countersign.app.cli;

import dev.countersign.app.Startup;
import dev.countersign.app.config.Configuration;
import dev.countersign.app.policy.StageCheck;
import dev.countersign.app.version.OpenRequests;
import dev.countersign.app.version.VersionComparison;
import dev.countersign.app.version.VersionFiles;
import dev.countersign.json.Digest;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.UnprovenFileException;
import dev.countersign.ledger.VersionChange;
import dev.countersign.ledger.VersionEvent;
import dev.countersign.ledger.VersionHistory;
import dev.countersign.people.KeptLinks;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.store.PostgresStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "deploy",
    description = {
      "Makes this policy.yaml and connections.yaml the ones that this deployment runs with.",
      "Tells first how they differ from what is in force, and what becomes of the requests that",
      "wait. Every replica takes them over from the database by itself, without a restart."
    },
    mixinStandardHelpOptions = true)
final class DeployCommand extends Printing implements Callable<Integer> {
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Mixin private OperatorOption operator = new OperatorOption();

  @ArgGroup private @Nullable Stored stored;

  @Option(names = "--dry-run", description = "Only tells what would change.")
  private boolean dryRun;

  /// Versions that are not in the files here.
  private static final class Stored {
    @Option(
        names = "--confirm",
        paramLabel = "DIGEST",
        description = "Puts a version in force that another operator proposed.")
    private @Nullable String confirm;

    @Option(
        names = "--back-to",
        paramLabel = "DIGEST",
        description = "Puts an earlier version in force again.")
    private @Nullable String backTo;
  }

  /// What is to be in force.
  ///
  /// @param proposed by another operator, where this one confirms it
  /// @param people of the files here; empty where those are not looked at
  private record Target(
      VersionFiles files, Optional<VersionEvent> proposed, Optional<People> people) {}

  @Override
  public Integer call() {
    Configuration settings = configuration.read();
    String by = operator.name();
    Optional<Startup> here =
        stored == null
            ? Optional.of(ConfigurationOption.required(Startup.read(settings)))
            : Optional.empty();
    try (PostgresStore store = StoreAccess.open(settings)) {
      DeploymentVersions versions = store.versions();
      VersionHistory history = versions.history();
      Optional<DeployedVersion> from = inForce(versions);
      Target target = target(versions, history, from, here, by);
      if (from.equals(Optional.of(target.files().version()))) {
        if (!dryRun) {
          target.files().texts().forEach(versions::keep);
        }
        tell(target.files().version(), from);
        return ExitCode.OK;
      }
      VersionComparison judged = VersionComparison.of(versions, history, from, target.files());
      new VersionReport(out()).comparison(judged);
      effect(settings, store, target);
      if (dryRun) {
        tell(target.files().version(), from);
        if (isToBeConfirmed(settings, target, judged, judged.loosens())) {
          out().println("Another operator would have to confirm it.");
        }
      } else {
        carryOut(settings, versions, target, judged, by);
      }
    }
    return ExitCode.OK;
  }

  /// A row that proves nothing is told and gone over: what is deployed now is proven again.
  private Optional<DeployedVersion> inForce(DeploymentVersions versions) {
    try {
      return versions.current();
    } catch (UnprovenFileException e) {
      out().println("What is in force does not prove to be this deployment's: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Target target(
      DeploymentVersions versions,
      VersionHistory history,
      Optional<DeployedVersion> from,
      Optional<Startup> here,
      String by) {
    if (here.isPresent()) {
      return new Target(
          here.get().versionFiles(), Optional.empty(), Optional.of(here.get().people()));
    }
    if (stored != null && stored.confirm != null) {
      VersionEvent proposed =
          Confirmation.require(
              history,
              Confirmation.digest(stored.confirm),
              false,
              from.map(DeployedVersion::digest),
              by);
      return new Target(
          kept(versions, proposed.version().orElseThrow()),
          Optional.of(proposed),
          Optional.empty());
    }
    Digest digest =
        Confirmation.digest(Objects.requireNonNull(Objects.requireNonNull(stored).backTo));
    DeployedVersion earlier =
        history
            .deployed(digest)
            .orElseThrow(() ->
                CheckFailedException.of(
                    "No version with this digest was ever in force; see countersign"
                        + " deployments."));
    return new Target(kept(versions, earlier), Optional.empty(), Optional.empty());
  }

  private static VersionFiles kept(DeploymentVersions versions, DeployedVersion version) {
    return ConfigurationOption.required(
        VersionFiles.kept(versions, version)
            .orElseThrow(() ->
                CheckFailedException.of(
                    "The bytes of this version are not kept, or are not those that were kept; run"
                        + " countersign verify.")));
  }

  /// By the people in force: this command imports none.
  private void effect(Configuration settings, PostgresStore store, Target target) {
    Optional<People> inForce = store.people();
    People people =
        inForce.or(target::people).orElseGet(() -> new People(List.of(), List.of(), List.of()));
    new VersionReport(out())
        .effect(
            new OpenRequests(
                    store.versions(),
                    store.ledger(),
                    target.files().policy(),
                    new PeopleDirectory(people),
                    StageCheck.offered(settings),
                    settings.internalDomains())
                .look());
    if (inForce.isPresent()
        && target
            .people()
            .map(here -> KeptLinks.of(here, people.links()).people())
            .filter(here -> !PeopleCommand.digest(here).equals(PeopleCommand.digest(people)))
            .isPresent()) {
      out()
          .println(
              "people.yaml is not what is in force; countersign people import --dry-run says how"
                  + " it differs.");
    }
  }

  private void carryOut(
      Configuration settings,
      DeploymentVersions versions,
      Target target,
      VersionComparison judged,
      String by) {
    target.files().texts().forEach(versions::keep);
    DeployedVersion to = target.files().version();
    ChangeNote note =
        target
            .proposed()
            .map(proposed -> Confirmation.note(proposed, by))
            .orElseGet(() -> ChangeNote.by(by, judged.loosens()));
    VersionChange change = new VersionChange(judged.from(), to, note);
    boolean proposes = isToBeConfirmed(settings, target, judged, note.loosens());
    if (!(proposes ? versions.propose(change) : versions.deploy(change))) {
      throw CheckFailedException.of(
          "Something else was put in force at this moment, so nothing was changed; look again.");
    }
    if (proposes) {
      out()
          .printf(
              "Proposed by %s, and not in force. Another operator puts it in force with:%n"
                  + "  countersign deploy --confirm %s%n",
              by, to.digest());
    } else {
      tell(to, judged.from());
    }
  }

  private static boolean isToBeConfirmed(
      Configuration settings, Target target, VersionComparison judged, List<String> loosens) {
    return VersionFiles.looseningNeedsTwo(judged.before(), settings.deploy())
        && !loosens.isEmpty()
        && target.proposed().isEmpty();
  }

  private void tell(DeployedVersion to, Optional<DeployedVersion> from) {
    for (DeployedFile file : DeployedFile.values()) {
      boolean was = from.map(version -> version.of(file)).equals(Optional.of(to.of(file)));
      out().printf("%s %s: %s%n", file.fileName(), to.of(file), was ? "was current" : nowCurrent());
    }
    out().printf("version %s%n", to.digest());
  }

  private String nowCurrent() {
    return dryRun ? "would be current" : "current now";
  }
}
