package dev.countersign.courier;

import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.Section;
import dev.countersign.card.Tone;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.request.RequestState.Pending;
import java.util.List;

/// Makes the neutral card of a request from what is committed, and from nothing else.
public final class CardComposer {
  private final Directory directory;

  public CardComposer(Directory directory) {
    this.directory = directory;
  }

  public CardView compose(RequestRecord record) {
    return record.request().state() instanceof Pending
        ? PendingCard.of(record, person -> Mentions.of(person, directory))
        : SettledCard.of(record, directory);
  }

  /// All cards that a request just opened can come to have until it is decided, none of them
  /// smaller than it will be: one for each approval that it still lacks.
  public List<CardView> toCome(RequestRecord opened) {
    return Foresight.of(opened);
  }

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
    return record.request().id() + " rev " + record.request().revision();
  }
}
