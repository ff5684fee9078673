package dev.countersign.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.Run.Emphasis;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What gives way where there is no room, and what is said of it.
class YieldingTest {
  private static final ProposalId REQUEST = new ProposalId("prop_01JD9Q7Z3M8V5K2N4R6T8W0XYZ");
  private static final String WHY = "Why";
  private static final String EVIDENCE = "Evidence";
  private static final Pattern LEFT_OUT =
      Pattern.compile("([\\d,]+) of the ([\\d,]+) characters that the agent wrote there");

  private static final Section ACTION =
      new Section.Quote(
          "Exact message",
          List.of(
              Run.part("We refund ", Emphasis.NONE), Run.passage("EUR 10", Emphasis.COMMITMENT)));

  private final List<CardView> drawn = new ArrayList<>();

  private static Section reason(String text) {
    return new Section.Explanation(new Section.Quote(WHY, List.of(Run.passage(text))));
  }

  private static Section evidence(int entries, String title, String excerpt) {
    return new Section.Explanation(
        new Section.Bullets(
            EVIDENCE,
            Collections.nCopies(
                entries,
                List.of(
                    Run.supplied(title, Emphasis.STRONG),
                    Run.words("  ·  "),
                    Run.supplied(excerpt)))));
  }

  private static CardView card(Section... sections) {
    return new CardView(
        REQUEST, 1, 1, Tone.NEUTRAL, "Heading", "Summary", List.of(sections), List.of(), "Footer");
  }

  /// A chat that takes so many characters.
  private RenderedCard draw(CardView view, int room) {
    return Yielding.draw(
        view,
        part -> {
          drawn.add(part);
          return RenderedCard.of(
              JsonObject.builder().put("text", Json.of(text(part))).build(),
              text(part).length() <= room,
              Set.of());
        });
  }

  private static String text(CardView view) {
    return view.sections().stream().map(YieldingTest::text).collect(Collectors.joining("\n"));
  }

  private static String text(Section section) {
    return switch (section) {
      case Section.Lines(var lines) -> text(lines);
      case Section.Quote(var title, var runs) -> title + "\n" + text(List.of(runs));
      case Section.Bullets(var title, var items) -> title + "\n" + text(items);
      case Section.Verbatim(var title, var exact, _) -> title + "\n" + exact;
      case Section.Note(var words) -> words;
      case Section.Explanation(var words) -> text(words);
      case Section.Aid(var words, _) -> text(words);
      case Section.Buttons _ -> "";
    };
  }

  private static String text(List<List<Run>> lines) {
    return lines.stream()
        .map(line ->
            line.stream()
                .map(run ->
                    switch (run) {
                      case Run.Words(var words, _) -> words;
                      case Run.Supplied supplied -> supplied.text();
                      case Run.Moment(var at) -> at.toString();
                      case Run.Human(var name, _) -> name;
                    })
                .collect(Collectors.joining()))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void whatFitsIsDrawnAsItIs() {
    CardView view = card(ACTION, reason("because ".repeat(30)));

    draw(view, 1_000);

    assertThat(drawn).containsExactly(view);
  }

  @Test
  void whatHelpsTheEyeGoesBeforeAWordOfTheAgent() {
    Section indented = new Section.Verbatim("Only if", "{\n" + " ".repeat(500) + "}", "{}");
    CardView view = card(ACTION, indented, reason("because ".repeat(30)));

    RenderedCard card = draw(view, 500);

    assertThat(card.complete()).isTrue();
    assertThat(card.body().text("text"))
        .isEqualTo(text(view.plainer()))
        .startsWith("Exact message (no room for highlights)\nWe refund EUR 10\n");
  }

  @Test
  void asMuchOfTheAgentsWordsIsShownAsThereIsRoomFor() {
    CardView view = card(ACTION, reason("because ".repeat(1_000)));

    for (int room = 200; room < 9_000; room += 100) {
      RenderedCard card = draw(view, room);
      String text = card.body().text("text");
      assertThat(card.complete()).isTrue();
      assertThat(text).contains("We refund EUR 10");
      assertThat(text.length()).as("room %d", room).isGreaterThan(Math.min(8_000, room - 200));
    }
  }

  @Test
  void whatHasNoRoomForTheActionShowsNoWordOfTheAgentInItsPlace() {
    RenderedCard card =
        draw(
            card(ACTION, new Section.Verbatim("Only if", "x".repeat(900)), reason("y".repeat(500))),
            800);

    assertThat(card.complete()).isFalse();
    assertThat(card.body().text("text")).doesNotContain("yy").contains("all 500 characters");
  }

  @Test
  void aCardIsDrawnAFewTimesAtMostHoweverMuchTheAgentSays() {
    draw(
        card(ACTION, reason("y".repeat(8_000)), evidence(20, "t".repeat(200), "e".repeat(4_000))),
        700);

    assertThat(drawn).hasSizeLessThan(16);
  }

  @Test
  void howMuchIsLeftOutIsSaidRightForEveryRoom() {
    String reason = "because it is 1,000 EUR ".repeat(50);
    CardView view =
        card(reason(reason), ACTION, evidence(20, "Ticket", "seen on the day ".repeat(9)));

    for (int most = 0; most < 4_500; most += 7) {
      CardView brief = view.briefer(most);
      assertThat(brief.sections()).contains(ACTION);
      List<Section> sections = brief.sections();
      int shown = 0;
      for (int i = 0; i < sections.size(); i++) {
        int said = supplied(sections.get(i));
        shown += said;
        if (said > 0 && !(sections.get(i) instanceof Section.Explanation)) {
          Matcher matcher = LEFT_OUT.matcher(text(sections.get(i + 1)));
          assertThat(matcher.find()).isTrue();
          assertThat(number(matcher.group(1))).isEqualTo(number(matcher.group(2)) - said);
        }
      }
      assertThat(shown).as("of %d", most).isLessThanOrEqualTo(most);
    }
  }

  private static int number(String grouped) {
    return Integer.parseInt(grouped.replace(",", ""));
  }

  /// Characters of the agent in an explanation, the marks of a cut apart.
  private static int supplied(Section section) {
    Section words = section instanceof Section.Explanation it ? it.words() : section;
    Stream<Run> runs =
        switch (words) {
          case Section.Quote(var title, var text) when title.equals(WHY) -> text.stream();
          case Section.Bullets(_, var items) -> items.stream().flatMap(List::stream);
          case Section.Quote _,
              Section.Lines _,
              Section.Verbatim _,
              Section.Note _,
              Section.Aid _,
              Section.Buttons _,
              Section.Explanation _ ->
              Stream.empty();
        };
    return runs.mapToInt(run ->
            run instanceof Run.Supplied supplied ? supplied.text().replace("…", "").length() : 0)
        .sum();
  }

  @Test
  void theRoomIsSharedOutEvenlyAndWhatAShortOneLeavesIsForTheLongOne() {
    String excerpt = "e".repeat(300);
    CardView view = card(reason("y".repeat(2_000)), evidence(2, "Ticket", excerpt));

    assertThat(text(view.briefer(1_000)))
        .contains("y".repeat(500) + "…\n")
        .contains("Ticket  ·  " + "e".repeat(244) + "…");
    assertThat(text(view.briefer(1_612)))
        .contains("y".repeat(1_000) + "…\n")
        .contains("Ticket  ·  " + excerpt + "\nTicket  ·  " + excerpt);
  }

  @Test
  void entriesThatWouldShowNextToNothingAreLeftOutAndCounted() {
    assertThat(text(card(evidence(20, "Ticket", "e".repeat(300))).briefer(200)))
        .contains("Ticket")
        .endsWith(
            " of the 6,120 characters that the agent wrote there, 15 of 20 entries altogether.");
  }

  @Test
  void whatIsLeftOutAltogetherIsNamedInOneLineWithTheLinesBesideIt() {
    Section above = Section.Lines.of(List.of(Run.words("above")));
    Section below = Section.Lines.of(List.of(Run.words("below")));

    CardView brief = card(above, reason("y".repeat(200)), below).briefer(0);

    assertThat(brief.sections()).hasSize(1);
    assertThat(text(brief))
        .isEqualTo(
            "above\nWhy: ✂️ left out for lack of room, all 200 characters that the agent"
                + " wrote.\nbelow");
  }

  @Test
  void aShortWordStaysWhateverHappens() {
    CardView view = card(reason("The customer asked for it."));

    assertThat(view.briefer(0)).isEqualTo(view);
  }

  /// Twenty empty words cost a chat much more than their characters.
  @Test
  void manyShortEntriesGiveWayToo() {
    assertThat(text(card(evidence(20, "a", "")).briefer(0)))
        .isEqualTo(
            "Evidence: ✂️ left out for lack of room, all 20 characters that the agent wrote in 20"
                + " entries.");
  }

  @Test
  void aNumberOrALetterIsNeverCutInTwo() {
    String amounts = "pay 1,234,567 EUR ".repeat(40);
    String family = "👨‍👩‍👧‍👦".repeat(60);
    String marked = "e\u0323\u0302".repeat(200);
    for (int most = 41; most < 400; most++) {
      assertThat(shown(amounts, most)).matches("(pay 1,234,567 EUR )*(pay( 1,234,567( EUR)?)?)?");
      assertThat(shown(family, most)).matches("(👨‍👩‍👧‍👦)*");
      assertThat(shown(marked, most)).matches("(e\u0323\u0302)*");
    }
  }

  private static String shown(String reason, int most) {
    return text(card(reason(reason)).briefer(most))
        .lines()
        .skip(1)
        .findFirst()
        .map(line -> line.replace("…", ""))
        .orElse("");
  }
}
