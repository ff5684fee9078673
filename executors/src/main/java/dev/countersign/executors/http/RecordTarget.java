package dev.countersign.executors.http;

import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.RecordResource;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordChange;
import java.io.IOException;
import java.util.function.Function;
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

  /// A look at it.
  ///
  /// @param decided what is found where an answer says why nothing is
  /// @param unread what is found where a code says why there was no answer
  /// @param later what is found where it has to wait for others
  <F> HttpLook<F> look(
      HttpLook.Asking<F> asking,
      Function<Outcome.Failed, F> decided,
      Function<String, F> unread,
      Function<Turn.Later, F> later) {
    return HttpLook.of(target, credentials, dialler, asking, decided, unread, later);
  }

  /// Gets it, where it is there for this change.
  ///
  /// @throws dev.countersign.executors.sending.NotSent where it is not, or not shown
  HeldRecord standing(TargetQuestions service) throws IOException, HttpException {
    return get(service).standing(change.operation());
  }

  /// Gets it.
  ///
  /// @throws dev.countersign.executors.sending.NotSent where that is not shown
  HeldRecord get(TargetQuestions service) throws IOException, HttpException {
    String id = action.targetId().orElseThrow();
    return service.ask(
        SentRequest.getting(url),
        (status, marks, body) -> HeldRecord.of(type, id, status, marks, body));
  }
}
