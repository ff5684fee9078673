package dev.countersign.executors.http;

import dev.countersign.executors.connection.RecordResource;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordChange;
import java.io.IOException;
import org.apache.hc.core5.http.HttpException;

/// The record that an action is about, at the address that follows from its key.
///
/// @param url of the connection's own host
record RecordTarget(
    HttpTarget target,
    RecordResource type,
    Action action,
    RecordChange change,
    String url,
    CredentialResolver credentials,
    Dialler dialler) {

  HttpLine line(Departure departure) {
    return new HttpLine(target, credentials, dialler, departure);
  }

  /// Gets it, where it is there for this change.
  ///
  /// @throws dev.countersign.executors.sending.NotSent where it is not, or not shown
  HeldRecord standing(HttpLine line) throws IOException, HttpException {
    return get(line).standing(change.operation());
  }

  /// Gets it.
  ///
  /// @throws dev.countersign.executors.sending.NotSent where that is not shown
  HeldRecord get(HttpLine line) throws IOException, HttpException {
    String id = action.targetId().orElseThrow();
    return line.ask(
        SentRequest.getting(url),
        (status, marks, body) -> HeldRecord.of(type, id, status, marks, body));
  }
}
