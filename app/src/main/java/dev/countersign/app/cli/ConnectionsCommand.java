package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.file.GateFiles;
import dev.countersign.executors.ConnectionsCheck;
import dev.countersign.executors.connection.Connection;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.credential.ProcessCredentials;
import dev.countersign.setup.SetupFinding;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "connections",
    description = "The systems in which approved actions take effect.",
    mixinStandardHelpOptions = true,
    subcommands = ConnectionsCommand.Check.class,
    synopsisSubcommandLabel = "COMMAND")
final class ConnectionsCommand {
  private ConnectionsCommand() {}

  @Command(
      name = "check",
      description = {
        "Asks each target of connections.yaml for its address, certificate, sign-in, rights and"
            + " clock.",
        "Changes nothing there and needs no database; ends with 1 when something does not work."
      },
      mixinStandardHelpOptions = true)
  static final class Check extends SetupChecking implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Parameters(
        arity = "0..1",
        paramLabel = "NAME",
        description = "Only this one; all of the file otherwise.")
    private @Nullable String name;

    @Override
    public Integer call() {
      Configuration settings = configuration.read();
      Connections all =
          ConfigurationOption.required(GateFiles.connections(settings.files().connections()));
      ConnectionsCheck check =
          ConnectionsCheck.ofThisMachine(
              ProcessCredentials.ofThisProcess(settings.files().programs()));
      List<SetupFinding> findings =
          chosen(all).stream().flatMap(each -> check.of(each).stream()).toList();
      return tell(findings);
    }

    private Collection<Connection> chosen(Connections all) {
      return name == null
          ? all.byName().values()
          : List.of(
              all.find(name)
                  .orElseThrow(
                      () -> CheckFailedException.usage("connections.yaml has no " + name + ".")));
    }
  }
}
