package dev.countersign.bench;

import dev.countersign.app.cli.CheckFailedException;
import dev.countersign.app.cli.ConfigurationOption;
import dev.countersign.app.cli.ExitCode;
import dev.countersign.app.cli.Printing;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "pages",
    description = {
      "Measures pages of the console while much waits.",
      "Fills a database of its own on the configured server, as a superuser, and drops it"
          + " afterwards: about 10 KB for each request."
    },
    mixinStandardHelpOptions = true)
final class PagesCommand extends Printing implements Callable<Integer> {
  private static final long MOST = 1_000_000;

  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--embedded",
      description = "On a Postgres of its own in a temporary folder; needs no settings.")
  private boolean embedded;

  @Option(
      names = "--pending",
      defaultValue = "10000",
      description = "How many wait (${DEFAULT-VALUE}).")
  private long pending;

  @Option(
      names = "--past",
      defaultValue = "20000",
      description = "How many are decided (${DEFAULT-VALUE}).")
  private long past;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "How long each page is asked for (${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--json", description = "The report as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (pending < 1 || past < 0 || pending + past > MOST) {
      throw CheckFailedException.usage(
          "At least one waits, and at most " + MOST + " are there in all.");
    }
    if (!(seconds > 0 && seconds <= 60)) {
      throw CheckFailedException.usage("A page is asked for for more than 0 and up to 60 seconds.");
    }
    QueueReport report;
    if (embedded) {
      try (EmbeddedServer server = EmbeddedServer.start()) {
        report = run(server.server());
      }
    } else {
      report = run(BenchServer.of(configuration.read().database()));
    }
    if (json) {
      out().println(report.json());
    } else {
      report.printed().forEach(out()::println);
    }
    return ExitCode.OK;
  }

  private QueueReport run(BenchServer server) throws Exception {
    PrintWriter err = err();
    try {
      return PagesBench.run(
          server,
          pending,
          past,
          Duration.ofMillis(Math.round(seconds * 1_000)),
          line -> {
            err.println(line);
            err.flush();
          });
    } catch (BenchRefusedException e) {
      throw CheckFailedException.of(String.valueOf(e.getMessage()));
    }
  }
}
