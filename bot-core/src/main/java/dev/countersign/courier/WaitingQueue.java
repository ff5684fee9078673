package dev.countersign.courier;

import dev.countersign.card.Placement;
import dev.countersign.card.QueueDesk;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.CardComposer;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Entitlement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Tells people what waits for them and how a request stands, in the summaries of its cards.
public final class WaitingQueue implements QueueDesk {
  /// Lines of one answer; a phone shows about as many.
  static final int MOST_LINES = 10;

  /// How many are looked at for those lines: some of them the asker has decided already, or may not
  /// decide.
  static final int MOST_LOOKED_AT = 50;

  private static final String UNKNOWN =
      "Countersign knows no such request that would be yours to see. An id looks like"
          + " prop_01J0000000000000000000000A.";

  private final Ledger ledger;
  private final Directory directory;
  private final CardComposer composer;

  public WaitingQueue(Ledger ledger, Directory directory) {
    this.ledger = ledger;
    this.directory = directory;
    this.composer = new CardComposer(directory);
  }

  @Override
  public String queue(AccountId asker) {
    Directory people = directory.asOfNow();
    return people
        .byAccount(asker)
        .map(person -> queue(person, people))
        .orElseGet(WhyNot.UNLINKED::said);
  }

  private String queue(Person person, Directory people) {
    List<RequestRecord> waiting =
        ledger.waiting(person.groups(), MOST_LOOKED_AT).stream()
            .filter(record -> record.entitlement(person, people) == Entitlement.ENTITLED)
            .limit(MOST_LINES + 1L)
            .toList();
    if (waiting.isEmpty()) {
      return "Nothing waits for you.";
    }
    boolean more = waiting.size() > MOST_LINES;
    return (waiting.size() == 1 ? "This waits for you:\n" : "These wait for you:\n")
        + waiting.stream().limit(MOST_LINES).map(this::line).collect(Collectors.joining("\n"))
        + (more ? "\n… and more." : "");
  }

  private String line(RequestRecord record) {
    return "• " + standing(record);
  }

  private String standing(RequestRecord record) {
    return composer.compose(record).summary() + unshown(record);
  }

  /// Where its card is missing while people are asked; the chat's own code is for whoever mends it.
  private static String unshown(RequestRecord record) {
    if (record.request().state().isDecided()) {
      return "";
    }
    String places =
        Placement.of(record.cards()).stream()
            .filter(placement -> placement.state() == Placement.State.REFUSED)
            .map(placement ->
                placement.address().surface().label() + " (" + placement.code().orElseThrow() + ")")
            .distinct()
            .collect(Collectors.joining(", "));
    return places.isEmpty() ? "" : " — its card cannot be shown in " + places;
  }

  @Override
  public String status(AccountId asker, String id) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(asker);
    if (person.isEmpty()) {
      return WhyNot.UNLINKED.said();
    }
    return ProposalId.parse(id)
        .flatMap(ledger::find)
        .filter(record -> concerns(record, person.get(), people))
        .map(this::standing)
        .orElse(UNKNOWN);
  }

  private static boolean concerns(RequestRecord record, Person person, Directory people) {
    return record.conflicted(people).contains(person.id())
        || record.ruling().stages().stream().map(Stage::group).anyMatch(person.groups()::contains)
        || record.request().votes().stream().anyMatch(vote -> vote.person().equals(person.id()));
  }
}
