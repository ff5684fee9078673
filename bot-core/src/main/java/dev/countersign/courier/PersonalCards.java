package dev.countersign.courier;

import dev.countersign.card.CardDesk;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.PersonalCard;
import dev.countersign.card.PostedCard;
import dev.countersign.courier.Renderings.Offer;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.Ulid;
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
    this.renderings = new Renderings(new CardComposer(directory), ids);
    this.buttons = buttons;
  }

  @Override
  public Optional<PersonalCard> show(
      ProposalId request, ChatAddress address, String messageId, AccountId viewer) {
    ChatChannel chat = chats.get(address.surface());
    if (chat == null) {
      return Optional.empty();
    }
    return steps
        .run(request, record -> step(record, address, messageId, chat))
        .flatMap(offer -> offer)
        .map(offer -> personal(offer, viewer));
  }

  /// Only the newest message at an address is kept up to date; a look at an older one must not make
  /// the gate take that for the newest.
  private Step<Optional<Offer>> step(
      RequestRecord record, ChatAddress address, String messageId, ChatChannel chat) {
    boolean newest =
        Renderings.latest(record, address)
            .flatMap(PostedCard::messageId)
            .filter(messageId::equals)
            .isPresent();
    return newest ? renderings.offer(record, address, chat, true) : Step.nothing(Optional.empty());
  }

  private PersonalCard personal(Offer offer, AccountId viewer) {
    RequestRecord record = offer.record();
    Optional<Entitlement> entitlement =
        directory.byAccount(viewer).map(record.request()::entitlement);
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
}
