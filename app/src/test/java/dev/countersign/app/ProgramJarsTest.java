package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a program needs while it runs lies in its `lib`. A jar that the program declares for its
/// tests is left out there, also where a library brings it along for the program itself.
class ProgramJarsTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "(?s)<dependency>(.*?)</dependency>|<(dependencyManagement|build|profiles)>.*?</\\2>");
  private static final Pattern FOR_TESTS = Pattern.compile("<scope>\\s*test\\s*</scope>");

  /// Annotations for the compiler, which nobody needs later.
  private static final Pattern PROVIDED = Pattern.compile("<scope>\\s*provided\\s*</scope>");

  private static final Pattern TEST_JAR = Pattern.compile("<type>\\s*test-jar\\s*</type>");
  private static final Pattern OPTIONAL = Pattern.compile("<optional>\\s*true\\s*</optional>");
  private static final Pattern NAME =
      Pattern.compile("<artifactId>\\s*([^<\\s]+)\\s*</artifactId>");
  private static final Pattern EXCLUSIONS = Pattern.compile("(?s)<exclusions>.*?</exclusions>");

  /// @param running what it needs while it runs
  /// @param tests what is declared for its tests alone
  private record Needs(Set<String> running, Set<String> tests) {}

  @ParameterizedTest
  @ValueSource(strings = {"app", "trial", "bench"})
  void nothingThatAProgramNeedsIsDeclaredForItsTestsAlone(String program) {
    Map<String, Path> poms = poms();
    Needs declared = needs(Checkout.ROOT.resolve(program).resolve("pom.xml"));
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(declared.running());
    while (!open.isEmpty()) {
      String name = open.pop();
      if (needed.add(name) && poms.containsKey(name)) {
        open.addAll(needs(poms.get(name)).running());
      }
    }
    assertThat(needed)
        .as("the poms are found")
        .contains("logback-core", "prometheus-metrics-model");
    Set<String> missing = new TreeSet<>(declared.tests());
    missing.removeAll(declared.running());
    missing.retainAll(needed);
    assertThat(missing).isEmpty();
  }

  /// Of our modules, and of the libraries on the class path, beside which Maven keeps them:
  /// `…/NAME/VERSION/NAME-VERSION.pom`.
  private static Map<String, Path> poms() {
    Map<String, Path> poms = new HashMap<>();
    Checkout.modules()
        .forEach(module -> poms.put(module, Checkout.ROOT.resolve(module).resolve("pom.xml")));
    Stream.of(ClassPathJar.classPath().split(Pattern.quote(File.pathSeparator)))
        .filter(jar -> jar.endsWith(".jar"))
        .map(jar -> Path.of(jar.substring(0, jar.length() - ".jar".length()) + ".pom"))
        .filter(Files::exists)
        .forEach(pom -> poms.put(pom.getName(pom.getNameCount() - 3).toString(), pom));
    return poms;
  }

  private static Needs needs(Path pom) {
    Needs needs = new Needs(new HashSet<>(), new HashSet<>());
    DEPENDENCY
        .matcher(Checkout.read(pom))
        .results()
        .filter(found -> found.group(1) != null)
        .map(found -> EXCLUSIONS.matcher(found.group(1)).replaceAll(""))
        .filter(one ->
            Stream.of(OPTIONAL, TEST_JAR, PROVIDED).noneMatch(left -> left.matcher(one).find()))
        .forEach(one -> {
          Set<String> into = FOR_TESTS.matcher(one).find() ? needs.tests() : needs.running();
          NAME.matcher(one).results().forEach(name -> into.add(name.group(1)));
        });
    return needs;
  }
}
