package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.people.People;
import dev.countersign.store.PeopleImported;
import dev.countersign.store.PostgresStore;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "people",
    description = "Who may decide and which agents there are.",
    mixinStandardHelpOptions = true,
    subcommands = PeopleCommand.Import.class,
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
      ConfigurationOption.PeopleFile file = ConfigurationOption.people(settings);
      People people = file.people();
      try (PostgresStore store = StoreAccess.open(settings)) {
        switch (store.importPeople(
            people.persons(), people.groups(), people.agents(), file.digest(), force)) {
          case PeopleImported.Imported(int number) ->
              out()
                  .printf(
                      "Import %d: %d people, %d groups, %d agents.%n",
                      number,
                      people.persons().size(),
                      people.groups().size(),
                      people.agents().size());
          case PeopleImported.Former(Instant at) ->
              throw CheckFailedException.of(
                  "This file was imported before (%s) and replaced since; importing it again would undo later changes. Whoever means that says --force."
                      .formatted(at));
        }
      }
      return ExitCode.OK;
    }
  }
}
