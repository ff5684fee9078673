package dev.countersign.app.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true|true",
        "False|false",
        "null|null",
        "~|null",
        "12|12",
        "-3|-3",
        "1.50|1.5",
        "1e3|1000",
        "yes|\"yes\"",
        "on|\"on\"",
        "4h|\"4h\"",
        "50%|\"50%\"",
        "1_000|\"1_000\"",
        "'12'|\"12\"",
        "2026-01-02|\"2026-01-02\"",
        "\"true\"|\"true\"",
        "0|0",
        "12:30|\"12:30\""
      })
  void plainScalarsMeanWhatTheCoreSchemaSays(String written, String json) {
    assertThat(CanonicalJson.text(read("v: " + written).root())).isEqualTo("{\"v\":" + json + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "010",
        "0x1F",
        "0o17",
        "+5",
        ".5",
        "1.",
        ".inf",
        "-.INF",
        ".nan",
        "9007199254740993",
        "0.1234567890123456789"
      })
  void numbersThatReadersDisagreeAboutAreRefused(String written) {
    assertThat(problems("v: " + written)).singleElement().asString().startsWith("t.yaml:1: /v: ");
  }

  @Test
  void aNameThatStandsTwiceIsRefused() {
    assertThat(problems("a: 1\nb: 2\na: 3"))
        .containsExactly("t.yaml:3: /a: This name stands here twice.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &x {b: 1}",
        "&x a: 1",
        "a: {&x b: 1}",
        "a: {? &x b : 1}",
        "a: !!str 1",
        "a: !mine {b: 1}",
        "a: !x [1]",
        "12: a",
        "true: a",
        "? [a]\n: 1",
        "a: \"\\ud800\"",
        "a: \"\\0\""
      })
  void whatMeansMoreThanItShowsIsRefused(String text) {
    assertThat(problems(text)).isNotEmpty().allMatch(problem -> problem.startsWith("t.yaml:1: "));
  }

  @Test
  void anchorsAndAliasesAreRefusedSoThatNothingGrows() {
    assertThat(problems("a: &x [1]\nb: [*x, *x]\n*x : 1"))
        .hasSize(4)
        .allMatch(problem -> problem.contains(": Anchors and aliases are not read"));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    assertThat(problems("a: 010\nb: !x 1\nc: 1\nc: 2")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "- a", "text", "a: 1\n---\nb: 2"})
  void aFileIsOneDocumentWithAMappingAtItsRoot(String text) {
    assertThat(problems(text)).hasSize(1);
  }

  @Test
  void brokenSyntaxIsToldWithItsLine() {
    assertThat(problems("a: 1\nb: [1, 2"))
        .singleElement()
        .asString()
        .matches("t\\.yaml:[23]: This is not YAML: .*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\x", "\\u", "\\u12", "\\U", "\\UFFFFFFFF", "\\U00110000\"", "\\u-001\""})
  void anEscapeThatIsNoneIsToldAndNoError(String escape) {
    assertThat(problems("a: \"" + escape))
        .singleElement()
        .asString()
        .contains(": This is not YAML: ");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    assertThat(YamlDocument.read("t.yaml", new byte[] {'a', ':', ' ', (byte) 0xff}).problems())
        .extracting(FileProblem::toString)
        .containsExactly("t.yaml: The file is not UTF-8.");
  }

  @Test
  void theLongestFileIsReadAndALongerOneIsNot() {
    byte[] longest =
        ("a: 1\n#" + "x".repeat(YamlDocument.MAX_BYTES - 6)).getBytes(StandardCharsets.UTF_8);
    assertThat(longest).hasSize(YamlDocument.MAX_BYTES);
    assertThat(YamlDocument.read("t.yaml", longest).problems()).isEmpty();
    byte[] longer =
        ("a: 1\n#" + "x".repeat(YamlDocument.MAX_BYTES - 5)).getBytes(StandardCharsets.UTF_8);
    assertThat(YamlDocument.read("t.yaml", longer).problems()).hasSize(1);
  }

  @Test
  void theDeepestFileIsReadAndADeeperOneIsNot() {
    assertThat(problems(nested(YamlDocument.MAX_DEPTH))).isEmpty();
    assertThat(problems(nested(YamlDocument.MAX_DEPTH + 1))).hasSize(1);
    assertThat(problems(nested(100_000))).hasSize(1);
  }

  private static String nested(int depth) {
    return "a: " + "[".repeat(depth) + "]".repeat(depth);
  }

  @Test
  void everyPlaceKnowsItsLineAndAMissingOneThatOfWhatIsAroundIt() {
    YamlDocument yaml = read("a: 1\nrules:\n  - id: x\n    when: y\n  - {id: z}\n\"a/b~c\": 2\n");
    assertThat(yaml.line("/a")).isEqualTo(1);
    assertThat(yaml.line("/rules")).isEqualTo(2);
    assertThat(yaml.line("/rules/0/when")).isEqualTo(4);
    assertThat(yaml.line("/rules/1/when")).isEqualTo(5);
    assertThat(yaml.line("/a~1b~0c")).isEqualTo(6);
    assertThat(yaml.line("/nowhere/at/all")).isEqualTo(1);
  }

  @Test
  void theDigestIsThatOfTheBytes() {
    assertThat(read("a: 1").digest()).isEqualTo(Digest.of("a: 1"));
  }

  @Test
  void aMissingFileIsToldByItsName(@TempDir Path folder) {
    assertThat(YamlDocument.read(folder.resolve("none.yaml")).problems())
        .singleElement()
        .asString()
        .endsWith("none.yaml: There is no such file.");
    assertThat(YamlDocument.read(folder).problems()).hasSize(1);
  }

  private static YamlDocument read(String text) {
    return switch (YamlDocument.read("t.yaml", text.getBytes(StandardCharsets.UTF_8))) {
      case FileReading.Read<YamlDocument>(var yaml) -> yaml;
      case FileReading.Unreadable<YamlDocument>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private static List<String> problems(String text) {
    return YamlDocument.read("t.yaml", text.getBytes(StandardCharsets.UTF_8)).problems().stream()
        .map(FileProblem::toString)
        .toList();
  }
}
