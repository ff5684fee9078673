package dev.countersign.courier;

import static java.util.stream.Collectors.toSet;

import dev.countersign.audit.AuditEntry;
import dev.countersign.drawing.Surroundings;
import dev.countersign.grant.RecordProof;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RevisionOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Looks for what stands around a request: a bounded number of rows along an index, and of these
/// only what its reader may see by itself, so that a page tells nobody of requests that are none of
/// their business.
final class Neighbours {
  /// Requests that are looked at for one list.
  static final int LOOKED_AT = 15;

  /// Requests of one list that are shown.
  static final int MOST = 5;

  /// Revisions before the one that is shown.
  static final int MOST_EARLIER = 5;

  private final Ledger ledger;
  private final RecordProof proof;

  Neighbours(Ledger ledger, RecordProof proof) {
    this.ledger = ledger;
    this.proof = proof;
  }

  /// @param entries the chain of the request
  /// @throws dev.countersign.ledger.LedgerUnavailableException when the ledger cannot answer
  Surroundings of(RequestRecord record, List<AuditEntry> entries, Person reader, Directory people) {
    Predicate<RequestRecord> shown = other -> other.isReadBy(reader, people);
    List<RequestRecord> earlier = earlier(record, shown);
    Optional<RequestRecord> successor =
        record.request().state().successor().flatMap(this::found).filter(shown);
    Set<ProposalId> revisions =
        Stream.of(Stream.of(record), earlier.stream(), successor.stream())
            .flatMap(one -> one)
            .map(one -> one.request().id())
            .collect(toSet());
    return new Surroundings(
        earlier,
        successor,
        record
            .proposal()
            .action()
            .target()
            .map(target -> others(ledger.onTarget(target, LOOKED_AT), revisions, shown))
            .orElse(List.of()),
        others(
            ledger.list(record.proposal().agent(), Optional.empty(), Optional.empty(), LOOKED_AT),
            revisions,
            shown),
        entries,
        proof.of(record, entries) instanceof RecordProof.Finding.Sound);
  }

  private List<RequestRecord> earlier(RequestRecord record, Predicate<RequestRecord> shown) {
    List<RequestRecord> earlier = new ArrayList<>();
    Optional<RequestRecord> at = Optional.of(record);
    while (at.isPresent() && earlier.size() < MOST_EARLIER) {
      at =
          at.get()
              .proposal()
              .context()
              .revisionOf()
              .map(RevisionOf::id)
              .flatMap(this::found)
              .filter(shown);
      at.ifPresent(earlier::add);
    }
    return earlier;
  }

  /// What does not read is left out here; whoever opens it hears so.
  private Optional<RequestRecord> found(ProposalId id) {
    try {
      return ledger.find(id);
    } catch (DamagedRecordException e) {
      return Optional.empty();
    }
  }

  private static List<RequestRecord> others(
      List<RequestRecord> requests, Set<ProposalId> except, Predicate<RequestRecord> shown) {
    return requests.stream()
        .filter(request -> !except.contains(request.request().id()))
        .filter(shown)
        .limit(MOST)
        .toList();
  }
}
