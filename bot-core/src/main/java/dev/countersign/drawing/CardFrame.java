package dev.countersign.drawing;

import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.Section;
import dev.countersign.card.Tone;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import java.util.List;

/// What every card has of its request, whatever it shows.
final class CardFrame {
  /// Characters of a ULID's random part: among a hundred requests two alike come once in 200,000
  /// times.
  private static final int SHORT = 6;

  private CardFrame() {}

  static CardView view(
      RequestRecord record,
      Tone tone,
      String heading,
      String summary,
      List<Section> sections,
      List<Button> buttons,
      String footer) {
    return new CardView(
        record.request().id(),
        record.request().revision(),
        record.request().version(),
        tone,
        heading,
        summary,
        sections,
        buttons,
        footer);
  }

  static String name(RequestRecord record) {
    return name(record.request().id(), record.request().revision());
  }

  /// As much of the id as tells the cards of one conversation apart; the whole one is in the small
  /// print.
  static String shortName(RequestRecord record) {
    return shortName(record.request().id());
  }

  static String shortName(ProposalId request) {
    String id = request.value();
    return "#" + id.substring(id.length() - SHORT);
  }

  static String name(ProposalId id, int revision) {
    return id + " rev " + revision;
  }
}
