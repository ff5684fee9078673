package dev.countersign.executors.http;

import dev.countersign.execution.Outcome;
import dev.countersign.execution.TargetTrial;
import dev.countersign.execution.Turn;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.TrialOf;
import java.io.IOException;
import java.util.function.Function;
import org.apache.hc.core5.http.HttpException;

/// A look at a target by questions, one after the other. It never departs.
///
/// @param <F> what it finds
public final class HttpLook<F> implements LookAttempt<F> {
  /// What is asked, and what is found by the answers.
  ///
  /// @param <F> what
  @FunctionalInterface
  public interface Asking<F> {
    /// @throws NotSent with the code of what it comes to
    F ask(TargetQuestions target) throws IOException, HttpException;
  }

  private final String target;
  private final Asking<F> asking;
  private final Function<Outcome.Failed, F> decided;
  private final Function<String, F> unread;
  private final Function<Turn.Later, F> later;

  private final Departure departure = new Departure();
  private final HttpLine line;

  private HttpLook(
      HttpTarget target,
      CredentialResolver credentials,
      Dialler dialler,
      Asking<F> asking,
      Function<Outcome.Failed, F> decided,
      Function<String, F> unread,
      Function<Turn.Later, F> later) {
    this.target = target.name();
    this.asking = asking;
    this.decided = decided;
    this.unread = unread;
    this.later = later;
    this.line = new HttpLine(target, credentials, dialler, departure);
  }

  /// @param unread what is found where a code says why nothing is
  /// @param later what is found where it has to wait for others
  public static <F> HttpLook<F> of(
      HttpTarget target,
      CredentialResolver credentials,
      Dialler dialler,
      Asking<F> asking,
      Function<String, F> unread,
      Function<Turn.Later, F> later) {
    return of(
        target, credentials, dialler, asking, failed -> unread.apply(failed.code()), unread, later);
  }

  /// @param decided what is found where an answer says why nothing is
  /// @param unread what is found where a code says why there was no answer
  /// @param later what is found where it has to wait for others
  static <F> HttpLook<F> of(
      HttpTarget target,
      CredentialResolver credentials,
      Dialler dialler,
      Asking<F> asking,
      Function<Outcome.Failed, F> decided,
      Function<String, F> unread,
      Function<Turn.Later, F> later) {
    return new HttpLook<>(target, credentials, dialler, asking, decided, unread, later);
  }

  /// What would become of an action, or with which code it would fail.
  public static HttpLook<TargetTrial> trial(
      HttpTarget target,
      CredentialResolver credentials,
      Dialler dialler,
      Asking<TargetTrial> asking) {
    return new HttpLook<>(
        target,
        credentials,
        dialler,
        asking,
        failed -> TrialOf.failed(failed.code()),
        TargetTrial::notTried,
        waiting -> TargetTrial.notTried(waiting.code()));
  }

  @Override
  public F run() {
    try {
      return asking.ask(line);
    } catch (NotSent e) {
      return decided.apply(e.outcome());
    } catch (IOException | HttpException | RuntimeException e) {
      departure.lost(target, e, HttpLine.code(e), 0);
      return unread.apply(HttpLine.code(e));
    }
  }

  @Override
  public F giveUp(String code) {
    departure.recall(code, 0);
    return notBegun(code);
  }

  @Override
  public F notYet(Turn.Later waiting) {
    return later.apply(waiting);
  }

  @Override
  public F notBegun(String code) {
    return unread.apply(code);
  }
}
