package dev.countersign.drawing;

import dev.countersign.card.CardView;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.RequestState.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A request as pages show it, which have room for all of it: by the same drawing as its card in a
/// chat, with every reason of the ruling behind it.
public final class ReviewCard {
  private final RequestRecord record;
  private final Directory people;

  private ReviewCard(RequestRecord record, Directory people) {
    this.record = record;
    this.people = people;
  }

  /// Everything, for whoever may decide it now.
  public static CardView deciding(RequestRecord record, Directory people) {
    return new ReviewCard(record, people).pending(true, true);
  }

  /// Everything, for whoever may stand in for its quorum; no button of it decides anything.
  public static CardView breaking(RequestRecord record, Directory people) {
    return new ReviewCard(record, people).pending(true, false);
  }

  /// To be read only, without what the ruling keeps out of sight of those who do not decide.
  public static CardView reading(RequestRecord record, Directory people) {
    ReviewCard card = new ReviewCard(record, people);
    return record.request().state() instanceof Pending
        ? card.pending(false, false)
        : card.settled();
  }

  /// How it stands and no more, for whoever was never asked.
  public static CardView standing(RequestRecord record, Directory people) {
    CardView card = reading(record, people);
    return CardFrame.view(
        record,
        card.tone(),
        card.heading(),
        card.summary(),
        List.of(Section.Lines.of(List.of(Run.words(card.summary())))),
        List.of(),
        CardFrame.name(record));
  }

  private CardView pending(boolean whole, boolean asks) {
    List<Section> sections = new ArrayList<>(PendingCard.onPages(record, this::naming));
    sections.add(DetailPages.why(record));
    Wording wording = Wording.of(record);
    return CardFrame.view(
        record,
        PendingCard.tone(record),
        wording.icon() + " " + wording.object(),
        PendingCard.summary(
            record.ruling().risk().assessed(),
            wording.object() + DeedObject.behind(record.ruling().object()),
            CardFrame.name(record),
            record.request().deadline()),
        whole ? sections : MaskedCard.sections(sections, record),
        asks ? PendingCard.buttonsOnPages(record) : List.of(),
        PendingCard.footer(record));
  }

  private CardView settled() {
    CardView card = SettledCard.of(record, people);
    List<Section> sections =
        Stream.of(
                GlassLine.of(record, () -> people).stream().toList(),
                card.sections(),
                PendingCard.proposed(record, this::naming),
                List.of(DetailPages.why(record)))
            .flatMap(List::stream)
            .distinct()
            .toList();
    return CardFrame.view(
        record,
        card.tone(),
        card.heading(),
        card.summary(),
        MaskedCard.sections(sections, record),
        List.of(),
        card.footer());
  }

  private Run naming(PersonId person) {
    return Mentions.of(person, people);
  }
}
