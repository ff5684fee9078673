package dev.countersign.drawing;

import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.proposal.RiskLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What waits for one person, told without their asking: the rows of their queue below how many of
/// which risk there are and when the next of them ends. Nothing in it approves anything.
public final class DigestPage {
  private DigestPage() {}

  /// @param lines at least one, the gravest first
  /// @param inAll how many wait, in words
  /// @param more whether there are some that are not among the lines
  /// @param mute the button that ends digests for a while
  public static Reply.Listing of(
      List<WaitingLine> lines, String inAll, boolean more, Reply.Ask mute) {
    boolean one = lines.size() == 1 && !more;
    String heading = "📋 " + inAll + (one ? " request waits for you" : " requests wait for you");
    String counts = (more ? "The gravest " + lines.size() + ": " : "") + counts(lines);
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part.Lines(
            List.of(
                List.of(
                    Run.strong(counts),
                    Run.words("  ·  the next ends "),
                    new Run.Moment(next(lines))))));
    lines.stream().map(QueuePage::row).forEach(parts::add);
    parts.add(new Part.Asks(List.of(Commands.queue(), mute)));
    return new Reply.Listing(heading, heading + ". " + counts + ".", parts);
  }

  private static Instant next(List<WaitingLine> lines) {
    return lines.stream().map(WaitingLine::deadline).min(Comparator.naturalOrder()).orElseThrow();
  }

  /// The gravest first, as in `1 critical, 3 high`.
  private static String counts(List<WaitingLine> lines) {
    Map<RiskLevel, Integer> counted = new EnumMap<>(RiskLevel.class);
    lines.forEach(line -> counted.merge(line.risk(), 1, Integer::sum));
    return counted.entrySet().stream()
        .sorted(Map.Entry.<RiskLevel, Integer>comparingByKey().reversed())
        .map(each -> Wording.riskSign(each.getKey()) + " " + each.getValue() + " " + name(each))
        .collect(Collectors.joining("  "));
  }

  private static String name(Map.Entry<RiskLevel, Integer> counted) {
    return switch (counted.getKey()) {
      case LOW -> "low";
      case MEDIUM -> "medium";
      case HIGH -> "high";
      case CRITICAL -> "critical";
    };
  }
}
