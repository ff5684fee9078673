package dev.countersign.bench;

import dev.countersign.app.cli.CheckFailedException;
import dev.countersign.app.cli.ConfigurationOption;
import dev.countersign.app.cli.ExitCode;
import dev.countersign.app.cli.Printing;
import dev.countersign.app.config.DatabaseConfig;
import dev.countersign.secret.Secret;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "bench",
    description = {
      "Measures the gate on Postgres against the same rows written by plain SQL.",
      "Works in databases of its own on the configured server, as database.admin_user, and drops"
          + " them afterwards."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand extends Printing implements Callable<Integer> {
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--embedded",
      description = "On a durable Postgres of its own in a temporary folder; needs no settings.")
  private boolean embedded;

  @Option(
      names = "--clients",
      split = ",",
      defaultValue = "1,4,16,64",
      description = "How many work at once, one measurement each (${DEFAULT-VALUE}).")
  private List<Integer> clients = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How often gate and floor take turns (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "The length of one turn for one kind of step (${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--connections",
      defaultValue = "8",
      description = "Connections of the gate, and of the floor (${DEFAULT-VALUE}).")
  private int connections;

  @Option(names = "--json", description = "The report as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    BenchSettings settings = settings();
    PrintWriter err = err();
    BenchReport report;
    if (embedded) {
      try (EmbeddedServer server = EmbeddedServer.start()) {
        report = run(server.server(), settings, err);
      }
    } else {
      report = run(configured(), settings, err);
    }
    if (json) {
      out().println(report.json());
    } else {
      report.lines().forEach(out()::println);
    }
    return ExitCode.OK;
  }

  private static BenchReport run(BenchServer server, BenchSettings settings, PrintWriter err)
      throws Exception {
    try {
      return Bench.run(
          server,
          settings,
          line -> {
            err.println(line);
            err.flush();
          });
    } catch (BenchRefusedException e) {
      throw CheckFailedException.of(String.valueOf(e.getMessage()));
    }
  }

  private BenchSettings settings() {
    try {
      return new BenchSettings(
          clients, rounds, Duration.ofMillis(Math.round(seconds * 1_000)), connections);
    } catch (IllegalArgumentException e) {
      throw CheckFailedException.usage(String.valueOf(e.getMessage()));
    }
  }

  private BenchServer configured() {
    DatabaseConfig database = configuration.read().database();
    return new BenchServer(
        database.url(),
        database
            .adminUser()
            .orElseThrow(() -> CheckFailedException.usage("bench needs database.admin_user.")),
        database.adminPassword().map(Secret::reveal).orElse(""),
        OptionalLong.empty());
  }
}
