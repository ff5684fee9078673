package dev.countersign.courier;

import dev.countersign.card.CardDesk;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.PersonalCard;
import dev.countersign.card.PostedCard;
import dev.countersign.card.RenderedCard;
import dev.countersign.courier.Renderings.Drawing;
import dev.countersign.drawing.CardComposer;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.ledger.StrayCards;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.BatchId;
import dev.countersign.request.Decision;
import dev.countersign.request.Entitlement;
import java.util.Map;
import java.util.Optional;

/// Shows a posted card to one person: with buttons that live to whoever may decide now, without any
/// to everybody else.
public final class PersonalCards implements CardDesk {
  private final Steps steps;
  private final Directory directory;
  private final Map<Surface, ChatChannel> chats;
  private final Renderings renderings;
  private final StrayCards strays = new StrayCards();
  private final Batches batches;
  private final ButtonTokens buttons;

  public PersonalCards(
      Steps steps,
      Directory directory,
      Map<Surface, ChatChannel> chats,
      Batches batches,
      ButtonTokens buttons,
      CardComposer composer,
      Ulid ids) {
    this.steps = steps;
    this.directory = directory;
    this.chats = Map.copyOf(chats);
    this.renderings = new Renderings(composer, ids);
    this.batches = batches;
    this.buttons = buttons;
  }

  @Override
  public Optional<PersonalCard> show(
      String reference, ChatAddress address, String messageId, AccountId viewer) {
    ChatChannel chat = chats.get(address.surface());
    if (chat == null) {
      return Optional.empty();
    }
    Optional<BatchId> batch = BatchId.parse(reference);
    return batch.isPresent()
        ? batches.show(batch.get(), chat, address, messageId, viewer)
        : ProposalId.parse(reference)
            .flatMap(request -> show(request, chat, address, messageId))
            .flatMap(card -> personal(card, viewer));
  }

  private Optional<Shown> show(
      ProposalId request, ChatChannel chat, ChatAddress address, String messageId) {
    boolean ordered = strays.isOrdered(address, messageId);
    Optional<Shown> shown =
        steps.run(
            request,
            record ->
                isNewest(record, address, messageId) || isOver(record, address)
                    ? Optional.of(renderings.draw(record, chat))
                    : Optional.<Drawing>empty(),
            (record, drawing) -> step(record, address, messageId, drawing, ordered));
    if (shown.filter(Shown::stray).isPresent()) {
      strays.remember(address, messageId);
    }
    return shown;
  }

  /// What the person is shown, once it is committed.
  ///
  /// @param rendered empty where nothing may be shown
  /// @param card which rendering its buttons are for; empty where it has none
  /// @param stray whether the message was ordered to lose its buttons
  private record Shown(
      RequestRecord record,
      Optional<RenderedCard> rendered,
      Optional<PostedCard> card,
      boolean stray) {}

  private static boolean isNewest(RequestRecord record, ChatAddress address, String messageId) {
    return Renderings.latest(record, address)
        .flatMap(PostedCard::messageId)
        .filter(messageId::equals)
        .isPresent();
  }

  private static boolean isOver(RequestRecord record, ChatAddress address) {
    return record.request().state().isDecided() && Renderings.latest(record, address).isPresent();
  }

  /// Only the newest message at an address is kept up to date; a look at an older one must not make
  /// the gate take that for the newest. Once it is decided, every one may show how.
  ///
  /// @param drawing empty where nothing may be shown
  /// @param ordered whether the message was ordered to lose its buttons already
  private static Step<Shown> step(
      RequestRecord record,
      ChatAddress address,
      String messageId,
      Optional<Drawing> drawing,
      boolean ordered) {
    boolean stray = !ordered && StrayCards.isOne(record, address, messageId);
    if (drawing.isPresent() && isNewest(record, address, messageId)) {
      return Renderings.offer(record, address, drawing.get(), true)
          .map(offer ->
              new Shown(
                  offer.record(), Optional.of(offer.rendered()), Optional.of(offer.card()), stray));
    }
    Shown outcome = new Shown(record, drawing.map(Drawing::rendered), Optional.empty(), stray);
    return stray
        ? StrayCards.on(record, address, messageId).answering(outcome)
        : Step.nothing(outcome);
  }

  private Optional<PersonalCard> personal(Shown shown, AccountId viewer) {
    return shown
        .rendered()
        .map(rendered -> {
          Optional<Entitlement> entitlement = entitlement(shown.record(), viewer);
          return new PersonalCard(
              rendered, buttons(shown, rendered, viewer, entitlement), entitlement);
        });
  }

  private Map<Decision, String> buttons(
      Shown shown, RenderedCard rendered, AccountId viewer, Optional<Entitlement> entitlement) {
    RequestRecord record = shown.record();
    boolean mayDecide =
        entitlement.filter(Entitlement.ENTITLED::equals).isPresent()
            && record.now().isBefore(record.request().deadline());
    return shown
        .card()
        .filter(_ -> mayDecide)
        .map(card -> buttons.mintFor(viewer, record, card, rendered.asks()))
        .orElseGet(Map::of);
  }

  private Optional<Entitlement> entitlement(RequestRecord record, AccountId viewer) {
    Directory people = directory.asOfNow();
    return people.byAccount(viewer).map(person -> record.entitlement(person, people));
  }
}
