package dev.countersign.card;

import com.ibm.icu.text.BreakIterator;
import dev.countersign.card.Run.Supplied;
import dev.countersign.people.PeopleReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/// Cuts sections into pages that every chat shows whole. Nothing is left out and nothing gives way:
/// all pages together say what the sections say, in their order, and a section that goes on says
/// so.
///
/// A page is counted with the most that each of its characters, lines and runs can cost where that
/// is dearest, so it is the same page in every chat: what somebody has read in one they need not
/// read again in another. Pure: the same sections give the same pages.
public final class Pagination {
  /// Characters of one page as they are drawn; a message of Slack's takes about 9,000 in all.
  static final int MOST_CHARACTERS = 6_000;

  /// What a page may cost in units of a Teams card, whose markup counts: of its 27 Ki units as many
  /// as heading, notes, buttons and their tokens leave.
  static final int MOST_UNITS = 13_500;

  /// Behind the title of a section that began on an earlier page.
  static final String GOES_ON = " (continued)";

  /// Units of a line of its own, of a run in it, and of a section with a title.
  private static final int LINE = 60;

  private static final int RUN = 64;
  private static final int SECTION = 260;

  /// Of a tab, which is drawn as a sign and four blanks, beside the character itself.
  private static final int TAB = 8;

  private static final int MOMENT = 40;

  /// Of a name, with room for some letters that take more than one character.
  private static final int PERSON = 2 * PeopleReader.LONGEST_NAME;

  /// UTF-16 units of an escape beside the character itself.
  private static final int ESCAPE = 8;

  /// A text is begun at the end of a page only where at least a part of so many fits.
  private static final int WORTH_BEGINNING = 4;

  /// Characters in which the end of a line, and then of a word, is looked for.
  private static final int LINE_END_WITHIN = 600;

  private static final int WORD_END_WITHIN = 80;
  private static final int LETTER_WITHIN = 100;

  private final int most;
  private final List<List<Section>> pages = new ArrayList<>();
  private List<Section> page = new ArrayList<>();
  private Cost left = Cost.PAGE;

  private Pagination(int most) {
    this.most = most;
  }

  /// @param most pages that are made; at least one
  /// @return one page or more; empty where the sections take more than `most`
  public static List<List<Section>> of(List<Section> sections, int most) {
    Pagination pagination = new Pagination(most);
    for (Section section : sections) {
      pagination.place(section);
      if (pagination.isOver()) {
        return List.of();
      }
    }
    pagination.turn();
    return pagination.isOver() ? List.of() : List.copyOf(pagination.pages);
  }

  private boolean isOver() {
    return pages.size() > most;
  }

  private void place(Section section) {
    switch (section) {
      case Section.Lines(var lines) -> place(section, "", lines);
      case Section.Bullets(var title, var items) -> place(section, title, items);
      case Section.Quote(var title, var text) -> place(section, title, List.of(text));
      case Section.Verbatim(var title, var text, var _) ->
          place(section, title, List.of(List.of(Run.passage(text))));
      case Section.Note(var words) -> {
        Cost cost = Cost.SECTION.and(Cost.of(List.of(Run.words(words))));
        if (!left.covers(cost)) {
          turn();
        }
        left = left.less(cost);
        page.add(section);
      }
      case Section.Explanation(var words) -> place(words);
      case Section.Aid(var words, _) -> place(words);
      case Section.Buttons _ -> {
        // Pages have their own.
      }
    }
  }

  private static boolean isText(Section section) {
    return section instanceof Section.Quote || section instanceof Section.Verbatim;
  }

  private void place(Section like, String title, List<List<Run>> parts) {
    Deque<List<Run>> rest = new ArrayDeque<>(parts);
    String heading = title;
    do {
      Cost head = Cost.SECTION.and(Cost.of(List.of(Run.words(heading))));
      List<List<Run>> here = new ArrayList<>();
      boolean full = !left.covers(head);
      left = left.less(head);
      while (!full && !rest.isEmpty()) {
        List<Run> part = rest.peek();
        Cost cost = Cost.of(part);
        if (left.covers(cost)) {
          left = left.less(cost);
          here.add(rest.remove());
          continue;
        }
        full = true;
        boolean alone = page.isEmpty() && here.isEmpty();
        boolean fitsAlone = Cost.PAGE.less(head).covers(cost);
        if (alone || (left.isWorthBeginning() && (isText(like) || !fitsAlone))) {
          Cut cut = Cut.of(part, left, alone);
          if (!cut.head().isEmpty()) {
            here.add(cut.head());
            rest.remove();
            if (!cut.tail().isEmpty()) {
              rest.addFirst(cut.tail());
            }
          }
        }
      }
      if (!here.isEmpty() || rest.isEmpty()) {
        page.add(like(like, heading, here));
        heading = title.isEmpty() ? title : title + GOES_ON;
      }
      if (!rest.isEmpty()) {
        turn();
      }
    } while (!rest.isEmpty() && !isOver());
  }

  private static Section like(Section section, String title, List<List<Run>> parts) {
    return switch (section) {
      case Section.Lines _ -> new Section.Lines(parts);
      case Section.Bullets _ -> new Section.Bullets(title, parts);
      case Section.Quote _ ->
          new Section.Quote(title, parts.isEmpty() ? List.of() : parts.getFirst());
      case Section.Verbatim _ ->
          new Section.Verbatim(title, parts.isEmpty() ? "" : text(parts.getFirst()));
      case Section.Note _, Section.Explanation _, Section.Aid _, Section.Buttons _ -> section;
    };
  }

  private static String text(List<Run> passage) {
    return passage.isEmpty() ? "" : ((Supplied) passage.getFirst()).text();
  }

  private void turn() {
    if (!page.isEmpty()) {
      pages.add(List.copyOf(page));
      page = new ArrayList<>();
    }
    left = Cost.PAGE;
  }

  /// What something takes of a page, or what is left of one.
  private record Cost(long characters, long units) {
    static final Cost PAGE = new Cost(MOST_CHARACTERS, MOST_UNITS);
    static final Cost SECTION = new Cost(0, Pagination.SECTION);

    static Cost of(List<Run> runs) {
      Cost cost = new Cost(0, LINE);
      for (Run run : runs) {
        cost =
            cost.and(
                switch (run) {
                  case Run.Words(var words, var _) -> text(words, words.length());
                  case Supplied supplied ->
                      text(supplied.text(), VisibleText.atMost(supplied.text()));
                  // The same for all: no page ends elsewhere because of a name or a new deadline.
                  case Run.Moment _ -> new Cost(MOMENT, RUN + MOMENT);
                  case Run.Human _ -> new Cost(PERSON, RUN + PERSON);
                });
      }
      return cost;
    }

    private static Cost text(String text, long characters) {
      long units = RUN + characters;
      for (int at = 0; at < text.length(); at++) {
        units += extra(text, at);
      }
      return new Cost(characters, units);
    }

    /// Beside the character itself: its escape in JSON, the line or the run that it begins.
    static int extra(String text, int at) {
      return switch (text.charAt(at)) {
        case '"', '\\' -> 1;
        case '\n' -> LINE + RUN;
        case '\t' -> TAB;
        case '{' -> at > 0 && text.charAt(at - 1) == '{' ? RUN : 0;
        default -> 0;
      };
    }

    Cost and(Cost other) {
      return new Cost(characters + other.characters, units + other.units);
    }

    Cost less(Cost other) {
      return new Cost(characters - other.characters, units - other.units);
    }

    boolean covers(Cost other) {
      return other.characters <= characters && other.units <= units;
    }

    boolean isWorthBeginning() {
      return covers(new Cost(MOST_CHARACTERS / WORTH_BEGINNING, MOST_UNITS / WORTH_BEGINNING));
    }
  }

  /// A part that has room for its beginning only.
  private record Cut(List<Run> head, List<Run> tail) {

    /// @param anyhow whether something is taken even where nothing fits: a run of the service's own
    ///   that is longer than a page is shown on one, and whoever draws it sees that it is too long
    static Cut of(List<Run> runs, Cost room, boolean anyhow) {
      List<Run> head = new ArrayList<>();
      Cost left = room.less(Cost.of(List.of()));
      for (int i = 0; i < runs.size(); i++) {
        Run run = runs.get(i);
        Cost cost = Cost.of(List.of(run)).less(Cost.of(List.of()));
        if (left.covers(cost)) {
          head.add(run);
          left = left.less(cost);
          continue;
        }
        List<Run> tail = new ArrayList<>(runs.subList(i + 1, runs.size()));
        if (run instanceof Supplied supplied) {
          int end = end(supplied.text(), left);
          if (end > 0) {
            head.add(piece(supplied, supplied.text().substring(0, end), true));
            tail.addFirst(piece(supplied, supplied.text().substring(end), supplied.ends()));
            return new Cut(head, tail);
          }
        }
        if (head.isEmpty() && anyhow) {
          head.add(run);
        } else {
          tail.addFirst(run);
        }
        return new Cut(ended(head), tail);
      }
      return new Cut(head, List.of());
    }

    private static Run piece(Supplied of, String text, boolean ends) {
      return new Supplied(text, of.emphasis(), of.breaks(), ends);
    }

    /// What stands at the end of a page is drawn as the end of a text is, so that blanks are seen.
    private static List<Run> ended(List<Run> head) {
      if (!head.isEmpty() && head.getLast() instanceof Supplied last && !last.ends()) {
        head.set(head.size() - 1, piece(last, last.text(), true));
      }
      return head;
    }

    /// Where the beginning ends that fits: behind a line, or a word, or else a letter.
    private static int end(String text, Cost room) {
      // Blanks at the end cost more than within.
      long characters = room.characters() - 2 * ESCAPE;
      long units = room.units() - RUN - 2 * ESCAPE;
      int at = 0;
      while (at < text.length()) {
        long drawn = VisibleText.atMost("x" + text.charAt(at) + "x") - 2;
        characters -= drawn;
        units -= drawn + Cost.extra(text, at);
        if (characters < 0 || units < 0) {
          break;
        }
        at++;
      }
      return at == text.length() ? wholeLetters(text, at - 1) : nicely(text, at);
    }

    private static int nicely(String text, int most) {
      int line = text.lastIndexOf('\n', most - 1) + 1;
      if (line > 0 && most - line <= LINE_END_WITHIN) {
        return line;
      }
      int word = text.lastIndexOf(' ', most - 1) + 1;
      if (word > 0 && most - word <= WORD_END_WITHIN) {
        return word;
      }
      return wholeLetters(text, most);
    }

    private static int wholeLetters(String text, int most) {
      if (most <= 0 || most >= text.length()) {
        return Math.max(0, Math.min(most, text.length()));
      }
      int from = Math.max(0, most - LETTER_WITHIN);
      BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
      letters.setText(text.substring(from, Math.min(text.length(), most + LETTER_WITHIN)));
      int end = letters.isBoundary(most - from) ? most : from + letters.preceding(most - from);
      if (end > from) {
        return end;
      }
      boolean splits =
          Character.isHighSurrogate(text.charAt(most - 1))
              && Character.isLowSurrogate(text.charAt(most));
      return splits ? most - 1 : most;
    }
  }
}
