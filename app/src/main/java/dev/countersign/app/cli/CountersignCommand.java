package dev.countersign.app.cli;

import dev.countersign.app.BuildVersion;
import dev.countersign.app.ChatRefusedException;
import dev.countersign.app.OtherDeploymentException;
import dev.countersign.app.http.CannotListenException;
import dev.countersign.app.keys.KeyFileException;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.SchemaRefusedException;
import dev.countersign.ledger.UnprovenFileException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// `countersign`: all commands of the server. Other programs add theirs.
@Command(
    name = "countersign",
    description = "The human-approval gate for AI agents.",
    mixinStandardHelpOptions = true,
    versionProvider = CountersignCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      MigrateCommand.class,
      PeopleCommand.class,
      PolicyCommand.class,
      DeployCommand.class,
      DeploymentsCommand.class,
      AgentsCommand.class,
      KeysCommand.class,
      ConfigCommand.class,
      ManifestCommand.class,
      SlackCommand.class,
      TeamsCommand.class,
      ConnectionsCommand.class,
      FreezeCommand.class,
      DrillCommand.class,
      RecoverCommand.class,
      VerifyCommand.class,
      ReportCommand.class,
      QuarantineCommand.class,
      ExecutionsCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ok",
      "1:a check failed",
      "2:wrong usage or settings",
      "3:something that is needed cannot be reached"
    })
public final class CountersignCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  /// A command line that answers with our exit codes and, in place of a stack trace, with what is
  /// wrong.
  public static CommandLine commandLine() {
    return new CommandLine(new CountersignCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(CountersignCommand::explain);
  }

  @Override
  public void run() {
    throw new ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(), "Which command?");
  }

  private static int explain(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    PrintWriter err = command.getErr();
    return switch (failure) {
      case CheckFailedException failed -> {
        failed.lines().forEach(err::println);
        yield failed.exitCode();
      }
      case KeyFileException keys -> {
        err.println(keys.getMessage());
        yield ExitCode.FAILED;
      }
      case LedgerUnavailableException ledger -> {
        err.println("The database cannot be used: " + ledger.getMessage() + ".");
        yield ExitCode.UNREACHABLE;
      }
      case SchemaRefusedException schema -> {
        err.println("The database cannot be used: " + schema.getMessage() + ".");
        yield ExitCode.FAILED;
      }
      case DamagedRecordException damaged -> {
        err.println(damaged.getMessage());
        yield ExitCode.FAILED;
      }
      case UnprovenFileException unproven -> {
        err.println("The deployment does not prove itself: " + unproven.getMessage() + ".");
        yield ExitCode.FAILED;
      }
      case OtherDeploymentException other -> {
        other.lines().forEach(err::println);
        yield ExitCode.FAILED;
      }
      case CannotListenException door -> {
        err.println(door.getMessage());
        yield ExitCode.UNREACHABLE;
      }
      case ChatRefusedException chat -> {
        chat.lines().forEach(err::println);
        yield ExitCode.USAGE;
      }
      default -> throw failure;
    };
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"countersign " + BuildVersion.text()};
    }
  }
}
