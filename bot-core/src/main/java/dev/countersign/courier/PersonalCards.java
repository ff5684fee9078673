package dev.countersign.courier;

import dev.countersign.card.CardDesk;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.PersonalCard;
import dev.countersign.card.PostedCard;
import dev.countersign.courier.Renderings.Offer;
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
import dev.countersign.request.Entitlement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Shows a posted card to one person: with buttons that live to whoever may decide now, without any
/// to everybody else.
public final class PersonalCards implements CardDesk {
  private final Steps steps;
  private final Directory directory;
  private final Map<Surface, ChatChannel> chats;
  private final CardComposer composer;
  private final Renderings renderings;
  private final StrayCards strays = new StrayCards();
  private final ButtonTokens buttons;

  public PersonalCards(
      Steps steps,
      Directory directory,
      Map<Surface, ChatChannel> chats,
      ButtonTokens buttons,
      Ulid ids) {
    this.steps = steps;
    this.directory = directory;
    this.chats = Map.copyOf(chats);
    this.composer = new CardComposer(directory);
    this.renderings = new Renderings(composer, ids);
    this.buttons = buttons;
  }

  @Override
  public Optional<PersonalCard> show(
      ProposalId request, ChatAddress address, String messageId, AccountId viewer) {
    ChatChannel chat = chats.get(address.surface());
    if (chat == null) {
      return Optional.empty();
    }
    AtomicBoolean stray = new AtomicBoolean();
    Optional<PersonalCard> shown =
        steps
            .run(
                request,
                record -> {
                  stray.set(strays.isNew(record, address, messageId));
                  return step(record, address, messageId, chat, viewer);
                })
            .flatMap(card -> card);
    if (stray.get()) {
      strays.remember(address, messageId);
    }
    return shown;
  }

  /// Only the newest message at an address is kept up to date; a look at an older one must not make
  /// the gate take that for the newest. Once it is decided, every one may show how.
  private Step<Optional<PersonalCard>> step(
      RequestRecord record,
      ChatAddress address,
      String messageId,
      ChatChannel chat,
      AccountId viewer) {
    boolean newest =
        Renderings.latest(record, address)
            .flatMap(PostedCard::messageId)
            .filter(messageId::equals)
            .isPresent();
    if (newest) {
      return renderings
          .offer(record, address, chat, true)
          .map(offer -> Optional.of(personal(offer, viewer)));
    }
    Optional<PersonalCard> outcome =
        record.request().state().isDecided() && Renderings.latest(record, address).isPresent()
            ? Optional.of(
                new PersonalCard(
                    chat.render(composer.compose(record)), Map.of(), entitlement(record, viewer)))
            : Optional.empty();
    return strays.isNew(record, address, messageId)
        ? StrayCards.on(record, address, messageId).answering(outcome)
        : Step.nothing(outcome);
  }

  private PersonalCard personal(Offer offer, AccountId viewer) {
    RequestRecord record = offer.record();
    Optional<Entitlement> entitlement = entitlement(record, viewer);
    boolean mayDecide =
        entitlement.filter(Entitlement.ENTITLED::equals).isPresent()
            && record.now().isBefore(record.request().deadline());
    return new PersonalCard(
        offer.rendered(),
        mayDecide
            ? buttons.mintFor(viewer, record, offer.card(), offer.rendered().asks())
            : Map.of(),
        entitlement);
  }

  private Optional<Entitlement> entitlement(RequestRecord record, AccountId viewer) {
    Directory people = directory.asOfNow();
    return people.byAccount(viewer).map(person -> record.entitlement(person, people));
  }
}
