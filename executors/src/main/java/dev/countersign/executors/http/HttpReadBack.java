package dev.countersign.executors.http;

import dev.countersign.execution.TargetLook;
import dev.countersign.execution.Turn;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.wire.SentRequest;
import java.io.IOException;
import org.apache.hc.core5.http.HttpException;

/// Gets what a call was about, once it was answered with success, and compares it with what people
/// approved.
final class HttpReadBack implements LookAttempt<TargetLook> {
  private final HttpTarget target;
  private final SentRequest question;
  private final ExpectedAnswer expected;
  private final Departure departure = new Departure();
  private final HttpLine line;

  /// @param question a GET
  HttpReadBack(
      HttpTarget target,
      SentRequest question,
      ExpectedAnswer expected,
      CredentialResolver credentials,
      Dialler dialler) {
    this.target = target;
    this.question = question;
    this.expected = expected;
    this.line = new HttpLine(target, credentials, dialler, departure);
  }

  @Override
  public TargetLook run() {
    try {
      return line.ask(question, (status, _, body) -> expected.compare(status, body));
    } catch (NotSent e) {
      return notBegun(e.outcome().code());
    } catch (IOException | HttpException | RuntimeException e) {
      departure.lost(target.name(), e, HttpLine.code(e), 0);
      return notBegun(HttpLine.code(e));
    }
  }

  @Override
  public TargetLook giveUp(String code) {
    departure.recall(code, 0);
    return notBegun(code);
  }

  @Override
  public TargetLook notYet(Turn.Later later) {
    return new TargetLook.NotYet(later.pause());
  }

  @Override
  public TargetLook notBegun(String code) {
    return new TargetLook.NotRead(code);
  }
}
