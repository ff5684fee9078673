package dev.countersign.decision;

import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.UnknownDesk;
import dev.countersign.drawing.UnknownLine;
import dev.countersign.drawing.UnknownPage.Item;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.UnknownEnds;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.token.ButtonSeals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lists what nobody knows the end of, for one reader, with a form where they may say what
/// happened.
public final class UnknownQueue implements UnknownDesk {
  /// Of the index that has nothing else; of these a reader may see fewer.
  static final int LOOKED_AT = 50;

  /// Of what the policy allowed by itself nobody was asked.
  private static final String NOBODY_ASKED =
      "Nobody was asked about it: an administrator says what happened, or an operator hands it in"
          + " (countersign executions settle).";

  private final UnknownEnds ends;
  private final Ledger ledger;
  private final Directory directory;
  private final FormSeals seals;

  public UnknownQueue(UnknownEnds ends, Ledger ledger, Directory directory, ButtonSeals seals) {
    this.ends = ends;
    this.ledger = ledger;
    this.directory = directory;
    this.seals = new FormSeals(seals);
  }

  @Override
  public Listing list(AccountId reader, String before) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(reader);
    if (person.isEmpty()) {
      return new Listing(List.of(), Optional.empty());
    }
    Page page = page(person.get(), people, before, LOOKED_AT);
    return new Listing(
        page.items().stream().map(item -> row(item, reader, person.get(), people)).toList(),
        page.next());
  }

  /// @param next behind which the next page begins; empty where there is none
  record Page(List<Item> items, Optional<ProposalId> next) {}

  /// Of the newest that the index has, those that this person may see.
  ///
  /// @param before as of [#list]
  Page page(Person person, Directory people, String before, int most) {
    List<ProposalId> found = ends.list(Optional.empty(), ProposalId.parse(before), LOOKED_AT + 1);
    List<Item> items = new ArrayList<>();
    int looked = 0;
    while (looked < Math.min(LOOKED_AT, found.size()) && items.size() < most) {
      one(found.get(looked), person, people).ifPresent(items::add);
      looked++;
    }
    return new Page(
        items, found.size() > looked ? Optional.of(found.get(looked - 1)) : Optional.empty());
  }

  /// Empty where it is not this person's to see, or somebody knows what became of it.
  Optional<Item> one(ProposalId id, Person person, Directory people) {
    return found(id)
        .filter(record -> record.isReadBy(person, people))
        .flatMap(record ->
            record.request().state() instanceof Approved(_, _, Unknown end)
                ? Optional.of(new Item(record, end, whyNot(record, person, people)))
                : Optional.empty());
  }

  /// What does not read keeps no other from being shown.
  private Optional<RequestRecord> found(ProposalId id) {
    try {
      return ledger.find(id);
    } catch (DamagedRecordException e) {
      return Optional.empty();
    }
  }

  private Row row(Item item, AccountId reader, Person person, Directory people) {
    return new Row(
        item.record().request().id(),
        UnknownLine.headline(item.record()),
        UnknownLine.lines(item.record(), item.end()),
        form(item.record(), reader, person, people),
        item.whyNot());
  }

  /// Sealed for its reader; empty for whoever may not say what happened.
  Optional<Opened.Form> form(
      RequestRecord record, AccountId reader, Person person, Directory people) {
    return Reconciliation.open(record, person, people) instanceof Opened.Form(var form, _)
        ? Optional.of(
            new Opened.Form(
                form,
                seals.of(
                    WireName.of(Intervention.RECONCILE), record.request().id().value(), reader)))
        : Optional.empty();
  }

  private static String whyNot(RequestRecord record, Person person, Directory people) {
    if (Reconciliation.isTheirsToSay(record, person, people)) {
      return Reconciliation.open(record, person, people) instanceof Opened.Not(_, var why)
          ? why
          : "";
    }
    return Reconciliation.nobodyWasAsked(record)
        ? NOBODY_ASKED
        : "Whoever was asked about it says what happened.";
  }
}
