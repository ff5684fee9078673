package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.countersign.json.WireName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the core has a closed enum for, an adapter asks the enum: a string that it compares with
/// goes on compiling when the constant is renamed or joined by another.
class AdapterWordsTest {
  private static final List<Path> ADAPTERS =
      List.of(Source.main("slack-adapter"), Source.main("teams-adapter"), Source.main("console"));

  private static final List<String> OUTSIDE_OF_THE_CORE =
      Stream.of("app", "store", "slack", "teams", "console", "executors", "sandbox")
          .map(module -> "dev.countersign." + module)
          .toList();

  /// Words of a chat's own, read from what the chat sends, which a constant of the core happens to
  /// be spelled like as well.
  private static final Set<String> OF_THE_CHATS =
      Set.of(
          "home",
          "message", // Slack's containers and the activities of Teams
          "personal", // the conversations of Teams
          "channel", // the conversations of Teams
          "warning", // why Slack ends a socket
          "choice", // inputs of our own forms
          "policy", // an input of our own forms
          "note", // inputs of our own forms, and of a line in small print
          "medium", // room around an element of a card in Teams
          "none", // what browsers say of an address that somebody typed (Sec-Fetch-Site)
          "code", // a parameter of OpenID Connect
          "html", // a member of a drawn page
          "link", // an element of HTML
          "strong", // an element of HTML
          "false", // fields of Slack's forms
          "token_expired"); // errors of Slack's API

  @Test
  void noAdapterComparesWithTheSpellingOfAConstantOfTheCore() {
    Set<String> constants = constantsOfTheCore();
    assertThat(constants)
        .contains("not_eligible", "approve", "unknown_button")
        .hasSizeGreaterThan(200);

    Set<String> found =
        new TreeSet<>(comparedWith(ADAPTERS.stream().flatMap(Source::under).toList()));
    assertThat(found).as("it does find comparisons").contains("message", "block_actions");
    found.retainAll(constants);
    found.removeAll(OF_THE_CHATS);

    assertThat(found)
        .as("compared with as strings; switch over the enum, or over `ClickAnswer.kind`")
        .isEmpty();
  }

  @Test
  void everyWayOfComparingIsSeen() {
    String source =
        """
        class A {
          static final String NAMED = "named";
          static final Set<String> SET = Set.of("in_a_set", "beside_it");
          boolean a(String s, Optional<String> o) {
            switch (s) { case "in_a_case", "in_the_same": return true; default: }
            return s.equals("handed") || "called_on".equals(s) || o.filter("referred"::equals).isPresent()
                || s.equals(NAMED) || s.equals(A.NAMED) || o.equals(Optional.of("wrapped"))
                || switch (s) { case "in_an_arrow" -> true; default -> false; };
          }
          String not() { log("logged"); return "returned"; }
        }
        """;

    assertThat(comparedWith(List.of(new Source("A", source))))
        .containsExactlyInAnyOrder(
            "named",
            "in_a_set",
            "beside_it",
            "in_a_case",
            "in_the_same",
            "handed",
            "called_on",
            "referred",
            "wrapped",
            "in_an_arrow");
  }

  private static Set<String> constantsOfTheCore() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.countersign")
            .stream()
            .filter(JavaClass::isEnum)
            .filter(
                type -> OUTSIDE_OF_THE_CORE.stream().noneMatch(type.getPackageName()::startsWith))
            .<Class<?>>map(JavaClass::reflect)
            .filter(Class::isEnum) // not the body of one constant
            .flatMap(type -> Arrays.stream(type.getEnumConstants()))
            .map(constant -> WireName.of((Enum<?>) constant))
            .collect(Collectors.toSet());
  }

  private static Set<String> comparedWith(List<Source> sources) {
    var comparisons = new Comparisons();
    Source.parse(sources).forEach(unit -> comparisons.scan(unit, null));
    return comparisons.words();
  }
}
