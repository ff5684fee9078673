package dev.countersign.courier;

import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.PostedCard;
import dev.countersign.card.RenderedCard;
import dev.countersign.json.JsonObject;
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

  static Optional<PostedCard> latest(RequestRecord record, ChatAddress address) {
    return record.cards().stream()
        .filter(card -> card.address().equals(address))
        .reduce((_, later) -> later);
  }

  /// The committed state, drawn for the message that stands at the address, or for a new one.
  ///
  /// @param personal for one person's eyes: the message itself still has to be brought up to it
  Step<Optional<Offer>> offer(
      RequestRecord record, ChatAddress address, ChatChannel chat, boolean personal) {
    Optional<PostedCard> latest = latest(record, address);
    RenderedCard rendered = chat.render(composer.compose(record));
    Optional<PostedCard> same =
        latest.filter(card ->
            card.version() == record.request().version()
                && card.digest().equals(rendered.digest())
                && (personal || !card.personal()));
    if (same.isPresent()) {
      return Step.nothing(Optional.of(new Offer(record, same.get(), rendered)));
    }
    PostedCard card =
        new PostedCard(
            PostedCard.PREFIX + ids.next(),
            record.request().id(),
            record.request().revision(),
            record.request().version(),
            address,
            rendered.digest(),
            latest.flatMap(PostedCard::messageId),
            personal,
            record.now());
    EntryType type = card.messageId().isPresent() ? EntryType.CARD_UPDATED : EntryType.CARD_OFFERED;
    return Step.on(record)
        .noting(fact(type, card))
        .showing(card)
        .answering(Optional.of(new Offer(record, card, rendered)));
  }

  /// The same rendering once more, for a message that is not there yet.
  PostedCard anew(PostedCard card, RequestRecord record) {
    return new PostedCard(
        PostedCard.PREFIX + ids.next(),
        card.request(),
        card.revision(),
        card.version(),
        card.address(),
        card.digest(),
        Optional.empty(),
        false,
        record.now());
  }

  static AuditFact fact(EntryType type, PostedCard card) {
    return new AuditFact(type, "gate", describe(card).build());
  }

  static JsonObject.Builder describe(PostedCard card) {
    JsonObject.Builder described =
        JsonObject.builder()
            .put("card_id", card.id())
            .put("card", card.digest().value())
            .put("address", card.address().toString())
            .put("message", card.messageId().orElse(null))
            .put("revision", card.revision())
            .put("version", card.version());
    return card.personal() ? described.put("personal", true) : described;
  }
}
