package dev.countersign.decision;

import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.UnknownDesk;
import dev.countersign.drawing.UnknownLine;
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
      "Nobody was asked about it, so an operator settles it: countersign executions settle.";

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
    List<ProposalId> found = ends.list(Optional.empty(), ProposalId.parse(before), LOOKED_AT + 1);
    List<Row> rows = new ArrayList<>();
    for (ProposalId id : found.subList(0, Math.min(LOOKED_AT, found.size()))) {
      found(id)
          .filter(record -> record.isReadBy(person.get(), people))
          .flatMap(record -> row(record, reader, person.get(), people))
          .ifPresent(rows::add);
    }
    return new Listing(
        rows, found.size() > LOOKED_AT ? Optional.of(found.get(LOOKED_AT - 1)) : Optional.empty());
  }

  /// What does not read keeps no other from being shown.
  private Optional<RequestRecord> found(ProposalId id) {
    try {
      return ledger.find(id);
    } catch (DamagedRecordException e) {
      return Optional.empty();
    }
  }

  private Optional<Row> row(
      RequestRecord record, AccountId reader, Person person, Directory people) {
    return record.request().state() instanceof Approved(_, _, Unknown end)
        ? Optional.of(
            new Row(
                record.request().id(),
                UnknownLine.headline(record),
                UnknownLine.lines(record, end),
                form(record, reader, person, people),
                whyNot(record, person, people)))
        : Optional.empty();
  }

  private Optional<Opened.Form> form(
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
    if (record.ruling().stages().isEmpty()) {
      return NOBODY_ASKED;
    }
    if (!record.isShownTo(person, people)) {
      return "Whoever was asked about it says what happened.";
    }
    return Reconciliation.open(record, person, people) instanceof Opened.Not(_, var why) ? why : "";
  }
}
