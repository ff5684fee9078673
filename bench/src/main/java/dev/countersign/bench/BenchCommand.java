package dev.countersign.bench;

import dev.countersign.app.cli.CheckFailedException;
import dev.countersign.app.cli.ConfigurationOption;
import dev.countersign.app.cli.ExitCode;
import dev.countersign.app.cli.Printing;
import dev.countersign.json.WireName;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "bench",
    description = {
      "Measures what a proposal costs until it is executed, beside the same by plain SQL.",
      "Over HTTP and at the desks, as whole lifecycles and as single steps; the partner writes"
          + " tables of an ideal design, one round trip for each step.",
      "Works in databases of its own on the configured server, as database.admin_user, and drops"
          + " them afterwards."
    },
    subcommands = {QueueCommand.class, PagesCommand.class},
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
      defaultValue = "16,64",
      description = "How many work at once, one measurement each (${DEFAULT-VALUE}).")
  private List<Integer> clients = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How often all take turns (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "The length of one turn (${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--connections",
      defaultValue = "8",
      description =
          "Connections of each of the gate's three pools; the partner has as many as all three"
              + " (${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--only",
      split = ",",
      defaultValue = "lifecycles,clicks,steps",
      description = "Which parts to measure (${DEFAULT-VALUE}).")
  private List<String> only = List.of();

  @Option(
      names = "--click-seconds",
      defaultValue = "20",
      description =
          "How long clicks arrive at half of the lifecycles' peak (${DEFAULT-VALUE}); shorter where"
              + " the gate's budgets end it.")
  private double clickSeconds;

  @Option(
      names = "--warm-up-seconds",
      defaultValue = "90",
      description =
          "The longest warm-up of each part (${DEFAULT-VALUE}); it ends once the JIT takes less"
              + " than a twentieth.")
  private double warmUpSeconds;

  @Option(
      names = "--peer-command",
      description = {
        "Another engine, measured in the same rounds. Run by /bin/sh -c once in each round, with"
            + " BENCH_CALLERS (how many are to work at once) and BENCH_SECONDS (for how long) in"
            + " its environment.",
        "It ends with status 0, and its last line is its items per second, a number. Lines before"
            + " are shown as progress. It is ended after BENCH_SECONDS and 120 seconds more."
      })
  private @Nullable String peerCommand;

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
          parts(),
          clients,
          rounds,
          length(seconds),
          length(clickSeconds),
          connections,
          length(warmUpSeconds),
          Optional.ofNullable(peerCommand));
    } catch (IllegalArgumentException e) {
      throw CheckFailedException.usage(String.valueOf(e.getMessage()));
    }
  }

  private Set<Part> parts() {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (String name : only) {
      parts.add(
          Arrays.stream(Part.values())
              .filter(part -> WireName.of(part).equals(name))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "only some of lifecycles, clicks, steps can be measured")));
    }
    return parts;
  }

  private static Duration length(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }

  private BenchServer configured() {
    return BenchServer.of(configuration.read().database());
  }
}
