package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.people.People;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.PostgresStore.PeopleImported.Former;
import dev.countersign.store.PostgresStore.PeopleImported.Imported;
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
}
