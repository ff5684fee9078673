package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.Reading;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.people.People;
import dev.countersign.policy.Policy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "policy",
    description = "The rules.",
    mixinStandardHelpOptions = true,
    subcommands = PolicyCommand.Check.class,
    synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand {

  @Command(
      name = "check",
      description = {
        "Finds what is wrong with policy.yaml and people.yaml, and stages that nobody can satisfy.",
        "Notes which standing approvals are over, or refuse once they are used up.",
        "With --policy and --people no settings are needed."
      },
      mixinStandardHelpOptions = true)
  static final class Check extends Printing implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Option(names = "--policy", paramLabel = "FILE", description = "In place of files.policy.")
    private @Nullable Path policyFile;

    @Option(names = "--people", paramLabel = "FILE", description = "In place of files.people.")
    private @Nullable Path peopleFile;

    @Override
    public Integer call() {
      Optional<Configuration> settings =
          policyFile != null && peopleFile != null
              ? Optional.empty()
              : Optional.of(configuration.read());
      Path policyPath = path(policyFile, settings.map(s -> s.files().policy()));
      Path peoplePath = path(peopleFile, settings.map(s -> s.files().people()));

      Reading<Policy> policy = GateFiles.policy(policyPath);
      Reading<People> people =
          GateFiles.people(peoplePath, settings.flatMap(Configuration::environment));
      List<FileProblem> problems = new ArrayList<>(policy.problems());
      problems.addAll(people.problems());
      if (policy instanceof Reading.Read<Policy>(var rules)
          && people instanceof Reading.Read<People>(var known)
          && YamlDocument.read(policyPath) instanceof Reading.Read<YamlDocument>(var yaml)) {
        problems.addAll(StageCheck.of(yaml, rules, known, StageCheck.OF_THIS_VERSION));
        StandingCheck.of(yaml, rules, InstantSource.system().instant())
            .forEach(note -> out().println("Note: " + note));
        if (problems.isEmpty()) {
          out()
              .printf(
                  "%d rules, and every stage can be satisfied. Version %s%n",
                  rules.rules().size(), rules.version());
        }
      }
      if (!problems.isEmpty()) {
        throw CheckFailedException.of(problems);
      }
      return ExitCode.OK;
    }

    private static Path path(@Nullable Path given, Optional<Path> configured) {
      return given != null ? given : configured.orElseThrow();
    }
  }
}
