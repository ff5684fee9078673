package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.policy.Outlook;
import dev.countersign.app.policy.Simulation;
import dev.countersign.app.policy.StageCheck;
import dev.countersign.app.version.VersionFiles;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.ProposalHistory;
import dev.countersign.people.Directory;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.policy.Durations;
import dev.countersign.policy.Policy;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.PostgresStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "simulate",
    description = {
      "Rules on what was proposed before, by the policy in force and by a candidate, and tells what"
          + " would come out otherwise and who would be asked how often.",
      "Only reads."
    },
    mixinStandardHelpOptions = true)
final class PolicySimulateCommand extends Printing implements Callable<Integer> {
  /// Of up to some 300 kB each.
  private static final int PAGE = 250;

  private static final int TOLD_EVERY = 10_000;

  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--candidate",
      paramLabel = "FILE",
      required = true,
      description = "The policy that is tried.")
  private Path candidate = Path.of("");

  @Option(
      names = "--people",
      paramLabel = "FILE",
      description = "The people that the candidate is tried with, in place of those in force.")
  private @Nullable Path people;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "30d",
      converter = Ago.class,
      description = "How far back: 12h, 30d (${DEFAULT-VALUE}).")
  private Duration since = Duration.ZERO;

  @Option(
      names = "--most-per-day",
      paramLabel = "N",
      defaultValue = "40",
      description = "Who is asked more often on a day is overloaded (${DEFAULT-VALUE}).")
  private int mostPerDay;

  /// A time as policies spell it.
  static final class Ago implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Durations.anyDuration(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("a whole number of m, h or d is expected, such as 30d");
      }
    }
  }

  @Override
  public Integer call() {
    if (mostPerDay < 1) {
      throw CheckFailedException.usage("--most-per-day is at least 1.");
    }
    Configuration settings = configuration.read();
    Policy tried = ConfigurationOption.required(GateFiles.policy(candidate));
    try (PostgresStore store = StoreAccess.toRead(settings, StoreAccess.keys(settings))) {
      Policy current = inForce(settings, store.versions());
      Directory today = store.directory().asOfNow();
      Directory then =
          people == null
              ? today
              : new PeopleDirectory(
                  ConfigurationOption.required(GateFiles.people(people, settings.environment())));
      Simulation simulation =
          new Simulation(outlook(current, settings, today), outlook(tried, settings, then), today);
      Instant now = store.ledger().now();
      Instant from = now.minus(since);
      read(store.history(), from, now, simulation);
      new SimulationText(out())
          .write(
              simulation.report(), new SimulationText.Question(from, current, tried, mostPerDay));
    }
    return ExitCode.OK;
  }

  /// Where nothing was put in force yet, the policy that the gate would start with.
  private static Policy inForce(Configuration settings, DeploymentVersions versions) {
    return VersionFiles.inForce(versions)
        .map(ConfigurationOption::required)
        .map(VersionFiles::policy)
        .orElseGet(() -> ConfigurationOption.required(GateFiles.policy(settings.files().policy())));
  }

  private static Outlook outlook(Policy policy, Configuration settings, Directory people) {
    return new Outlook(policy, settings.internalDomains(), people, StageCheck.offered(settings));
  }

  private void read(ProposalHistory history, Instant from, Instant now, Simulation simulation) {
    String after = ProposalId.firstOf(from).value();
    // Clocks of replicas differ a little; and what comes while this reads has to end somewhere.
    String before = ProposalId.firstOf(now.plus(Duration.ofMinutes(1))).value();
    int read = 0;
    for (List<ProposalHistory.Stored> page = history.page(after, before, PAGE);
        !page.isEmpty();
        page = history.page(after, before, PAGE)) {
      simulation.add(page);
      after = page.getLast().id();
      if ((read + page.size()) / TOLD_EVERY > read / TOLD_EVERY) {
        err().printf("%d proposals%n", read + page.size());
      }
      read += page.size();
    }
  }
}
