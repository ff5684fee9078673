package dev.countersign.card;

import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Cuts what the agent says beside its action to a number of characters, and says how many are left
/// out, in a line of the service's own right below.
///
/// The room is shared out evenly, between the explanations and between the entries of a list; what
/// a short one does not need, longer ones get. Each shows its beginning, up to the end of a word.
final class Excerpts {
  /// Characters of a single text that is never cut: what would be said instead is no shorter.
  private static final int ALWAYS = 120;

  /// Characters of a beginning below which it tells nothing; then it is left out altogether.
  private static final int SHORTEST = 40;

  /// UTF-16 code units of the longest word that is kept in one piece; a number cut in two would be
  /// another number.
  private static final int LONGEST_WORD = 60;

  private static final String CUT_MARK = "…";

  private final int most;

  /// @param most characters (code points) of all explanations together
  Excerpts(int most) {
    this.most = most;
  }

  List<Section> of(List<Section> sections) {
    int[] lengths = lengths(sections).toArray();
    int[] shares = shares(most, lengths);
    return IntStream.range(0, lengths.length)
        .boxed()
        .flatMap(i ->
            sections.get(i) instanceof Section.Explanation it
                    && lengths[i] > shares[i]
                    && !isShort(it)
                ? cut(it, shares[i])
                : Stream.of(sections.get(i)))
        .toList();
  }

  /// Characters of all that the agent says in these sections beside its action.
  static int length(List<Section> sections) {
    return lengths(sections).sum();
  }

  private static IntStream lengths(List<Section> sections) {
    return sections.stream()
        .mapToInt(section -> section instanceof Section.Explanation it ? length(it) : 0);
  }

  private static int length(Section.Explanation explanation) {
    return parts(explanation).stream().mapToInt(Excerpts::supplied).sum();
  }

  private static boolean isShort(Section.Explanation explanation) {
    List<List<Run>> parts = parts(explanation);
    return parts.size() == 1 && parts.getFirst().size() == 1 && length(explanation) <= ALWAYS;
  }

  private static List<List<Run>> parts(Section.Explanation explanation) {
    return switch (explanation.words()) {
      case Section.Quote quote -> List.of(quote.text());
      case Section.Bullets bullets -> bullets.items();
    };
  }

  private static int supplied(List<Run> runs) {
    return runs.stream()
        .mapToInt(run -> run instanceof Run.Supplied it ? characters(it.text()) : 0)
        .sum();
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }

  /// The shortest first: what it leaves of its even share is for the others.
  private static int[] shares(int room, int[] lengths) {
    int[] shares = new int[lengths.length];
    int left = room;
    int waiting = lengths.length;
    List<Integer> shortestFirst =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> lengths[i]))
            .toList();
    for (int i : shortestFirst) {
      shares[i] = Math.min(lengths[i], left / waiting);
      left -= shares[i];
      waiting--;
    }
    return shares;
  }

  private static Stream<Section> cut(Section.Explanation explanation, int room) {
    List<List<Run>> parts = parts(explanation);
    int begun = Math.min(parts.size(), room / SHORTEST);
    int[] shares =
        shares(room, parts.subList(0, begun).stream().mapToInt(Excerpts::supplied).toArray());
    List<Beginning> kept =
        IntStream.range(0, begun)
            .mapToObj(i -> beginning(parts.get(i), shares[i]))
            .filter(part -> part.shown() > 0)
            .toList();
    List<List<Run>> shown = kept.stream().map(Beginning::runs).toList();
    int all = length(explanation);
    int gone = all - kept.stream().mapToInt(Beginning::shown).sum();
    return switch (explanation.words()) {
      case Section.Quote(var title, _) ->
          shown.isEmpty()
              ? Stream.of(absent(title, all, ""))
              : Stream.of(new Section.Quote(title, shown.getFirst()), missing(gone, all, ""));
      case Section.Bullets(var title, _) ->
          shown.isEmpty()
              ? Stream.of(absent(title, all, " in " + entries(parts.size())))
              : Stream.of(
                  new Section.Bullets(title, shown),
                  missing(gone, all, altogether(parts.size() - shown.size(), parts.size())));
    };
  }

  private static Section absent(String title, int all, String where) {
    return Section.Lines.of(
        List.of(
            Run.strong(title + ": "),
            Run.words(
                "✂️ left out for lack of room, all "
                    + grouped(all)
                    + " characters that the agent wrote"
                    + where
                    + ".")));
  }

  private static Section missing(int gone, int all, String entries) {
    return Section.Lines.of(
        List.of(
            Run.strong("✂️ Left out above for lack of room: "),
            Run.words(
                grouped(gone)
                    + " of the "
                    + grouped(all)
                    + " characters that the agent wrote there"
                    + entries
                    + ".")));
  }

  private static String altogether(int gone, int all) {
    return gone == 0 ? "" : ", " + gone + " of " + entries(all) + " altogether";
  }

  private static String entries(int number) {
    return number == 1 ? "1 entry" : number + " entries";
  }

  private static String grouped(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// @param shown characters of the agent in it
  private record Beginning(List<Run> runs, int shown) {}

  /// The service's words between two texts stay only where the second one does.
  private static Beginning beginning(List<Run> runs, int room) {
    List<Run> kept = new ArrayList<>();
    List<Run> between = new ArrayList<>();
    int shown = 0;
    for (Run run : runs) {
      if (!(run instanceof Run.Supplied supplied)) {
        between.add(run);
        continue;
      }
      String text = beginning(supplied.text(), room - shown);
      shown += characters(text);
      boolean whole = text.length() == supplied.text().length();
      if (!whole && text.isEmpty()) {
        kept.add(Run.words(CUT_MARK));
        return new Beginning(kept, shown);
      }
      kept.addAll(between);
      between.clear();
      if (!whole) {
        // Within the agent's text: nothing of the service's may stand behind a passage.
        kept.add(new Run.Supplied(text + CUT_MARK, supplied.emphasis(), supplied.breaks(), true));
        return new Beginning(kept, shown);
      }
      kept.add(run);
    }
    kept.addAll(between);
    return new Beginning(kept, shown);
  }

  /// At most so many characters: up to the end of a word, or at least of a letter with its marks.
  private static String beginning(String text, int most) {
    if (characters(text) <= most) {
      return text;
    }
    int end = text.offsetByCodePoints(0, most);
    for (int at = end; at > 0 && at >= end - LONGEST_WORD; at--) {
      if (Character.isWhitespace(text.charAt(at))) {
        return text.substring(0, at).stripTrailing();
      }
    }
    BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
    letters.setText(text);
    return text.substring(0, letters.isBoundary(end) ? end : letters.preceding(end))
        .stripTrailing();
  }
}
