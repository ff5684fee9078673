package dev.countersign;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The layers of bot-core and the rules of its packages, read from its compiled classes.
final class LayerRulesTest {
  private static final String ROOT = "dev.countersign";

  /// Lowest first. Packages of one layer do not know each other, so no cycle can exist.
  private static final List<Set<String>> LAYERS =
      List.of(
          Set.of("json", "secret", "evidence", "setup"),
          Set.of("proposal"),
          Set.of("catalogue"),
          Set.of("policy"),
          Set.of("people"),
          Set.of("request", "freeze", "passkey"),
          Set.of("token", "card", "audit", "refusal"),
          Set.of("ledger", "overview"),
          Set.of("drawing"),
          Set.of("grant"),
          Set.of("execution"),
          Set.of(
              "intake",
              "courier",
              "decision",
              "clockwork",
              "linking",
              "freezing",
              "stronger",
              "breakglass",
              "proof",
              "report"),
          Set.of("gate"));

  /// A row of the table in docs/architecture.md.
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (?<layer>\\d+) \\| `(?<name>[a-z]+)` \\|");

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void aPackageKnowsOnlyThePackagesBelowIt() {
    classes()
        .should(knowOnlyLowerLayers())
        .because(
            "the reading order is the flow: move what both need to the lower package, or pass it"
                + " in")
        .check(CORE);
  }

  @Test
  void everyPackageHasItsLayer() {
    assertThat(packages().map(LayerRulesTest::name))
        .as("a new package of bot-core gets its place in LAYERS and in docs/architecture.md")
        .allSatisfy(name -> assertThat(layer(name)).as(name).isNotNegative());
  }

  @Test
  void theDocumentedLayersAreTheseOnes() throws IOException {
    List<String> documented =
        ROW.matcher(Files.readString(Path.of("..", "docs", "architecture.md")))
            .results()
            .map(row -> row.group("layer") + " " + row.group("name"))
            .toList();
    List<String> held =
        IntStream.range(0, LAYERS.size())
            .boxed()
            .flatMap(layer -> LAYERS.get(layer).stream().map(name -> layer + 1 + " " + name))
            .toList();

    assertThat(documented).containsExactlyInAnyOrderElementsOf(held);
  }

  @Test
  void everyPackageSaysWhatItIsForAndThatNothingInItIsNull() {
    assertThat(packages())
        .as("package-info.java with one sentence and @NullMarked")
        .allSatisfy(each ->
            assertThat(each.tryGetPackageInfo())
                .as(each.getName())
                .hasValueSatisfying(
                    info -> assertThat(info.isAnnotatedWith(NullMarked.class)).isTrue()));
  }

  @Test
  void theCoreUsesOnlyWhatItMayUse() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "..",
            "java..",
            "javax.crypto..",
            "dev.cel..",
            "com.ibm.icu..",
            "com.nimbusds.jose..",
            "org.jsoup.nodes",
            "org.jsoup.parser",
            "org.jsoup.select",
            "org.jspecify.annotations",
            "org.slf4j")
        .because("the core decides; a library that talks to the world belongs to an adapter")
        .check(CORE);
  }

  @Test
  void theCoreTalksToNobody() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "java.net.http..", "java.nio.channels..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.net\\.(Server)?Socket|java\\.net\\.(Http)?URLConnection")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.File|java\\.nio\\.file\\.Files")
        .because("databases, sockets and files are behind a port that an adapter implements")
        .check(CORE);
  }

  @ParameterizedTest
  @MethodSource("forbiddenCalls")
  void noForbiddenCallIsMade(ArchRule rule) {
    rule.check(CORE);
  }

  static List<ArchRule> forbiddenCalls() {
    return ForbiddenCalls.rules();
  }

  @Test
  void noNameHidesWhatAClassIsFor() {
    ForbiddenNames.rule().check(CORE);
  }

  @Test
  void idsAndDigestsAreRecords() {
    classes()
        .that()
        .haveNameMatching(".*(Id|Digest)")
        .should()
        .beRecords()
        .because("an id is checked once, in its compact constructor, and compared by value")
        .check(CORE);
  }

  private static ArchCondition<JavaClass> knowOnlyLowerLayers() {
    return new ArchCondition<>("know only the packages below") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency use : type.getDirectDependenciesFromSelf()) {
          if (climbs(type, use.getTargetClass().getBaseComponentType())) {
            events.add(SimpleConditionEvent.violated(type, use.getDescription()));
          }
        }
      }
    };
  }

  private static boolean climbs(JavaClass from, JavaClass to) {
    String used = name(to.getPackage());
    return to.getPackageName().startsWith(ROOT)
        && !used.equals(name(from.getPackage()))
        && layer(used) >= layer(name(from.getPackage()));
  }

  private static int layer(String name) {
    for (int layer = 0; layer < LAYERS.size(); layer++) {
      if (LAYERS.get(layer).contains(name)) {
        return layer;
      }
    }
    return -1;
  }

  private static String name(JavaPackage of) {
    return of.getName().substring(Math.min(of.getName().length(), ROOT.length() + 1));
  }

  private static Stream<JavaPackage> packages() {
    return CORE.stream()
        .filter(DescribedPredicate.not(JavaClass.Predicates.simpleName("package-info")))
        .map(JavaClass::getPackage)
        .distinct();
  }
}
