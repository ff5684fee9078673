package dev.countersign.courier;

import dev.countersign.audit.EntryType;
import dev.countersign.card.CardView;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.PostedCard;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.TickList.Box;
import dev.countersign.drawing.BatchCard;
import dev.countersign.json.Digest;
import dev.countersign.ledger.CardFacts;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.BatchId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Commits into every request of a batch what its card is about to show, before anybody sees it: a
/// press can then never meet a card that one of them does not know.
final class BatchRenderings {
  /// A request that moves while the card is drawn has it drawn anew; so many in a row are a storm.
  private static final int MOST_TRIES = 5;

  private final Steps steps;
  private final Directory directory;
  private final Ulid ids;

  BatchRenderings(Steps steps, Directory directory, Ulid ids) {
    this.steps = steps;
    this.directory = directory;
    this.ids = ids;
  }

  /// A card that is committed in each of its requests that can still be decided, and may be shown.
  ///
  /// @param message that shows the batch; empty before it is posted
  record Offer(
      BatchId batch, List<RequestRecord> list, RenderedCard rendered, Optional<String> message) {

    /// What its buttons name as what was shown. The first of the list may be decided already, and
    /// then has no row of this rendering: a button needs none of it.
    PostedCard card(ChatAddress place, String id) {
      return rendering(id, list.getFirst(), new Drawn(batch, place, rendered.digest(), message));
    }
  }

  CardView draw(BatchId batch, List<RequestRecord> list) {
    return BatchCard.of(batch, list, directory);
  }

  /// The batch as it stands now; empty where there is none, or where it kept moving.
  Optional<Offer> offer(BatchId batch, ChatAddress place, ChatChannel chat) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      List<RequestRecord> list = steps.inBatch(batch);
      if (list.isEmpty()) {
        return Optional.empty();
      }
      CardView view = draw(batch, list);
      RenderedCard rendered = chat.render(view);
      Optional<String> message = message(batch, place, list);
      Set<String> open =
          view.ticks().stream()
              .flatMap(ticks -> ticks.boxes().stream())
              .map(Box::value)
              .collect(Collectors.toUnmodifiableSet());
      if (list.stream()
          .filter(record -> open.contains(record.request().id().value()))
          .allMatch(record ->
              commit(record, new Drawn(batch, place, rendered.digest(), message), Set.of()))) {
        return Optional.of(new Offer(batch, list, rendered, message));
      }
    }
    return Optional.empty();
  }

  /// What is about to be shown.
  ///
  /// @param message that shows the batch; empty before it is posted
  record Drawn(BatchId batch, ChatAddress place, Digest digest, Optional<String> message) {}

  /// Writes it into one request.
  ///
  /// @param shown the request as the card shows it
  /// @param orders what is ordered with it
  /// @return false when the request has moved since
  boolean commit(RequestRecord shown, Drawn drawn, Set<DeliveryOrder> orders) {
    String id = PostedCard.PREFIX + ids.next();
    int version = shown.request().version();
    return steps
        .run(shown.request().id(), record -> offering(record, version, drawn, orders, id))
        .orElse(false);
  }

  private static Step<Boolean> offering(
      RequestRecord record, int version, Drawn drawn, Set<DeliveryOrder> orders, String id) {
    if (record.request().version() != version) {
      return Step.nothing(false);
    }
    if (orders.isEmpty() && isOffered(record, drawn)) {
      return Step.nothing(true);
    }
    PostedCard card = rendering(id, record, drawn);
    EntryType type = drawn.message().isPresent() ? EntryType.CARD_UPDATED : EntryType.CARD_OFFERED;
    return Step.on(record)
        .noting(CardFacts.of(type, card))
        .showing(card)
        .ordering(orders)
        .answering(true);
  }

  /// The platform calls the message so; written into each of them that does not know it yet.
  void name(Offer offer, ChatAddress place, String message) {
    for (RequestRecord shown : offer.list()) {
      steps.run(shown.request().id(), record -> named(record, offer.batch(), place, message));
    }
  }

  /// Where a press was faster, it has named the message already.
  private static Step<Boolean> named(
      RequestRecord record, BatchId batch, ChatAddress place, String message) {
    return record.batched().stream()
        .filter(card -> isOf(card, batch, place))
        .reduce((_, later) -> later)
        .filter(card -> card.messageId().isEmpty())
        .map(card -> card.in(message))
        .map(card ->
            Step.on(record)
                .noting(CardFacts.of(EntryType.CARD_POSTED, card))
                .showing(card)
                .answering(true))
        .orElseGet(() -> Step.nothing(false));
  }

  static Optional<String> message(BatchId batch, ChatAddress place, List<RequestRecord> list) {
    return list.stream()
        .flatMap(record -> record.batched().stream())
        .filter(card -> isOf(card, batch, place))
        .flatMap(card -> card.messageId().stream())
        .findFirst();
  }

  private static boolean isOffered(RequestRecord record, Drawn drawn) {
    return record.batched().stream()
        .anyMatch(card ->
            isOf(card, drawn.batch(), drawn.place()) && card.digest().equals(drawn.digest()));
  }

  private static boolean isOf(PostedCard card, BatchId batch, ChatAddress place) {
    return card.batch().filter(batch::equals).isPresent() && card.address().equals(place);
  }

  private static PostedCard rendering(String id, RequestRecord record, Drawn drawn) {
    return new PostedCard(
            id,
            record.request().id(),
            record.request().revision(),
            record.request().version(),
            drawn.place(),
            drawn.digest(),
            drawn.message(),
            false,
            record.now())
        .of(drawn.batch());
  }
}
