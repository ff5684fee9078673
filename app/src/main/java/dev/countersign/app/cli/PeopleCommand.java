package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.people.Group;
import dev.countersign.people.OnCall;
import dev.countersign.people.People;
import dev.countersign.policy.GroupName;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.PostgresStore.PeopleImported.Former;
import dev.countersign.store.PostgresStore.PeopleImported.Imported;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
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
    subcommands = {PeopleCommand.Import.class, PeopleCommand.OnCallNow.class},
    synopsisSubcommandLabel = "COMMAND")
final class PeopleCommand {

  @Command(
      name = "import",
      description = "Replaces what the store knows of people, groups and agents by people.yaml.",
      mixinStandardHelpOptions = true)
  static final class Import extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Option(
        names = "--force",
        description = "Also a file that was imported before and replaced since.")
    private boolean force;

    @Override
    public Integer call() {
      Configuration settings = configuration.read();
      People people = ConfigurationOption.people(settings);
      try (PostgresStore store = StoreAccess.forImports(settings)) {
        switch (store.importPeople(people, force)) {
          case Imported(int number) ->
              out()
                  .printf(
                      "Import %d: %d people, %d groups, %d agents.%n",
                      number,
                      people.persons().size(),
                      people.groups().size(),
                      people.agents().size());
          case Former(int number) ->
              throw CheckFailedException.of(
                  "These people were imported before (import %d) and replaced since; importing them again would undo later changes. Whoever means that says --force."
                      .formatted(number));
        }
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "on-call",
      description = "Shows who is on call for each group that has a rotation.",
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
        List<Group> groups =
            store.directory().groups().stream()
                .filter(group -> group.onCall().isPresent())
                .toList();
        groups.forEach(group -> tell(group.name(), group.onCall().orElseThrow(), moment));
        if (groups.isEmpty()) {
          out().println("No group has a rotation.");
        }
      }
      return ExitCode.OK;
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
