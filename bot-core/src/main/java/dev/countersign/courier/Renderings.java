package dev.countersign.courier;

import dev.countersign.audit.EntryType;
import dev.countersign.card.CardView;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.PostedCard;
import dev.countersign.card.RenderedCard;
import dev.countersign.drawing.CardComposer;
import dev.countersign.ledger.CardFacts;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.Ulid;
import java.util.Optional;

/// Commits what is about to be shown, before anybody sees it: a click can then never meet a card
/// that the ledger does not know.
final class Renderings {
  private final CardComposer composer;
  private final Ulid ids;

  Renderings(CardComposer composer, Ulid ids) {
    this.composer = composer;
    this.ids = ids;
  }

  /// A rendering that is committed and may be shown.
  record Offer(RequestRecord record, PostedCard card, RenderedCard rendered) {}

  /// The committed state as a chat shows it, and a fresh id in case that it is a new rendering.
  ///
  /// @param whole whether all of the action is on it
  record Drawing(RenderedCard rendered, boolean whole, String id) {}

  Drawing draw(RequestRecord record, ChatChannel chat) {
    CardView view = composer.compose(record);
    RenderedCard rendered = chat.render(view);
    return new Drawing(rendered, rendered.complete() && !view.masked(), freshId());
  }

  String freshId() {
    return PostedCard.PREFIX + ids.next();
  }

  static Optional<PostedCard> latest(RequestRecord record, ChatAddress address) {
    return record.cards().stream()
        .filter(card -> card.address().equals(address))
        .reduce((_, later) -> later);
  }

  /// Whether a message stands there that its platform does not refuse, as far as the gate knows.
  static boolean stands(RequestRecord record, ChatAddress address) {
    return latest(record, address)
        .filter(card -> card.messageId().isPresent() && card.failure().isEmpty())
        .isPresent();
  }

  /// What the first message there showed; empty where none ever stood.
  static Optional<PostedCard> stood(RequestRecord record, ChatAddress address) {
    return record.cards().stream()
        .filter(card -> card.address().equals(address) && card.messageId().isPresent())
        .findFirst();
  }

  /// The rendering as it is kept now.
  static PostedCard row(RequestRecord record, PostedCard card) {
    return record.cards().stream()
        .filter(row -> row.id().equals(card.id()))
        .findFirst()
        .orElse(card);
  }

  /// The committed state, drawn for the message that stands at the address, or for a new one.
  ///
  /// @param drawing of this record
  /// @param personal for one person's eyes: the message itself still has to be brought up to it
  static Step<Offer> offer(
      RequestRecord record, ChatAddress address, Drawing drawing, boolean personal) {
    Optional<PostedCard> latest = latest(record, address);
    RenderedCard rendered = drawing.rendered();
    Optional<PostedCard> same =
        latest.filter(card ->
            card.revision() == record.request().revision()
                && card.digest().equals(rendered.digest())
                && (personal || !card.personal()));
    if (same.isPresent()) {
      return Step.nothing(new Offer(record, same.get(), rendered));
    }
    PostedCard card =
        new PostedCard(
                drawing.id(),
                record.request().id(),
                record.request().revision(),
                record.request().version(),
                address,
                rendered.digest(),
                latest.flatMap(PostedCard::messageId),
                personal,
                record.now())
            .after(latest);
    EntryType type = card.messageId().isPresent() ? EntryType.CARD_UPDATED : EntryType.CARD_OFFERED;
    return Step.on(record)
        .noting(CardFacts.shown(type, card, drawing.whole()))
        .showing(card)
        .answering(new Offer(record, card, rendered));
  }

  /// The same rendering once more, for a message that is not there yet.
  static PostedCard anew(PostedCard card, RequestRecord record, String freshId) {
    return new PostedCard(
        freshId,
        card.request(),
        card.revision(),
        card.version(),
        card.address(),
        card.digest(),
        Optional.empty(),
        false,
        record.now());
  }
}
