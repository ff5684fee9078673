package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.policy.StageCheck;
import dev.countersign.app.version.Change;
import dev.countersign.app.version.OpenRequests;
import dev.countersign.app.version.PeopleDifference;
import dev.countersign.app.version.VersionFiles;
import dev.countersign.json.Digest;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.VersionEvent;
import dev.countersign.ledger.VersionHistory;
import dev.countersign.people.Absence;
import dev.countersign.people.ChatLink;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.KeptLinks;
import dev.countersign.people.OnCall;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.PeopleText;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.PostgresStore.PeopleImported.Contradicted;
import dev.countersign.store.PostgresStore.PeopleImported.Former;
import dev.countersign.store.PostgresStore.PeopleImported.Imported;
import dev.countersign.store.PostgresStore.PeopleImported.Unproven;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "people",
    description = "Who may decide and which agents there are.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PeopleCommand.Import.class,
      PeopleCommand.OnCallNow.class,
      PeopleLinksCommand.class,
      PeopleUnlinkCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class PeopleCommand {

  /// Names these people, as an import does.
  static Digest digest(People people) {
    return Digest.of(PeopleText.of(people));
  }

  @Command(
      name = "import",
      description = {
        "Replaces what the store knows of people, groups and agents by people.yaml.",
        "Tells first how it differs from the people in force, and what becomes of the requests",
        "that wait."
      },
      mixinStandardHelpOptions = true)
  static final class Import extends Printing implements Callable<Integer> {
    private static final String UNPROVEN =
        "the people in force do not prove to be this deployment's";
    private static final String LOST_LINKS =
        "Links that were made in chats cannot be read, and an import loses them.";

    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Mixin private OperatorOption operator = new OperatorOption();

    @Option(
        names = "--force",
        description = {
          "Also a file that was imported before and replaced since, and also where the links",
          "that were made in chats cannot be read."
        })
    private boolean force;

    @Option(names = "--dry-run", description = "Only tells what would change.")
    private boolean dryRun;

    @Option(
        names = "--confirm",
        paramLabel = "DIGEST",
        description =
            "Imports people that another operator proposed; people.yaml has to be theirs.")
    private @Nullable String confirm;

    @Override
    public Integer call() {
      Configuration settings = configuration.read();
      String by = operator.name();
      People file = ConfigurationOption.people(settings);
      try (PostgresStore importer = StoreAccess.forImports(settings);
          PostgresStore store = StoreAccess.open(settings)) {
        KeptLinks links = KeptLinks.of(file, store.people().map(People::links).orElse(List.of()));
        requireNoContradiction(links.contradictions());
        People people = links.people();
        Optional<ChangeNote> confirmed = confirmed(store, people, by);
        tell(links);
        List<String> loosens = judge(settings, store, people);
        if (dryRun) {
          return ExitCode.OK;
        }
        if (!force && isUnproven(store)) {
          throw unproven();
        }
        ChangeNote note = confirmed.orElseGet(() -> ChangeNote.by(by, loosens));
        if (note.isLooser()
            && confirmed.isEmpty()
            && VersionFiles.looseningNeedsTwo(inForce(store.versions()), settings.deploy())) {
          propose(store, people, note);
        } else {
          carryOut(importer, file, note);
        }
      }
      return ExitCode.OK;
    }

    private void tell(KeptLinks links) {
      links.kept().forEach(link -> tell(link, "stays, linked in a chat"));
      links
          .stated()
          .forEach(link -> tell(link, "was linked in a chat, and stands in the file now"));
      links.gone().forEach(link -> tell(link, "was linked in a chat, and goes with the person"));
    }

    private void tell(ChatLink link, String what) {
      out().println("  person %s: account %s %s".formatted(link.person(), link.account(), what));
    }

    private static CheckFailedException unproven() {
      return CheckFailedException.of(
          "Nothing was imported: %s. %s Whoever means that says --force."
              .formatted(UNPROVEN, LOST_LINKS));
    }

    private static void requireNoContradiction(List<String> sentences) {
      if (!sentences.isEmpty()) {
        throw CheckFailedException.of(
            "people.yaml contradicts links that were made in a chat: "
                + String.join("; ", sentences)
                + ". Change the file, or take the link back: countersign people unlink PERSON"
                + " slack|teams.");
      }
    }

    private static Optional<VersionFiles> inForce(DeploymentVersions versions) {
      return VersionFiles.inForce(versions).map(ConfigurationOption::required);
    }

    private Optional<ChangeNote> confirmed(PostgresStore store, People people, String by) {
      if (confirm == null) {
        return Optional.empty();
      }
      Digest digest = Confirmation.digest(confirm);
      if (!digest.equals(digest(people))) {
        throw CheckFailedException.of(
            "people.yaml has other people than those that were proposed: " + digest(people) + ".");
      }
      VersionEvent proposed =
          Confirmation.require(
              store.versions().history(), digest, true, store.directory().version(), by);
      return Optional.of(Confirmation.note(proposed, by));
    }

    /// @return what it loosens
    private List<String> judge(Configuration settings, PostgresStore store, People people) {
      Optional<People> before = store.people();
      if (before.filter(old -> digest(old).equals(digest(people))).isPresent()) {
        return List.of();
      }
      VersionReport report = new VersionReport(out());
      List<String> loosens = List.of();
      if (before.isPresent()) {
        List<Change> changes = PeopleDifference.between(before.get(), people);
        report.difference(changes);
        loosens = changes.stream().filter(Change::loosens).map(Change::text).toList();
      } else if (isUnproven(store)) {
        loosens = List.of(UNPROVEN);
        out().println("! " + UNPROVEN + "; run countersign verify. " + LOST_LINKS);
      }
      effect(settings, store, people, report);
      return loosens;
    }

    /// Whether people were imported, and none are proved.
    private static boolean isUnproven(PostgresStore store) {
      if (store.people().isPresent()) {
        return false;
      }
      VersionHistory history = store.versions().history();
      return !history.unproven().isEmpty()
          || history.events().stream().anyMatch(VersionEvent::isOfPeople);
    }

    /// By the policy in force.
    private void effect(
        Configuration settings, PostgresStore store, People people, VersionReport report) {
      DeploymentVersions versions = store.versions();
      inForce(versions)
          .ifPresent(files ->
              report.effect(
                  new OpenRequests(
                          versions,
                          store.ledger(),
                          files.policy(),
                          new PeopleDirectory(people),
                          StageCheck.offered(settings),
                          settings.internalDomains())
                      .look()));
    }

    private void propose(PostgresStore store, People people, ChangeNote note) {
      store.versions().proposePeople(digest(people), store.directory().version(), note);
      out()
          .printf(
              "Proposed by %s, and not in force. Another operator imports the same file with:%n"
                  + "  countersign people import --confirm %s%s%n",
              note.by().orElse(""), digest(people), force ? " --force" : "");
    }

    private void carryOut(PostgresStore importer, People people, ChangeNote note) {
      switch (importer.importPeople(people, force, note)) {
        case Imported(int number) ->
            out()
                .printf(
                    "Import %d: %d people, %d groups, %d agents.%n",
                    number,
                    people.persons().size(),
                    people.groups().size(),
                    people.agents().size());
        case Contradicted(var sentences) -> requireNoContradiction(sentences);
        case Unproven _ -> throw unproven();
        case Former(int number) ->
            throw CheckFailedException.of(
                "These people were imported before (import %d) and replaced since; importing them again would undo later changes. Whoever means that says --force."
                    .formatted(number));
      }
    }
  }

  @Command(
      name = "on-call",
      description =
          "Shows who is on call for each group that has a rotation, and who stands in for whoever"
              + " is away.",
      mixinStandardHelpOptions = true)
  static final class OnCallNow extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Option(
        names = "--at",
        paramLabel = "INSTANT",
        converter = YearsOfFourDigits.class,
        description = "At this moment, such as 2026-12-24T18:00:00Z, and not now.")
    private @Nullable Instant at;

    static final class YearsOfFourDigits implements ITypeConverter<Instant> {
      private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

      @Override
      public Instant convert(String text) {
        try {
          Instant moment = Instant.parse(text);
          if (!moment.isBefore(Instant.EPOCH) && moment.isBefore(END)) {
            return moment;
          }
        } catch (DateTimeParseException _) {
          // Told below.
        }
        throw new TypeConversionException("an instant such as 2026-12-24T18:00:00Z is expected");
      }
    }

    @Override
    public Integer call() {
      Configuration settings = configuration.read();
      Instant moment = at == null ? InstantSource.system().instant() : at;
      try (PostgresStore store = StoreAccess.toRead(settings, StoreAccess.keys(settings))) {
        Directory people = store.directory().asOfNow();
        List<Group> groups =
            people.groups().stream().filter(group -> group.onCall().isPresent()).toList();
        groups.forEach(group -> tell(group.name(), group.onCall().orElseThrow(), moment));
        if (groups.isEmpty()) {
          out().println("No group has a rotation.");
        }
        people.groups().stream()
            .flatMap(group -> people.members(group.name()).stream())
            .distinct()
            .sorted(Comparator.comparing(member -> member.id().value()))
            .forEach(member -> member.absentAt(moment).ifPresent(absence -> tell(member, absence)));
      }
      return ExitCode.OK;
    }

    private void tell(Person member, Absence absence) {
      absence
          .instead()
          .ifPresent(person ->
              out()
                  .println(
                      "in place of %s  %s  until %s"
                          .formatted(member.id(), person, absence.until())));
    }

    private void tell(GroupName group, OnCall rotation, Instant moment) {
      out()
          .println(
              rotation
                  .at(moment)
                  .map(turn -> "%s  %s  until %s".formatted(group, turn.person(), turn.until()))
                  .orElseGet(() ->
                      "%s  nobody before %s in %s"
                          .formatted(group, rotation.from(), rotation.zone())));
    }
  }
}
