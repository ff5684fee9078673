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

  static String name(ProposalId id, int revision) {
    return id + " rev " + revision;
  }
}
