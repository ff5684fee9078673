package dev.countersign.executors.http;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.json.Digest;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/// One request and one answer, see [HttpLine]. It departs before the first byte may be written.
public final class HttpAttempt implements SendAttempt {
  /// What the target itself has to say right before anything is sent to it.
  @FunctionalInterface
  public interface Condition {
    /// Of what needs none.
    Condition NONE = _ -> {};

    /// @throws NotSent where it does not hold, or cannot be told
    void check(TargetQuestions target) throws IOException, HttpException;
  }

  private final HttpTarget target;
  private final SentRequest request;
  private final Digest digest;
  private final AnswerReading answers;
  private final Condition condition;

  private final Departure departure = new Departure();
  private final HttpLine line;
  private volatile int status;

  public HttpAttempt(
      HttpTarget target,
      SentRequest request,
      CredentialResolver credentials,
      Dialler dialler,
      AnswerReading answers,
      Condition condition) {
    this.target = target;
    this.request = request;
    this.digest = request.digest(); // here, where it can still fail without harm
    this.line = new HttpLine(target, credentials, dialler, departure);
    this.answers = answers;
    this.condition = condition;
  }

  @Override
  public Outcome run() {
    try {
      ClassicHttpRequest message = line.message(request);
      condition.check(line);
      try (Socket open = line.dial()) {
        departure.depart();
        return converse(open, message);
      }
    } catch (NotSent e) {
      return e.outcome();
    } catch (IOException | HttpException | RuntimeException e) {
      return departure.lost(target.name(), e, HttpLine.code(e), status);
    }
  }

  @Override
  public Outcome abandon(String code) {
    return departure.recall(code, status);
  }

  private Outcome converse(Socket open, ClassicHttpRequest message)
      throws IOException, HttpException {
    ClassicHttpResponse answer = line.converse(open, message);
    status = answer.getCode();
    return answers.read(
        status,
        new AnswerReading.Body() {
          @Override
          public byte[] bytes() throws IOException {
            return line.body(answer);
          }

          @Override
          public Optional<String> header(String name) {
            return TargetQuestions.one(answer, name);
          }
        },
        digest);
  }
}
