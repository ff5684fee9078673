package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.policy.Commitments;
import dev.countersign.policy.Commitments.Kind;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the text of a message commits its sender to, as far as it is found, see [Commitments]: how
/// many of each kind, for the line below the risk. They are highlighted where they stand.
///
/// @param spans in the order of the text
record Promises(List<Commitments.Span> spans) {
  private static final String SIGN = "🤝 ";

  /// More than a text can have.
  private static final int MOST = 99_999;

  Promises {
    spans = List.copyOf(spans);
  }

  static Promises in(Action action) {
    return new Promises(
        action.changes() instanceof Message message
            ? Commitments.findInBody(message.content(), message.format())
            : List.of());
  }

  /// Empty where none were found, which is no proof that there are none.
  Optional<List<Run>> counted() {
    Map<Kind, Integer> numbers = new EnumMap<>(Kind.class);
    spans.forEach(span -> numbers.merge(span.kind(), 1, Integer::sum));
    return numbers.isEmpty() ? Optional.empty() : Optional.of(line(numbers));
  }

  /// A line that is no shorter than that of any text.
  static List<Run> longest() {
    Map<Kind, Integer> numbers = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      numbers.put(kind, MOST);
    }
    return line(numbers);
  }

  private static List<Run> line(Map<Kind, Integer> numbers) {
    List<String> counts = new ArrayList<>();
    numbers.forEach((kind, number) -> counts.add(number + " " + name(kind, number > 1)));
    return List.of(Run.words(SIGN + String.join(", ", counts)));
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
