package dev.countersign.executors.connection;

import dev.countersign.catalogue.Bytes;
import dev.countersign.catalogue.Operation;
import dev.countersign.catalogue.Reading;
import dev.countersign.proposal.Action;
import java.util.Optional;

/// One operation of a connection: what it is about, and how that reads.
record CatalogueEntry(ActionMatch match, Operation operation) {
  Optional<Reading> read(Action action) {
    return match.in(action).map(segments -> operation.read(new Bytes(action, segments)));
  }
}
