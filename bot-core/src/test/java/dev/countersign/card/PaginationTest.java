package dev.countersign.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaginationTest {
  private static final int MANY = 10_000;

  @Test
  void whatFitsIsOnePage() {
    List<Section> sections =
        List.of(
            Section.Lines.of(List.of(Run.words("one"))),
            new Section.Verbatim("two", "text"),
            new Section.Note("three"));

    assertThat(Pagination.of(sections, MANY)).containsExactly(sections);
  }

  /// Whatever the text consists of: lines, one endless line, escapes, letters of several units.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a line of JSON\n",
        "endless",
        "\u0001",
        "\u200b",
        "👩‍👩‍👧‍👦",
        "e\u0301",
        "नी",
        "{{",
        "\"\\",
        "שלום ",
        "\t",
        " "
      })
  void nothingOfATextIsLostAndEachPageIsInBounds(String unit) {
    String text = unit.repeat(60_000 / unit.length());
    List<List<Section>> pages =
        Pagination.of(
            List.of(
                new Section.Quote("quote", List.of(Run.passage(text))),
                new Section.Verbatim("verbatim", text),
                new Section.Bullets("list", List.of(List.of(Run.supplied(text)))),
                Section.Lines.of(List.of(Run.strong("What: "), Run.supplied(text)))),
            MANY);

    List<Section> all = pages.stream().flatMap(List::stream).toList();
    assertThat(text(all, Section.Quote.class)).isEqualTo(text);
    assertThat(text(all, Section.Verbatim.class)).isEqualTo(text);
    assertThat(text(all, Section.Bullets.class)).isEqualTo(text);
    assertThat(text(all, Section.Lines.class)).isEqualTo("What: " + text);
    assertThat(pages).allSatisfy(page -> assertThat(drawn(page)).isLessThanOrEqualTo(6_000 + 400));
  }

  @Test
  void aPageEndsBehindALineAndALineBehindAWord() {
    String lines =
        IntStream.range(0, 2_000).mapToObj(n -> "line " + n + "\n").collect(Collectors.joining());
    for (List<Section> page : Pagination.of(List.of(new Section.Verbatim("t", lines)), MANY)) {
      assertThat(((Section.Verbatim) page.getFirst()).text()).startsWith("line ").endsWith("\n");
    }
    String words = "word ".repeat(6_000);
    for (List<Section> page :
        Pagination.of(List.of(new Section.Quote("t", List.of(Run.passage(words)))), MANY)) {
      assertThat(text(page, Section.Quote.class)).startsWith("word ").endsWith("word ");
    }
  }

  @Test
  void aSectionThatGoesOnSaysSo() {
    List<List<Section>> pages =
        Pagination.of(List.of(new Section.Verbatim("Exact request", "x".repeat(20_000))), MANY);

    assertThat(pages).hasSizeGreaterThan(2);
    assertThat(((Section.Verbatim) pages.getFirst().getFirst()).title()).isEqualTo("Exact request");
    assertThat(pages.subList(1, pages.size()))
        .allSatisfy(page ->
            assertThat(((Section.Verbatim) page.getFirst()).title())
                .isEqualTo("Exact request (continued)"));
  }

  @Test
  void anItemThatFitsAPageIsNotCut() {
    List<List<Run>> items = new ArrayList<>();
    for (int item = 0; item < 40; item++) {
      items.add(List.of(Run.strong("path " + item), Run.supplied("v".repeat(900))));
    }
    List<List<Section>> pages = Pagination.of(List.of(new Section.Bullets("t", items)), MANY);

    assertThat(
            pages.stream()
                .flatMap(List::stream)
                .flatMap(section -> ((Section.Bullets) section).items().stream()))
        .containsExactlyElementsOf(items);
  }

  /// A text that was marked for promises stays marked where it is cut.
  @Test
  void marksStayWhereATextIsCut() {
    List<Run> text = new ArrayList<>();
    for (int part = 0; part < 400; part++) {
      text.add(Run.part("and so on and on and on, ", Run.Emphasis.NONE));
      text.add(Run.part("EUR " + part, Run.Emphasis.COMMITMENT));
    }
    List<Section> all =
        Pagination.of(List.of(new Section.Quote("t", text)), MANY).stream()
            .flatMap(List::stream)
            .toList();

    long marked =
        all.stream()
            .flatMap(section -> ((Section.Quote) section).text().stream())
            .filter(run -> ((Run.Supplied) run).emphasis() == Run.Emphasis.COMMITMENT)
            .map(run -> ((Run.Supplied) run).text())
            .collect(Collectors.joining())
            .split("EUR", -1)
            .length;
    assertThat(marked).isEqualTo(401);
  }

  @Test
  void moreThanTheMostIsNone() {
    List<Section> sections = List.of(new Section.Verbatim("t", "x".repeat(20_000)));
    int needed = Pagination.of(sections, MANY).size();

    assertThat(Pagination.of(sections, needed)).hasSize(needed);
    assertThat(Pagination.of(sections, needed - 1)).isEmpty();
  }

  @Test
  void theEmptyTextIsThere() {
    assertThat(Pagination.of(List.of(new Section.Quote("t", List.of())), 1))
        .containsExactly(List.of(new Section.Quote("t", List.of())));
  }

  private static String text(List<Section> sections, Class<? extends Section> kind) {
    return sections.stream()
        .filter(kind::isInstance)
        .map(section ->
            switch (section) {
              case Section.Quote(var _, var runs) -> text(runs);
              case Section.Verbatim(var _, var text, var _) -> text;
              case Section.Bullets(var _, var items) ->
                  items.stream().map(PaginationTest::text).collect(Collectors.joining());
              case Section.Lines(var lines) ->
                  lines.stream().map(PaginationTest::text).collect(Collectors.joining());
              default -> throw new AssertionError(section);
            })
        .collect(Collectors.joining());
  }

  private static String text(List<Run> runs) {
    return runs.stream()
        .map(run -> run instanceof Run.Supplied it ? it.text() : ((Run.Words) run).text())
        .collect(Collectors.joining());
  }

  private static long drawn(List<Section> page) {
    return page.stream()
        .mapToLong(
            section -> VisibleText.of(text(List.of(section), section.getClass())).text().length())
        .sum();
  }
}
