package dev.countersign.trial;

import dev.countersign.app.cli.CheckFailedException;
import dev.countersign.app.cli.ExitCode;
import dev.countersign.app.cli.Printing;
import java.io.Console;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "try",
    description = {
      "Runs the gate with a database, chats and a target that live on this machine.",
      "Shows one whole way of an action step by step, and stays up for more."
    },
    mixinStandardHelpOptions = true)
final class TryCommand extends Printing implements Callable<Integer> {
  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Keeps data and settings between runs (./.countersign).")
  private Path folder = Path.of(".countersign");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Of the gate; without it " + Trial.PORT + ", or any free one.")
  private @Nullable Integer port;

  @Option(names = "--fresh", description = "Forget what earlier trials left.")
  private boolean fresh;

  @ArgGroup private @Nullable Afterwards afterwards;

  /// What comes after the transcript, if not that the trial stays up.
  private static final class Afterwards {
    @Option(names = "--exit", description = "End after the transcript; 0 when every step held.")
    private boolean exit;

    @Option(
        names = "--playground",
        description = {
          "Show Teams in Microsoft 365 Agents Playground from then on;",
          "prints the command that starts it."
        })
    private boolean playground;

    Trial.After toAfter() {
      return playground ? Trial.After.PLAYGROUND : exit ? Trial.After.END : Trial.After.STAY;
    }
  }

  @Override
  // A JVM may be told to give none all the same.
  @SuppressWarnings("SystemConsoleNull")
  public Integer call() throws InterruptedException {
    OptionalInt fixed = port == null ? OptionalInt.empty() : OptionalInt.of(port);
    // Since Java 22 there may be a console where nobody sits at one.
    Console console = System.console();
    boolean watched = console != null && console.isTerminal();
    boolean colour = watched && System.getenv("NO_COLOR") == null;
    Trial.After after = afterwards == null ? Trial.After.STAY : afterwards.toAfter();
    try {
      boolean held = new Trial(folder, fixed, fresh, after, colour).run(out());
      return held ? ExitCode.OK : ExitCode.FAILED;
    } catch (TrialException e) {
      throw CheckFailedException.unreachable(String.valueOf(e.getMessage()));
    }
  }
}
