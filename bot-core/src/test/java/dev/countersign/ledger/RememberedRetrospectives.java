package dev.countersign.ledger;

import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Approved;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Uses of break-glass as the records of any ledger tell of them, and which of them are filed.
public final class RememberedRetrospectives implements Retrospectives {
  private static final int MOST = 1_000;

  private final Ledger ledger;
  private final Set<ProposalId> filed = new HashSet<>();

  public RememberedRetrospectives(Ledger ledger) {
    this.ledger = ledger;
  }

  /// From now on the retrospective of this use is filed.
  public void file(ProposalId request) {
    filed.add(request);
  }

  @Override
  public Standing of(PersonId person) {
    Instant now = ledger.now();
    List<Retrospective> all = all().filter(one -> one.actor().equals(person)).toList();
    return new Standing(
        all.size(),
        (int) all.stream().filter(one -> one.at().isAfter(now.minus(PERIOD))).count(),
        all.stream().filter(one -> !filed.contains(one.request())).toList(),
        now);
  }

  @Override
  public List<Retrospective> open(int most) {
    return all().filter(one -> !filed.contains(one.request())).limit(most).toList();
  }

  private Stream<Retrospective> all() {
    return ledger.idsAfter(Optional.empty(), MOST).stream()
        .flatMap(id -> ledger.find(id).stream())
        .flatMap(record -> of(record).stream())
        .sorted(Comparator.comparing(Retrospective::due));
  }

  private static Optional<Retrospective> of(RequestRecord record) {
    return record.request().state() instanceof Approved approved
        ? approved
            .glass()
            .map(glass ->
                new Retrospective(
                    record.request().id(), glass.by(), glass.owner(), approved.at(), glass.due()))
        : Optional.empty();
  }
}
