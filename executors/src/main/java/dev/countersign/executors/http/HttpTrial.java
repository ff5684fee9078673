package dev.countersign.executors.http;

import dev.countersign.execution.TargetTrial;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.TrialOf;
import dev.countersign.executors.wire.SentRequest;
import java.io.IOException;
import org.apache.hc.core5.http.HttpException;

/// Asks a target, at the path that it has for this, what it would make of a call.
final class HttpTrial implements LookAttempt<TargetTrial> {
  private final HttpTarget target;
  private final SentRequest question;
  private final Departure departure = new Departure();
  private final HttpLine line;

  HttpTrial(
      HttpTarget target, SentRequest question, CredentialResolver credentials, Dialler dialler) {
    this.target = target;
    this.question = question;
    this.line = new HttpLine(target, credentials, dialler, departure);
  }

  @Override
  public TargetTrial run() {
    try {
      return line.ask(question, (status, _, _) -> said(status));
    } catch (NotSent e) {
      return TrialOf.failed(e.outcome().code());
    } catch (IOException | HttpException | RuntimeException e) {
      departure.lost(target.name(), e, HttpLine.code(e), 0);
      return notBegun(HttpLine.code(e));
    }
  }

  /// A path that is not there says nothing of the call.
  private static TargetTrial said(int status) {
    if (status == 404 || status == 405) {
      return TargetTrial.notTried("target_refused");
    }
    return switch (status / 100) {
      case 2 -> TargetTrial.works();
      case 4 -> TargetTrial.fails("target_refused");
      case 3 -> TargetTrial.notTried("target_unclear");
      default -> TargetTrial.notTried("target_error");
    };
  }

  @Override
  public TargetTrial giveUp(String code) {
    departure.recall(code, 0);
    return notBegun(code);
  }

  @Override
  public TargetTrial notBegun(String code) {
    return TargetTrial.notTried(code);
  }
}
