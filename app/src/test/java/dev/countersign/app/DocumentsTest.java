package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Documents name classes, members, files and other documents: all of them are there, and whoever
/// renames one is told where it is named.
class DocumentsTest {
  /// Lines of a module's README: what fits on a screen.
  private static final int MOST_LINES = 25;

  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern TYPE =
      Pattern.compile("`(?<type>[A-Z]\\w*)(?:\\.(?<member>\\w+))?(?:\\(\\))?`");
  private static final Pattern FILE = Pattern.compile("`(?<path>[\\w.-]+(?:/[\\w.-]+)+)`");
  private static final Pattern LINK = Pattern.compile("]\\((?<path>[^)#:\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern DOCUMENT = Pattern.compile("[\\w./-]*\\w\\.md\\b");

  /// Methods of HTTP, enum constants, codes of Microsoft: no type is named so.
  private static final Pattern CAPITALS = Pattern.compile("[A-Z0-9_]+");

  /// What looks like a type of ours and is none.
  private static final Set<String> FOREIGN =
      Set.of(
          // Headers of HTTP, and a number of JSON's that is none.
          "Allow",
          "Authorization",
          "ETag",
          "Forwarded",
          "Host",
          "Location",
          "NaN",
          "Prefer",
          "Signature",
          // Types of the JDK and of Nimbus.
          "Instant",
          "InstantSource",
          "JWTProcessor",
          "PreparedStatement",
          // Endings that no name may have.
          "Helper",
          "Impl",
          "Manager",
          "Util");

  /// Documents of Microsoft's.
  private static final Set<String> FOREIGN_DOCUMENTS =
      Set.of("protocol-activity.md", "protocol-cards.md");

  /// How CONTRIBUTING.md names the decision that is still to be written.
  private static final Path NEXT_DECISION = Path.of("NNNN-title.md");

  private static final Map<String, String> TYPES = types();

  private static Map<String, String> types() {
    Map<String, String> all = new HashMap<>();
    for (String module : Checkout.modules()) {
      Checkout.types(module).forEach((name, code) -> all.merge(name, code, String::concat));
    }
    return all;
  }

  static List<Path> documents() {
    return Checkout.documents();
  }

  static List<String> modules() {
    return Checkout.modules();
  }

  private static String prose(Path document) {
    return FENCED.matcher(Checkout.read(document)).replaceAll("");
  }

  /// The types and members that a text names and that are not there.
  private static List<String> missing(String text, Map<String, String> types) {
    return TYPE.matcher(text)
        .results()
        .filter(named -> !CAPITALS.matcher(named.group("type")).matches())
        .filter(named -> !FOREIGN.contains(named.group("type")))
        .filter(named -> !isThere(named, types))
        .map(MatchResult::group)
        .toList();
  }

  private static boolean isThere(MatchResult named, Map<String, String> types) {
    String code = types.get(named.group("type"));
    String member = named.group("member");
    return code != null
        && (member == null
            || member.equals("java")
            || Pattern.compile("\\b" + member + "\\b").matcher(code).find());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyTypeThatADocumentNamesIsThere(Path document) {
    assertThat(missing(prose(document), TYPES)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aModuleSaysWhatItIsAndNamesItsOwnTypes(String module) {
    Path readme = Checkout.ROOT.resolve(module).resolve("README.md");

    assertThat(readme).exists();
    assertThat(Checkout.read(readme).lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
    assertThat(TYPE.matcher(Checkout.read(readme)).results()).isNotEmpty();
    assertThat(missing(Checkout.read(readme), Checkout.types(module))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyFileThatADocumentNamesIsThere(Path document) {
    Path folder = Objects.requireNonNull(document.getParent());
    Stream<Path> linked =
        LINK.matcher(prose(document)).results().map(link -> folder.resolve(link.group("path")));
    Stream<Path> named =
        FILE.matcher(prose(document))
            .results()
            .map(file -> Path.of(file.group("path")))
            .filter(path -> !path.endsWith(NEXT_DECISION))
            .filter(path -> Files.exists(Checkout.ROOT.resolve(path.getName(0))))
            .map(Checkout.ROOT::resolve);

    assertThat(Stream.concat(linked, named).filter(file -> !Files.exists(file))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyDocumentThatASourceCitesIsThere(String module) {
    Path home = Checkout.ROOT.resolve(module);
    Set<String> names =
        Checkout.documents().stream()
            .map(document -> Objects.toString(document.getFileName()))
            .collect(Collectors.toSet());
    Stream<Path> files =
        Stream.concat(
                Checkout.sources(module).stream(),
                Stream.of(home.resolve("pom.xml"), Checkout.ROOT.resolve("pom.xml")))
            .filter(file -> file.toString().matches(".*\\.(?:java|xml|sql|yaml|json)"))
            .filter(file -> !file.endsWith("DocumentsTest.java"));
    Stream<String> missing =
        files.flatMap(file ->
            DOCUMENT
                .matcher(Checkout.read(file))
                .results()
                .map(MatchResult::group)
                .filter(cited -> !isThere(cited, names))
                .map(cited -> Checkout.ROOT.relativize(file) + " cites " + cited));

    assertThat(missing).isEmpty();
  }

  /// A path is one of the checkout; a name alone may stand in any of its folders.
  private static boolean isThere(String cited, Set<String> names) {
    Path path = Path.of(cited.replaceFirst("^(?:\\.\\./)+", ""));
    String name = Objects.toString(path.getFileName());
    return FOREIGN_DOCUMENTS.contains(name)
        || name.equals("CHANGELOG.md")
        || (path.getNameCount() == 1
            ? names.contains(name)
            : Files.exists(Checkout.ROOT.resolve(path)));
  }

  @Test
  void whatIsNotThereIsNoticed() {
    assertThat(
            missing(
                "`Wiring` `NoSuchThing` `GET` `Wiring.noSuchMember` `NoSuchTest.whatever`", TYPES))
        .containsExactly("`NoSuchThing`", "`Wiring.noSuchMember`", "`NoSuchTest.whatever`");
    assertThat(isThere("docs/decisions/9999-nothing.md", Set.of("policy.md"))).isFalse();
    assertThat(isThere("contracts.md", Set.of("policy.md"))).isFalse();
    assertThat(isThere("policy.md", Set.of("policy.md"))).isTrue();
  }

  @Test
  void whatABlockOfCodeShowsIsNotLookedUp() {
    assertThat(missing(FENCED.matcher("a\n```\n`NoSuchThing`\n```\nb").replaceAll(""), TYPES))
        .isEmpty();
  }
}
