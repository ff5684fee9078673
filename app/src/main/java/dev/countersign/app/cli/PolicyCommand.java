package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.app.policy.PolicyCheck;
import dev.countersign.app.policy.StageCheck;
import dev.countersign.app.policy.StandingCheck;
import dev.countersign.people.People;
import dev.countersign.policy.Policy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "policy",
    description = "The rules.",
    mixinStandardHelpOptions = true,
    subcommands = {PolicyCommand.Check.class, PolicyTestCommand.class, PolicySimulateCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand {

  @Command(
      name = "check",
      description = {
        "Finds what is wrong with policy.yaml and people.yaml, rules that never match, and stages"
            + " that nobody can satisfy. Warnings are told and end nothing.",
        "Notes which standing approvals are over, or refuse once they are used up.",
        "With --policy and --people no settings are needed."
      },
      mixinStandardHelpOptions = true)
  static final class Check extends Printing implements Callable<Integer> {
    @Mixin private PolicyFilesOption files = new PolicyFilesOption();

    @Override
    public Integer call() {
      PolicyFilesOption.Found found = files.find();
      FileReading<YamlDocument> policyFile = YamlDocument.read(found.policy());
      FileReading<YamlDocument> peopleFile = YamlDocument.readPeople(found.people());
      FileReading<Policy> policy = policyFile.then(GateFiles::policy);
      FileReading<People> people =
          peopleFile.then(
              yaml -> GateFiles.people(yaml, found.settings().flatMap(Configuration::environment)));
      List<FileProblem> problems = new ArrayList<>(policy.problems());
      problems.addAll(people.problems());
      if (policy instanceof FileReading.Read<Policy>(var rules)
          && people instanceof FileReading.Read<People>(var known)
          && policyFile instanceof FileReading.Read<YamlDocument>(var ofPolicy)
          && peopleFile instanceof FileReading.Read<YamlDocument>(var ofPeople)) {
        PolicyCheck check =
            PolicyCheck.of(
                new PolicyCheck.Written<>(ofPolicy, rules),
                new PolicyCheck.Written<>(ofPeople, known),
                StageCheck.offered(found.settings()));
        check.warnings().forEach(warning -> err().println(warning));
        problems.addAll(check.errors());
        StandingCheck.of(ofPolicy, rules, InstantSource.system().instant())
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
  }
}
