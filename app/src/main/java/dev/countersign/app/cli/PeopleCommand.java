package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.people.People;
import dev.countersign.store.PostgresStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Override
    public Integer call() {
      Configuration settings = configuration.read();
      People people = ConfigurationOption.people(settings);
      try (PostgresStore store = StoreAccess.forImports(settings)) {
        int number = store.importPeople(people.persons(), people.groups(), people.agents());
        out()
            .printf(
                "Import %d: %d people, %d groups, %d agents.%n",
                number, people.persons().size(), people.groups().size(), people.agents().size());
      }
      return ExitCode.OK;
    }
  }
}
