package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents promise names tests that are there.
class PromisesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern IN_BACKTICKS = Pattern.compile("`([A-Za-z.]+)`");
  private static final Pattern CITED =
      Pattern.compile("(?<test>[A-Z][A-Za-z]*(?:Test|Contract))\\.(?<method>[a-z][A-Za-z]*)");
  private static final Pattern METHOD_ALONE = Pattern.compile("[a-z]+(?:[A-Z][a-z]*){3,}");

  /// As tests are written here, at the edge of their class.
  private static final Pattern METHOD = Pattern.compile("(?m)^  void (\\w+)\\(");

  private static final Pattern PROMISE = Pattern.compile("(?m)^\\d+\\. ");

  private static final Map<String, Set<String>> TESTS = tests();

  /// Every test class of every module, with its methods.
  private static Map<String, Set<String>> tests() {
    Map<String, Set<String>> found = new HashMap<>();
    try (Stream<Path> files = Files.walk(ROOT, 12)) {
      for (Path file :
          files
              .filter(path -> path.toString().contains("/src/test/java/"))
              .filter(path -> path.toString().endsWith(".java"))
              .toList()) {
        String name = Objects.toString(file.getFileName()).replace(".java", "");
        Set<String> methods =
            METHOD
                .matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        found.merge(
            name,
            methods,
            (one, other) ->
                Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet()));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return found;
  }

  private static String read(String document) throws IOException {
    return Files.readString(ROOT.resolve(document));
  }

  private static String section(String text, String heading) {
    int begin = text.indexOf("\n## " + heading + "\n");
    assertThat(begin).as("the section %s", heading).isNotNegative();
    int end = text.indexOf("\n## ", begin + 1);
    return text.substring(begin, end < 0 ? text.length() : end);
  }

  /// The tests that a passage names, each of which must exist. A method alone is of the class that
  /// was named last, or of the one that the passage is about.
  private static List<String> cited(String passage, Optional<String> about) {
    List<String> tests = new ArrayList<>();
    Optional<String> test = about;
    for (MatchResult code : IN_BACKTICKS.matcher(passage).results().toList()) {
      Matcher cited = CITED.matcher(code.group(1));
      if (cited.matches()) {
        test = Optional.of(cited.group("test"));
        require(test.get(), cited.group("method"), tests);
      } else if (test.isPresent() && METHOD_ALONE.matcher(code.group(1)).matches()) {
        require(test.get(), code.group(1), tests);
      }
    }
    return tests;
  }

  private static void require(String test, String method, List<String> tests) {
    assertThat(TESTS).as("the class of %s.%s", test, method).containsKey(test);
    assertThat(TESTS.get(test)).as("the methods of %s", test).contains(method);
    tests.add(test + "." + method);
  }

  private static List<List<String>> rows(String table) {
    return table
        .lines()
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
        .toList();
  }

  @Test
  void everyPromiseOfTheGateNamesItsTest() throws IOException {
    String promises = section(read("SECURITY.md"), "What the gate promises");
    List<String> each =
        PROMISE.splitAsStream(promises.substring(0, promises.indexOf("\n\n"))).skip(1).toList();
    assertThat(each).hasSizeGreaterThanOrEqualTo(10);
    assertThat(each)
        .allSatisfy(promise -> assertThat(cited(promise, Optional.empty())).isNotEmpty());
  }

  @Test
  void everyPromiseForAFailureNamesItsTest() throws IOException {
    List<List<String>> rows =
        rows(section(read("docs/architecture.md"), "What is promised when something fails"));
    assertThat(rows).hasSizeGreaterThanOrEqualTo(20);
    assertThat(rows)
        .allSatisfy(row -> assertThat(cited(row.getLast(), Optional.empty())).isNotEmpty());
  }

  @Test
  void everyMisuseOfBreakGlassNamesItsTest() throws IOException {
    List<List<String>> rows = rows(read("docs/break-glass-abuse.md"));
    assertThat(rows).hasSize(14);
    assertThat(rows)
        .allSatisfy(row -> assertThat(cited(row.getLast(), Optional.empty())).isNotEmpty());
  }

  @Test
  void everyWayToChangeHistoryNamesItsTest() throws IOException {
    String text = read("docs/tampering.md");
    List<List<String>> rows = rows(text.substring(0, text.indexOf("\n## ")));
    assertThat(rows).hasSizeGreaterThanOrEqualTo(21);
    assertThat(rows)
        .allSatisfy(row ->
            assertThat(row.subList(2, row.size()))
                .filteredOn(cell -> !cell.isEmpty())
                .isNotEmpty()
                .allSatisfy(cell -> assertThat(cited(cell, Optional.empty())).isNotEmpty()));
  }

  @Test
  void everyProofNamesATestForEachOfItsPlaces() throws IOException {
    List<List<String>> rows = rows(section(read("docs/tampering.md"), "What is proved, and where"));
    assertThat(rows).hasSize(8);
    assertThat(rows)
        .allSatisfy(row ->
            assertThat(row.subList(1, row.size()))
                .hasSize(4)
                .allSatisfy(cell ->
                    assertThat(cited(cell, Optional.of("EveryPlaceProvesAnewTest"))).hasSize(1)));
  }

  @Test
  void aTestThatIsNotThereIsNoticed() {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> cited("`TamperTest.thereIsNoSuchTest`", Optional.empty()))
        .isInstanceOf(AssertionError.class);
  }
}
