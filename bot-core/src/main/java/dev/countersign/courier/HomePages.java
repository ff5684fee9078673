package dev.countersign.courier;

import dev.countersign.card.HomeDesk;
import dev.countersign.card.Reply;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.DecidedPage;
import dev.countersign.drawing.HomePage;
import dev.countersign.ledger.DecidedLine;
import dev.countersign.ledger.DecidedPlace;
import dev.countersign.ledger.Ledger;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Pending;
import java.util.List;
import java.util.Optional;

/// Tells people what is theirs: what waits for them, what of theirs waits for others, and what they
/// decided.
public final class HomePages implements HomeDesk {
  /// Rows of one answer; a phone shows about as many.
  static final int MOST_LINES = WaitingQueue.MOST_LINES;

  /// Decisions on the home page; the rest are asked for.
  static final int LATELY = 5;

  /// The latest decisions, among which those that wait for others are counted.
  static final int LOOKED_AT = 50;

  private final Ledger ledger;
  private final Directory directory;
  private final WaitingQueue queue;

  /// @param queue finds what waits for a person
  public HomePages(Ledger ledger, Directory directory, WaitingQueue queue) {
    this.ledger = ledger;
    this.directory = directory;
    this.queue = queue;
  }

  @Override
  public Reply home(AccountId asker) {
    Directory people = directory.asOfNow();
    return people
        .byAccount(asker)
        .map(person -> home(person, people))
        .orElseGet(() -> new Reply.Words(WhyNot.UNLINKED.said()));
  }

  private Reply home(Person person, Directory people) {
    WaitingQueue.Found found = queue.find(person, people);
    List<DecidedLine> decided = ledger.decided(person.id(), Optional.empty(), LOOKED_AT + 1);
    return new HomePage(
            found.shown(),
            found.count(),
            (found.said() + queue.frozen()).strip(),
            found.more(),
            others(decided),
            decided.stream().limit(LATELY).toList(),
            ledger.now())
        .reply();
  }

  private static String others(List<DecidedLine> decided) {
    long waiting =
        decided.stream().limit(LOOKED_AT).filter(line -> line.state() instanceof Pending).count();
    return decided.size() <= LOOKED_AT
        ? String.valueOf(waiting)
        : waiting + " of your last " + LOOKED_AT;
  }

  @Override
  public Reply recent(AccountId asker, String after) {
    Optional<Person> person = directory.asOfNow().byAccount(asker);
    if (person.isEmpty()) {
      return new Reply.Words(WhyNot.UNLINKED.said());
    }
    Optional<DecidedPlace> place =
        ProposalId.parse(after)
            .flatMap(ledger::find)
            .flatMap(record -> DecidedPlace.of(record, person.get().id()));
    List<DecidedLine> lines = ledger.decided(person.get().id(), place, MOST_LINES + 1);
    if (lines.isEmpty()) {
      return new Reply.Words(
          "You have decided nothing" + (place.isPresent() ? " before that." : " yet."));
    }
    return DecidedPage.of(lines.stream().limit(MOST_LINES).toList(), lines.size() > MOST_LINES);
  }
}
