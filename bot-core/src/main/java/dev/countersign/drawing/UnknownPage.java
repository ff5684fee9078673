package dev.countersign.drawing;

import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.ChatMask;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution.Unknown;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What was executed, and nobody knows whether it happened, as a chat tells it: to one person who
/// asks, and to those who run the gate, of what nobody was asked about.
public final class UnknownPage {
  /// What is to be done about each of them.
  private static final String ADVICE =
      "Each was sent once, and nobody knows whether it happened; it is not repeated. Look in the"
          + " target system, and say what you found: it stands as your word.";

  private static final String HEADING = "❓ Outcome unknown";

  private UnknownPage() {}

  /// One of them, for one reader.
  ///
  /// @param whyNot why its reader may not say what happened, in the service's own words; empty for
  ///   whoever may
  public record Item(RequestRecord record, Unknown end, String whyNot) {}

  /// @param items what the reader may see, at least one
  /// @param next where the next page begins; empty where there is none
  public static Reply.Listing of(List<Item> items, Optional<ProposalId> next) {
    List<Part> parts = new ArrayList<>();
    items.forEach(item -> parts.add(row(item)));
    parts.add(new Part.Note(ADVICE));
    next.ifPresent(last -> parts.add(new Part.Asks(List.of(Commands.moreUnknown(last)))));
    return new Reply.Listing(
        HEADING,
        HEADING
            + ":\n"
            + items.stream()
                .map(item -> "• " + name(item.record()))
                .collect(Collectors.joining("\n")),
        parts);
  }

  /// One alone, for whoever wrote for it what a button asks.
  public static Reply.Listing of(Item item) {
    return new Reply.Listing(
        HEADING, HEADING + ": " + name(item.record()), List.of(row(item), new Part.Note(ADVICE)));
  }

  private static Part.Row row(Item item) {
    List<Run> below = new ArrayList<>(facts(item.record(), item.end(), true));
    if (!item.whyNot().isEmpty()) {
      below.add(Run.words("  ·  " + item.whyNot()));
    }
    return new Part.Row(
        UnknownLine.headline(item.record()),
        below,
        item.whyNot().isEmpty()
            ? Optional.of(Commands.sayWhatHappened(item.record().request().id()))
            : Optional.empty());
  }

  /// @param whole whether the reader is shown what the action is about
  private static List<Run> facts(RequestRecord record, Unknown end, boolean whole) {
    List<Run> facts = new ArrayList<>();
    if (whole && record.ruling().chatMask() == ChatMask.NONE) {
      facts.addAll(DeedObject.before(record.ruling().object()));
    }
    facts.add(Run.words("by " + record.proposal().agent() + " through "));
    facts.add(Run.supplied(record.proposal().action().targetSystem(), Run.Emphasis.CODE));
    facts.add(Run.words(", since "));
    facts.add(new Run.Moment(end.at()));
    facts.add(Run.words("  ·  " + CardFrame.shortName(record)));
    return facts;
  }

  private static String name(RequestRecord record) {
    return Wording.of(record).object() + " (" + CardFrame.name(record) + ")";
  }

  /// What those who run the gate are told of what a policy allowed without asking.
  ///
  /// @param items at least one
  /// @param more how many there are beside them
  /// @param page where they are listed; empty without a console
  public static Reply.Listing unasked(List<Item> items, int more, Optional<URI> page) {
    int all = items.size() + more;
    String heading = HEADING + ": nobody was asked about " + (all == 1 ? "this" : "these");
    List<Part> parts = new ArrayList<>();
    items.forEach(item ->
        parts.add(
            new Part.Row(
                UnknownLine.headline(item.record()),
                facts(item.record(), item.end(), false),
                Optional.empty())));
    if (more > 0) {
      parts.add(new Part.Note("… and " + more + " more."));
    }
    parts.add(
        new Part.Note(
            "The policy allowed "
                + (all == 1 ? "it" : "them")
                + " without asking. Nobody knows whether "
                + (all == 1 ? "it" : "they")
                + " happened, and nothing is repeated. Whoever administers this deployment"
                + " (console: admin) and is not on the side that proposed says what they found; an"
                + " operator can hand it in by countersign executions settle."));
    parts.add(new Part.Asks(List.of(Commands.unknown())));
    page.ifPresent(at -> parts.add(new Part.Leads("Open the page", at)));
    return new Reply.Listing(
        heading,
        heading
            + ":\n"
            + items.stream()
                .map(item -> "• " + name(item.record()))
                .collect(Collectors.joining("\n"))
            + (more > 0 ? "\n… and " + more + " more." : ""),
        parts);
  }
}
