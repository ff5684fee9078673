package dev.countersign.courier;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ChainFold;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.audit.OpenedPage;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ConsoleAddress;
import dev.countersign.card.DetailsDesk;
import dev.countersign.card.Footnotes;
import dev.countersign.card.PostedCard;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.DetailPages;
import dev.countersign.grant.WholeReading;
import dev.countersign.json.Digest;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Entitlement;
import dev.countersign.request.RequestState.Pending;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows the whole of an action in pages to whoever opens them from its card. Where the card was
/// cut and its viewer may decide, that they opened a page is committed before they see it, each
/// page once; on the last page, with all the others opened, they are given buttons of their own,
/// which stand for the card that they came from.
public final class Details implements DetailsDesk {
  private static final Logger log = LoggerFactory.getLogger(Details.class);

  private static final String TOO_LONG =
      "This action is longer than the "
          + DetailPages.MOST
          + " pages that a chat shows, so nobody can approve it here. Please ";
  private static final String IN_PARTS =
      "reject it, or request changes, so that it is proposed in parts.";
  private static final String NOT_DRAWN =
      "Countersign cannot show this page here, so nobody can approve on it. Please tell your"
          + " administrator.";

  private final Steps steps;
  private final Directory directory;
  private final Map<Surface, ChatChannel> chats;
  private final ButtonTokens buttons;
  private final Optional<ConsoleAddress> console;

  /// @param console where an action is decided that is too long for this
  public Details(
      Steps steps,
      Directory directory,
      Map<Surface, ChatChannel> chats,
      ButtonTokens buttons,
      Optional<ConsoleAddress> console) {
    this.steps = steps;
    this.directory = directory;
    this.chats = Map.copyOf(chats);
    this.buttons = buttons;
    this.console = console;
  }

  /// What one look comes to.
  ///
  /// @param opened what is to be written down first
  /// @param asksFor the card that the page's buttons stand for; empty where it has none
  private record View(
      RequestRecord record,
      RenderedCard card,
      int number,
      int count,
      Optional<OpenedPage> opened,
      Optional<PostedCard> asksFor) {}

  private sealed interface Found {
    record Seen(View view) implements Found {}

    record Nothing(String why) implements Found {}

    /// The chat does not take the page.
    record Undrawn() implements Found {}
  }

  @Override
  public Shown look(Look look) {
    ChatChannel chat = chats.get(look.address().surface());
    Directory people = directory.asOfNow();
    Optional<Person> viewer = people.byAccount(look.viewer());
    if (viewer.isEmpty()) {
      return new Shown.Not(WhyNot.UNLINKED.said());
    }
    if (chat == null) {
      return new Shown.Not(WhyNot.NOT_KEPT.said());
    }
    Found found =
        ProposalId.parse(look.reference())
            .flatMap(id ->
                steps.runOnChain(
                    id,
                    (record, chain) -> find(look, viewer.get(), people, chat, record, chain),
                    (record, seen) -> step(record, seen)))
            .orElseGet(() -> new Found.Nothing(WhyNot.NOT_KEPT.said()));
    return switch (found) {
      case Found.Nothing(var why) -> new Shown.Not(why);
      case Found.Undrawn _ -> {
        log.error("{}: a page of its details does not fit", look.reference());
        yield new Shown.Not(NOT_DRAWN);
      }
      case Found.Seen(var view) ->
          new Shown.Page(
              view.card(),
              view.asksFor()
                  .map(card ->
                      buttons.mintFor(look.viewer(), view.record(), card, view.card().asks()))
                  .orElseGet(Map::of),
              view.number(),
              view.count());
    };
  }

  private static Step<Found> step(RequestRecord record, Found found) {
    return found instanceof Found.Seen(var view) && view.opened().isPresent()
        ? Step.on(record)
            .noting(view.opened().get().fact())
            .before(record.request().deadline())
            .answering(found)
        : Step.nothing(found);
  }

  /// @param chain read only for whoever may decide on a card that waits
  private Found find(
      Look look,
      Person viewer,
      Directory people,
      ChatChannel chat,
      RequestRecord record,
      Supplier<List<AuditEntry>> chain) {
    Optional<PostedCard> posted =
        Renderings.latest(record, look.address()).filter(_ -> isKept(record, look));
    if (posted.isEmpty()) {
      return new Found.Nothing(WhyNot.NOT_KEPT.said());
    }
    DetailPages pages = DetailPages.of(record, people);
    if (pages.count() == 0) {
      return new Found.Nothing(tooLong(record.request().id()));
    }
    int wanted = Math.clamp(look.page(), 1, pages.count());
    boolean asked =
        record.request().state() instanceof Pending
            && record.now().isBefore(record.request().deadline())
            && record.entitlement(viewer, people) == Entitlement.ENTITLED;
    Optional<WholeReading> reading =
        asked
            ? reading(record, chain.get())
                .filter(seen -> seen.wasCut(posted.get().digest(), posted.get().revision()))
            : Optional.empty();
    return reading
        .map(seen -> read(look, viewer, chat, record, posted.get(), pages, wanted, seen))
        .orElseGet(() ->
            seen(
                new View(
                    record,
                    chat.render(pages.settled(wanted, people)),
                    wanted,
                    pages.count(),
                    Optional.empty(),
                    Optional.empty())));
  }

  private String tooLong(ProposalId request) {
    return TOO_LONG
        + console.map(address -> Footnotes.IN_CONSOLE + address.of(request)).orElse(IN_PARTS);
  }

  /// Of a card that was cut, for somebody who may decide: no page before the earlier ones.
  private static Found read(
      Look look,
      Person viewer,
      ChatChannel chat,
      RequestRecord record,
      PostedCard posted,
      DetailPages pages,
      int wanted,
      WholeReading seen) {
    Digest content = pages.content();
    Set<Integer> opened =
        seen.opened(viewer.id(), record.request().revision(), record.request().action(), content);
    int number = Math.min(wanted, firstMissing(opened, pages.count()));
    boolean last = number == pages.count();
    RenderedCard card = chat.render(pages.page(number, last));
    return seen(
        new View(
            record,
            card,
            number,
            pages.count(),
            opened.contains(number)
                ? Optional.empty()
                : Optional.of(
                    new OpenedPage(
                        record.head().seq() + 1,
                        viewer.id(),
                        look.viewer(),
                        record.request().revision(),
                        record.request().action(),
                        content,
                        number,
                        pages.count(),
                        card.digest())),
            last ? Optional.of(posted) : Optional.empty()));
  }

  private static int firstMissing(Set<Integer> opened, int count) {
    for (int number = 1; number <= count; number++) {
      if (!opened.contains(number)) {
        return number;
      }
    }
    return count;
  }

  private static boolean isKept(RequestRecord record, Look look) {
    return record.cards().stream()
        .filter(card -> card.address().equals(look.address()))
        .anyMatch(card -> card.messageId().filter(look.messageId()::equals).isPresent());
  }

  /// What a chain that does not read says is nothing; whoever presses then is told.
  private static Optional<WholeReading> reading(RequestRecord record, List<AuditEntry> chain) {
    return ChainFold.of(record.request().id(), chain) instanceof Folded folded
        ? Optional.of(WholeReading.of(folded))
        : Optional.empty();
  }

  private static Found seen(View view) {
    return view.card().complete() ? new Found.Seen(view) : new Found.Undrawn();
  }
}
