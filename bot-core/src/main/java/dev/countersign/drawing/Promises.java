package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.policy.Commitments;
import dev.countersign.policy.Commitments.Kind;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What the text of a message commits its sender to, as far as it is found, see [Commitments], for
/// the line below the risk: amounts, offers and dates in the words of the text where a kind has one
/// or two of them, and otherwise how many. They are highlighted where they stand.
///
/// @param text in which the spans are
/// @param spans in the order of the text
record Promises(String text, List<Commitments.Span> spans) {
  private static final String SIGN = "🤝 ";

  /// Of one kind that are told in the words of the text.
  private static final int MOST_TOLD = 2;

  /// UTF-16 code units of one that is told so; "by Wednesday, 30 November" has 25.
  private static final int MOST_TEXT = 28;

  /// Kinds that say something without the sentence they stand in.
  private static final Set<Kind> TELLING =
      EnumSet.of(Kind.AMOUNT, Kind.DISCOUNT, Kind.DATE, Kind.DEADLINE);

  /// Nothing that is drawn as more than it is, and no sign that the gate's own words end with.
  private static final Pattern TELLABLE = Pattern.compile("[\\p{L}\\p{Nd}\\p{Sc}%.:/’' +-]+");

  /// More than a text can have.
  private static final int MOST = 99_999;

  Promises {
    spans = List.copyOf(spans);
  }

  static Promises in(Action action) {
    return action.changes() instanceof Message message
        ? new Promises(
            message.content(), Commitments.findInBody(message.content(), message.format()))
        : new Promises("", List.of());
  }

  /// Empty where none were found, which is no proof that there are none.
  Optional<List<Run>> told() {
    return spans.isEmpty() ? Optional.empty() : Optional.of(line(this::told));
  }

  /// How many of each kind, without a word of the text.
  Optional<List<Run>> counted() {
    return spans.isEmpty()
        ? Optional.empty()
        : Optional.of(line(kind -> counted(kind, number(kind))));
  }

  /// A line that is no shorter than that of any text.
  static List<Run> longest() {
    List<Run> told =
        Collections.nCopies(MOST_TOLD, Run.supplied("€".repeat(MOST_TEXT), Run.Emphasis.STRONG));
    return line(kind -> TELLING.contains(kind) ? told : counted(kind, MOST));
  }

  private static List<Run> line(Function<Kind, List<Run>> told) {
    List<Run> line = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Run run : told.apply(kind)) {
        String before = line.isEmpty() ? SIGN : ", ";
        if (run instanceof Run.Words(var text, _)) {
          line.add(Run.words(before + text));
        } else {
          line.add(Run.words(before));
          line.add(run);
        }
      }
    }
    return List.copyOf(line);
  }

  private List<Run> told(Kind kind) {
    List<String> texts =
        spans.stream()
            .filter(span -> span.kind() == kind)
            .map(span -> text.substring(span.start(), span.end()))
            .distinct()
            .toList();
    boolean tellable =
        TELLING.contains(kind)
            && texts.size() <= MOST_TOLD
            && texts.stream()
                .allMatch(told -> told.length() <= MOST_TEXT && TELLABLE.matcher(told).matches());
    return tellable
        ? texts.stream().map(told -> Run.supplied(told, Run.Emphasis.STRONG)).toList()
        : counted(kind, number(kind));
  }

  private int number(Kind kind) {
    return (int) spans.stream().filter(span -> span.kind() == kind).count();
  }

  private static List<Run> counted(Kind kind, int number) {
    return number == 0 ? List.of() : List.of(Run.words(number + " " + name(kind, number > 1)));
  }

  private static String name(Kind kind, boolean many) {
    return switch (kind) {
      case AMOUNT -> many ? "amounts" : "amount";
      case DISCOUNT -> many ? "offers" : "offer";
      case DATE -> many ? "dates" : "date";
      case DEADLINE -> many ? "deadlines" : "deadline";
      case GUARANTEE -> many ? "promises" : "promise";
      case ABSOLUTE -> many ? "absolute words" : "absolute word";
    };
  }
}
