package dev.countersign.ledger;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ClosedRetrospective;
import dev.countersign.audit.FiledRetrospective;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Approved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Uses of break-glass as the records of any ledger tell of them, and what was made of them since.
public final class RememberedRetrospectives implements Retrospectives {
  private static final int MOST = 1_000;

  private final Ledger ledger;
  private final Set<ProposalId> pretended = new HashSet<>();
  private final List<Retrospective> pretendedOpen = new ArrayList<>();

  public RememberedRetrospectives(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Standing of(PersonId person) {
    Instant now = ledger.now();
    List<Retrospective> all = all().filter(one -> one.actor().equals(person)).toList();
    return new Standing(
        all.size(),
        (int) all.stream().filter(one -> one.at().isAfter(now.minus(PERIOD))).count(),
        all.stream().filter(one -> filed(one).isEmpty()).toList(),
        all.stream()
            .filter(one -> filed(one).isPresent())
            .sorted(Comparator.comparing(Retrospective::at).reversed())
            .limit(MOST_FILED)
            .toList(),
        List.of(),
        now);
  }

  @Override
  public Totals totals() {
    List<Listed> all = list(MOST);
    Instant now = ledger.now();
    return new Totals(
        all.size(),
        all.stream().filter(one -> one.filed().isEmpty()).count(),
        all.stream().filter(one -> one.isOverdue(now)).count(),
        all.stream().filter(one -> one.filed().isPresent()).count(),
        all.stream().filter(Listed::isClosed).count());
  }

  @Override
  public List<Listed> unclosed(int most) {
    return Stream.concat(
            list(MOST).stream().filter(one -> !one.isClosed()),
            pretendedOpen.stream().map(one -> new Listed(one, Optional.empty(), List.of())))
        .limit(most)
        .toList();
  }

  @Override
  public List<Listed> list(int most) {
    return all()
        .map(one ->
            new Listed(
                one,
                filed(one),
                ClosedRetrospective.in(ledger.audit(one.request())).stream()
                    .map(ClosedRetrospective::by)
                    .toList()))
        .sorted(Comparator.comparing(Listed::isClosed))
        .limit(most)
        .toList();
  }

  /// As rows of a store would have it into which somebody wrote.
  public void pretendFiled(ProposalId request) {
    pretended.add(request);
  }

  /// The same for a use that there is not.
  public void pretendOpen(Retrospective one) {
    pretendedOpen.add(one);
  }

  private Optional<Filed> filed(Retrospective one) {
    List<AuditEntry> entries = ledger.audit(one.request());
    return pretended.contains(one.request())
        ? Optional.of(new Filed(one.actor(), one.at()))
        : FiledRetrospective.in(entries)
            .map(filed -> new Filed(filed.by(), FiledRetrospective.filedAt(entries).orElseThrow()));
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
