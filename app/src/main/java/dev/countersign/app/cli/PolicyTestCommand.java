package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.policy.CaseResult;
import dev.countersign.app.policy.Outlook;
import dev.countersign.app.policy.PolicyCases;
import dev.countersign.app.policy.PolicyCasesReader;
import dev.countersign.app.policy.StageCheck;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "test",
    description = {
      "Rules on the cases of a file, and says which come out otherwise than expected.",
      "Needs no database; with --policy and --people no settings either."
    },
    mixinStandardHelpOptions = true)
final class PolicyTestCommand extends Printing implements Callable<Integer> {
  private static final String CASES = "policy-tests.yaml";

  @Mixin private PolicyFilesOption files = new PolicyFilesOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The cases (" + CASES + " beside the policy).")
  private @Nullable Path file;

  @Override
  public Integer call() {
    PolicyFilesOption.Found found = files.find();
    FileReading<Policy> policy = GateFiles.policy(found.policy());
    FileReading<People> people =
        GateFiles.people(found.people(), found.settings().flatMap(Configuration::environment));
    if (policy instanceof FileReading.Read<Policy>(var rules)
        && people instanceof FileReading.Read<People>(var known)) {
      Path cases = file == null ? found.policy().resolveSibling(CASES) : file;
      PolicyCases read = ConfigurationOption.required(PolicyCasesReader.read(cases, known));
      DomainList domains =
          read.internalDomains()
              .or(() -> found.settings().map(Configuration::internalDomains))
              .orElse(DomainList.NONE);
      Outlook outlook =
          new Outlook(
              rules, domains, new PeopleDirectory(known), StageCheck.offered(found.settings()));
      return tell(
          cases, rules, read.cases().stream().map(each -> CaseResult.of(each, outlook)).toList());
    }
    List<FileProblem> problems = new ArrayList<>(policy.problems());
    problems.addAll(people.problems());
    throw CheckFailedException.of(problems);
  }

  private int tell(Path cases, Policy policy, List<CaseResult> results) {
    for (CaseResult result : results) {
      if (result.isAsExpected()) {
        out().printf("ok      %s%n", result.of().name());
      } else {
        out().printf("FAILED  %s (%s:%d)%n", result.of().name(), cases, result.of().line());
        result.differences().forEach(line -> out().printf("        %s%n", line));
        result.reasons().forEach(line -> out().printf("          %s%n", line));
      }
    }
    long failed = results.stream().filter(result -> !result.isAsExpected()).count();
    out().printf("%d cases, %d failed. Version %s%n", results.size(), failed, policy.version());
    return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
  }
}
