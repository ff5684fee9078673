package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.card.CallbackMetrics;
import dev.countersign.people.Surface;
import dev.countersign.slack.SlackAdapter;
import dev.countersign.slack.SlackSettings;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "slack",
    description = "The Slack app of this deployment.",
    mixinStandardHelpOptions = true,
    subcommands = SlackCommand.Check.class,
    synopsisSubcommandLabel = "COMMAND")
final class SlackCommand {
  private SlackCommand() {}

  @Command(
      name = "check",
      description = {
        "Asks Slack for the token, its scopes, the clock, and every channel of people.yaml.",
        "Posts nothing and needs no database; ends with 1 when something does not work."
      },
      mixinStandardHelpOptions = true)
  static final class Check extends SetupChecking implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Override
    public Integer call() {
      Configuration settings = configuration.read();
      SlackSettings app =
          settings
              .slack()
              .orElseThrow(() -> CheckFailedException.usage("The settings have no slack section."));
      try (var slack = new SlackAdapter(app, InstantSource.system(), CallbackMetrics.NONE)) {
        return tell(slack.check(SetupTable.channels(settings, Surface.SLACK)));
      }
    }
  }
}
