package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A page of `docs/` as the tests read it that hold it to the code: sections by their heading, in
/// each its tables and its blocks of code. A section ends where the next of its level begins.
public final class ReferencePage {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern HEADING = Pattern.compile("(#{1,6}) (.*)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
  private static final String FENCE = "```";

  private final String name;
  private final List<String> lines;

  private ReferencePage(String name, List<String> lines) {
    this.name = name;
    this.lines = List.copyOf(lines);
  }

  public static ReferencePage read(String name) {
    try {
      return new ReferencePage(name, Files.readAllLines(DOCS.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A proposal of `docs/examples/`, as a body.
  public static byte[] example(String name) {
    try {
      return Files.readAllBytes(DOCS.resolve("examples").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param cells without the bars, and without the backslash before a bar that is meant
  public record Row(List<String> cells) {
    public Row {
      cells = List.copyOf(cells);
    }

    public String cell(int number) {
      return cells.get(number);
    }

    /// What stands in a cell as code.
    public List<String> words(int number) {
      return CODE.matcher(cell(number)).results().map(word -> word.group(1)).toList();
    }
  }

  /// The section with this heading, which is there once.
  public ReferencePage section(String heading) {
    List<ReferencePage> found =
        sections().entrySet().stream()
            .filter(section -> section.getKey().equals(heading))
            .map(Map.Entry::getValue)
            .toList();
    if (found.size() != 1) {
      throw new AssertionError("%s has no section \"%s\"".formatted(name, heading));
    }
    return found.getFirst();
  }

  /// Heading → section, of all levels, in the order of the page.
  public Map<String, ReferencePage> sections() {
    Map<String, ReferencePage> sections = new LinkedHashMap<>();
    List<Integer> levels = levels();
    for (int i = 0; i < lines.size(); i++) {
      int level = levels.get(i);
      if (level > 0) {
        int end = i + 1;
        while (end < lines.size() && (levels.get(end) == 0 || levels.get(end) > level)) {
          end++;
        }
        String heading = lines.get(i).substring(level + 1);
        if (sections.put(heading, new ReferencePage(heading, lines.subList(i + 1, end))) != null) {
          throw new AssertionError("%s has two sections \"%s\"".formatted(name, heading));
        }
      }
    }
    return sections;
  }

  /// Of each line the level of the heading that it is; 0 for others, and for what stands in code.
  private List<Integer> levels() {
    List<Integer> levels = new ArrayList<>();
    boolean code = false;
    for (String line : lines) {
      code ^= line.startsWith(FENCE);
      MatchResult heading = HEADING.matcher(line).results().findFirst().orElse(null);
      levels.add(code || heading == null || heading.start() > 0 ? 0 : heading.group(1).length());
    }
    return levels;
  }

  public String text() {
    return String.join("\n", lines);
  }

  /// The rows of all tables, without their headers.
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      boolean isHeader = i + 1 < lines.size() && lines.get(i + 1).startsWith("|---");
      if (lines.get(i).startsWith("| ") && !isHeader) {
        rows.add(split(lines.get(i)));
      }
    }
    return rows;
  }

  private static Row split(String line) {
    List<String> cells = Arrays.asList(BAR.split(line.strip(), -1));
    return new Row(
        cells.subList(1, cells.size() - 1).stream()
            .map(cell -> cell.strip().replace("\\|", "|"))
            .toList());
  }

  /// The row that names this first, or the failure of a page that has none.
  public Row row(String word) {
    return rows().stream()
        .filter(row -> row.words(0).stream().findFirst().filter(word::equals).isPresent())
        .findFirst()
        .orElseThrow(() -> new AssertionError("%s has no row for %s".formatted(name, word)));
  }

  /// The table has a row for each of these keys and for no other.
  ///
  /// @param keys of each kind of object that the file has
  /// @param places where each kind of object stands in the file
  public void assertKeys(Map<String, Set<String>> keys, Map<String, String> places) {
    assertThat(keys.keySet()).isEqualTo(places.keySet());
    assertThat(rows().stream().map(row -> row.words(0).getFirst()))
        .containsExactlyInAnyOrderElementsOf(
            keys.entrySet().stream()
                .flatMap(
                    kind -> kind.getValue().stream().map(key -> places.get(kind.getKey()) + key))
                .toList());
  }

  /// The code in the first cells of all rows.
  public Set<String> named() {
    return rows().stream().flatMap(row -> row.words(0).stream()).collect(Collectors.toSet());
  }

  /// The blocks of code of this language.
  public List<String> blocks(String language) {
    List<String> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals(FENCE + language)) {
        int end = i + 1;
        while (!lines.get(end).equals(FENCE)) {
          end++;
        }
        blocks.add(String.join("\n", lines.subList(i + 1, end)) + "\n");
        i = end;
      }
    }
    return blocks;
  }
}
