package dev.countersign.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "config",
    description = "The settings.",
    mixinStandardHelpOptions = true,
    subcommands = ConfigCommand.Print.class,
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {

  @Command(
      name = "print",
      description = "Shows every setting with where it comes from, secrets redacted.",
      mixinStandardHelpOptions = true)
  static final class Print extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Option(
        names = "--redacted",
        defaultValue = "true",
        fallbackValue = "true",
        description = "The only form there is, said or not: secrets are never shown.")
    private boolean redacted;

    @Override
    public Integer call() {
      if (!redacted) {
        throw CheckFailedException.usage("Secrets are never shown.");
      }
      configuration.read().settings().forEach(out()::println);
      return ExitCode.OK;
    }
  }
}
