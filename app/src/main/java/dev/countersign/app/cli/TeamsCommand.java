package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.people.Surface;
import dev.countersign.teams.TeamsAdapter;
import dev.countersign.teams.settings.TeamsSettings;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "teams",
    description = "The bot of this deployment in Teams.",
    mixinStandardHelpOptions = true,
    subcommands = TeamsCommand.Check.class,
    synopsisSubcommandLabel = "COMMAND")
final class TeamsCommand {
  private TeamsCommand() {}

  @Command(
      name = "check",
      description = {
        "Asks Entra for a token, and Teams for every channel of people.yaml.",
        "Posts nothing and needs no database; ends with 1 when something does not work."
      },
      mixinStandardHelpOptions = true)
  static final class Check extends SetupChecking implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Override
    public Integer call() {
      Configuration settings = configuration.read();
      TeamsSettings bot =
          settings
              .teams()
              .orElseThrow(() -> CheckFailedException.usage("The settings have no teams section."));
      return tell(
          TeamsAdapter.check(
              bot, InstantSource.system(), SetupTable.channels(settings, Surface.TEAMS)));
    }
  }
}
