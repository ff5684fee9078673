package dev.countersign.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// Here, where all three programs are on the class path: which of them may know which.
class ProgramsTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.countersign");

  @Test
  void allThreeAreLookedAt() {
    assertThat(ALL.contain("dev.countersign.app.Main")).isTrue();
    assertThat(ALL.contain("dev.countersign.trial.Main")).isTrue();
    assertThat(ALL.contain("dev.countersign.bench.Main")).isTrue();
  }

  /// It says so before the program is built, and so cannot ask it.
  @Test
  void theLauncherSaysOfEachProgramWhatThatSaysOfItself() throws Exception {
    String launcher = Files.readString(Path.of("..", "countersign"));
    for (String type :
        List.of("dev.countersign.trial.TryCommand", "dev.countersign.bench.BenchCommand")) {
      // As a program does it: by the class.
      CommandLine command = new CommandLine(Class.forName(type));
      String said = command.getCommandSpec().usageMessage().description()[0];
      assertThat(launcher).contains("\"  %-12s%s\"".formatted(command.getCommandName(), said));
    }
  }

  @Test
  void theServerKnowsNothingThatEmulatesOrMeasures() {
    noClasses()
        .that(
            resideInAnyPackage("dev.countersign..")
                .and(
                    DescribedPredicate.not(
                        resideInAnyPackage(
                            "dev.countersign.trial..",
                            "dev.countersign.bench..",
                            "dev.countersign.sandbox.."))))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "dev.countersign.trial..",
                "dev.countersign.bench..",
                "dev.countersign.sandbox..",
                "io.zonky.."))
        .because("what an operator runs brings no emulator and no database")
        .check(ALL);
  }

  @Test
  void theTrialKnowsNoBench() {
    noClasses()
        .that(resideInAPackage("dev.countersign.trial.."))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.countersign.bench.."))
        .because("the bench borrows the trial's Postgres, and nothing goes back")
        .check(ALL);
  }

  @Test
  void theBenchKnowsNoEmulator() {
    noClasses()
        .that(resideInAPackage("dev.countersign.bench.."))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.countersign.sandbox.."))
        .because("an emulator's own work would be measured as the gate's")
        .check(ALL);
  }

  @Test
  void nobodyButTheStoreTheTrialAndTheBenchTalksToTheDatabase() {
    noClasses()
        .that(
            resideInAPackage("dev.countersign.trial..")
                .and(
                    DescribedPredicate.describe(
                        "neither bring up a database nor play who has its password",
                        type ->
                            !type.getName().startsWith("dev.countersign.trial.EmbeddedDatabase")
                                && !type.getName().startsWith("dev.countersign.trial.Intruder")
                                && !type.getName().equals("dev.countersign.trial.CrmTarget"))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "org.postgresql..",
            "org.mariadb..",
            "org.h2..",
            "io.zonky..")
        .because("scenes see what people and agents see")
        .check(ALL);
  }

  /// A newcomer who looks for a file by its name finds one.
  @Test
  void noTwoFilesHaveTheSameName() {
    List<String> names =
        ALL.stream()
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getSimpleName)
            .filter(name -> !name.equals("package-info") && !name.equals("Main"))
            .toList();

    assertThat(names).hasSizeGreaterThan(500).doesNotHaveDuplicates();
  }
}
