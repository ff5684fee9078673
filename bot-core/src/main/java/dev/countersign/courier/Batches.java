package dev.countersign.courier;

import dev.countersign.card.BatchDesk;
import dev.countersign.card.CardRouting;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.PersonalCard;
import dev.countersign.card.PostedCard;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.TickList;
import dev.countersign.card.WhyNot;
import dev.countersign.courier.BatchRenderings.Drawn;
import dev.countersign.courier.BatchRenderings.Offer;
import dev.countersign.drawing.Alike;
import dev.countersign.drawing.Alike.Kind;
import dev.countersign.ledger.CardTarget;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Steps;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.BatchId;
import dev.countersign.request.Decision;
import dev.countersign.request.Entitlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cards about several alike requests: gathered when somebody asks for one, shown where their group
/// is asked, and brought up to what became of each.
///
/// Every request keeps its own card. Where the card of a batch cannot be shown, nothing is lost.
public final class Batches implements BatchDesk {
  /// Waiting requests that are looked at for one card.
  static final int MOST_LOOKED_AT = 100;

  private static final Logger log = LoggerFactory.getLogger(Batches.class);

  private static final Duration SOON = Duration.ofSeconds(1);

  private static final String MOVED =
      "One of the requests changed just now, so no card was made. Please ask again.";

  private final Ledger ledger;
  private final Deliveries deliveries;
  private final Directory directory;
  private final CardRouting routing;
  private final Map<Surface, ChatChannel> chats;
  private final BatchRenderings renderings;
  private final ButtonTokens buttons;
  private final Ulid ids;
  private final CourierMetrics metrics;

  public Batches(
      Ledger ledger,
      Steps steps,
      Deliveries deliveries,
      Directory directory,
      CardRouting routing,
      Map<Surface, ChatChannel> chats,
      ButtonTokens buttons,
      Ulid ids,
      CourierMetrics metrics) {
    this.ledger = ledger;
    this.deliveries = deliveries;
    this.directory = directory;
    this.routing = routing;
    this.chats = Map.copyOf(chats);
    this.renderings = new BatchRenderings(steps, directory, ids);
    this.buttons = buttons;
    this.ids = ids;
    this.metrics = metrics;
  }

  @Override
  public String gather(AccountId asker) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(asker);
    if (person.isEmpty()) {
      return WhyNot.UNLINKED.said();
    }
    List<RequestRecord> alike = alike(person.get(), people);
    if (alike.isEmpty()) {
      return "No two requests that wait for you are alike, so each is decided on its own card.";
    }
    GroupName group = alike.getFirst().request().asked().getFirst();
    Optional<ChatAddress> place = place(group, asker, alike.getFirst());
    Optional<ChatChannel> chat = Optional.ofNullable(chats.get(asker.surface()));
    return place.isEmpty() || chat.isEmpty()
        ? "%d requests that wait for you are alike, and %s is not asked in this chat. Please decide them on their own cards."
            .formatted(alike.size(), group)
        : gathered(alike, group, place.get(), chat.get());
  }

  /// The first ones in the queue that are alike, in the order of their ids; empty where no two are.
  private List<RequestRecord> alike(Person asker, Directory people) {
    Set<GroupName> groups = asker.groupsDecidedIn();
    Map<Kind, List<RequestRecord>> kinds = new LinkedHashMap<>();
    ledger.waiting(asker.id(), groups, Optional.empty(), Optional.empty(), MOST_LOOKED_AT).stream()
        .filter(line -> line.risk().rank() <= RiskLevel.MEDIUM.rank())
        .filter(line -> line.isFor(asker, people))
        .flatMap(line -> ledger.find(line.id()).stream())
        .filter(record -> record.entitlement(asker, people) == Entitlement.ENTITLED)
        .forEach(record ->
            Alike.of(record)
                .ifPresent(
                    kind -> kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(record)));
    return kinds.values().stream()
        .filter(records -> records.size() > 1)
        .findFirst()
        .map(records ->
            records.stream()
                .limit(TickList.MOST)
                .sorted(Comparator.comparing(record -> record.request().id().value()))
                .toList())
        .orElseGet(List::of);
  }

  /// Where the group is asked in the asker's chat: its channel, else the asker's own conversation.
  private Optional<ChatAddress> place(GroupName group, AccountId asker, RequestRecord record) {
    CardRouting.Places places = routing.places(group, record.now());
    return places.channels().stream()
        .filter(channel -> channel.surface() == asker.surface())
        .findFirst()
        .or(() -> Optional.ofNullable(places.personal().get(asker)));
  }

  /// As many of them as one card shows whole; the others keep their own.
  private String gathered(
      List<RequestRecord> alike, GroupName group, ChatAddress place, ChatChannel chat) {
    BatchId batch = new BatchId(BatchId.PREFIX + ids.next());
    for (int most = alike.size(); most > 1; most--) {
      List<RequestRecord> list = alike.subList(0, most);
      if (stands(list, place)) {
        return "The card with these %d requests stands where %s is asked.".formatted(most, group);
      }
      RenderedCard rendered = chat.render(renderings.draw(batch, list));
      if (rendered.complete()) {
        return offered(batch, list, rendered, place)
            ? "One card with %d alike requests comes where %s is asked.".formatted(most, group)
                + (most < alike.size()
                    ? " It has no room for %d more.".formatted(alike.size() - most)
                    : "")
            : MOVED;
      }
    }
    return "The requests that are alike are too long to be shown whole on one card, so each is"
        + " decided on its own.";
  }

  /// The first of them comes last and orders the card: before that nobody sees any of it.
  private boolean offered(
      BatchId batch, List<RequestRecord> list, RenderedCard rendered, ChatAddress place) {
    Drawn drawn = new Drawn(batch, place, rendered.digest(), Optional.empty());
    DeliveryOrder order = CardTarget.batch(place, batch).order();
    ProposalId first = list.getFirst().request().id();
    return list.reversed().stream()
        .allMatch(record ->
            renderings.commit(
                record, drawn, record.request().id().equals(first) ? Set.of(order) : Set.of()));
  }

  /// Whether a card with exactly these is there already, with its buttons.
  private boolean stands(List<RequestRecord> list, ChatAddress place) {
    List<ProposalId> wanted = list.stream().map(record -> record.request().id()).toList();
    return list.getFirst().batched().stream()
        .filter(card -> card.address().equals(place) && card.messageId().isPresent())
        .flatMap(card -> card.batch().stream())
        .distinct()
        .anyMatch(batch -> ledger.batch(batch).equals(wanted));
  }

  /// Shows the batch as it stands now.
  ///
  /// @param delivery a claimed one of the first of its requests, or of one that was decided
  void deliver(Delivery delivery, ChatAddress place, BatchId batch, ChatChannel chat) {
    Optional<Offer> offered = renderings.offer(batch, place, chat);
    if (offered.isEmpty()) {
      if (ledger.batch(batch).isEmpty()) {
        deliveries.settle(delivery);
      } else {
        deliveries.postpone(delivery, SOON);
      }
      return;
    }
    Offer offer = offered.get();
    Map<Decision, String> tokens = tokens(offer, place, Optional.empty());
    Sent sent =
        offer.message().isPresent()
            ? chat.update(place, offer.message().get(), offer.rendered(), tokens)
            : chat.post(place, offer.rendered(), tokens);
    metrics.sent(place.surface(), sent);
    switch (sent) {
      case Sent.Shown(var message) -> {
        renderings.name(offer, place, message);
        deliveries.settle(delivery);
      }
      case Sent.Later later -> {
        log.warn("the card of {} at {} waits: {}", batch, place, later.code());
        deliveries.postpone(delivery, Pauses.of(later, delivery.attempts()));
      }
      case Sent.Refused(_, var code) -> {
        log.error("the card of {} cannot be shown at {}: {}", batch, place, code);
        deliveries.settle(delivery);
      }
    }
  }

  /// The card of a batch for one person's eyes, see [PersonalCards#show].
  Optional<PersonalCard> show(
      BatchId batch, ChatChannel chat, ChatAddress place, String message, AccountId viewer) {
    return renderings
        .offer(batch, place, chat)
        .filter(offer -> offer.message().filter(message::equals).isPresent())
        .map(offer -> personal(offer, place, viewer));
  }

  private PersonalCard personal(Offer offer, ChatAddress place, AccountId viewer) {
    Directory people = directory.asOfNow();
    List<Entitlement> viewers =
        people.byAccount(viewer).stream()
            .flatMap(
                person -> offer.list().stream().map(record -> record.entitlement(person, people)))
            .toList();
    boolean mayDecide = viewers.contains(Entitlement.ENTITLED);
    return new PersonalCard(
        offer.rendered(),
        mayDecide ? tokens(offer, place, Optional.of(viewer)) : Map.of(),
        mayDecide
            ? Optional.of(Entitlement.ENTITLED)
            : viewers.stream()
                .filter(one -> one != Entitlement.DECIDED)
                .findFirst()
                .or(() -> viewers.stream().findFirst()));
  }

  private Map<Decision, String> tokens(Offer offer, ChatAddress place, Optional<AccountId> viewer) {
    return buttons.mintForAll(
        offer.batch(),
        offer.list(),
        offer.card(place, PostedCard.PREFIX + ids.next()),
        offer.rendered().asks(),
        viewer);
  }
}
