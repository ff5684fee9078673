package dev.countersign.app.http;

import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.FollowUps;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A request, and whether something is still going to be done about it by itself though it has
/// ended.
record Followed(RequestRecord record, boolean open) {

  /// What is not open any more has left its trace in the record, so that is read once more then.
  static Followed of(RequestRecord record, Desks desks) {
    if (!FollowUps.mayBeOf(record)) {
      return new Followed(record, false);
    }
    ProposalId id = record.request().id();
    return desks.followUps().open(Set.of(id)).contains(id)
        ? new Followed(record, true)
        : new Followed(desks.ledger().find(id).orElse(record), false);
  }

  /// Of which of these something is open.
  static Set<ProposalId> open(List<RequestRecord> records, Desks desks) {
    Set<ProposalId> asked =
        records.stream()
            .filter(FollowUps::mayBeOf)
            .map(record -> record.request().id())
            .collect(Collectors.toUnmodifiableSet());
    return asked.isEmpty() ? Set.of() : desks.followUps().open(asked);
  }

  /// @param view of the record
  JsonObject on(JsonObject view) {
    return open ? view.with("done", JsonBoolean.FALSE) : view;
  }
}
