package dev.countersign.slack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/// How often Slack is asked about accounts, counted before each call, so that nobody spends what
/// the decisions of others need. Slack lets a workspace's app ask 100 times a minute and somewhat
/// more (docs.slack.dev/apis/web-api/rate-limits, tier 4). Counted by this process alone; safe for
/// threads.
final class AccountAsks {
  static final Duration SPAN = Duration.ofMinutes(1);

  /// Calls within [#SPAN], for whatever purpose.
  static final int MOST = 90;

  /// Of these for questions: the rest is for decisions, whoever writes how many commands.
  static final int MOST_FOR_QUESTIONS = 45;

  /// About one account, so that somebody whose profile changes all the time spends no more.
  static final int MOST_OF_ONE = 6;

  /// Of these for questions.
  static final int MOST_OF_ONE_FOR_QUESTIONS = 3;

  /// What rests on the answer.
  enum Purpose {
    /// A press, or a form that is opened or sent.
    DECISION,
    /// A command, a link, a page of one's own.
    QUESTION
  }

  private record Ask(Instant at, String user, Purpose purpose) {}

  private final InstantSource clock;

  /// Of the last minute, the oldest first; at most [#MOST].
  private final Deque<Ask> asks = new ArrayDeque<>();

  private Instant rested = Instant.MIN;

  AccountAsks(InstantSource clock) {
    this.clock = clock;
  }

  /// Spends one call; false where there is none left for that.
  synchronized boolean take(String user, Purpose purpose) {
    Instant now = clock.instant();
    while (!asks.isEmpty() && !now.isBefore(asks.getFirst().at().plus(SPAN))) {
      asks.removeFirst();
    }
    if (!isFree(user, purpose, now)) {
      return false;
    }
    asks.addLast(new Ask(now, user, purpose));
    return true;
  }

  private boolean isFree(String user, Purpose purpose, Instant now) {
    long ofOne = asks.stream().filter(ask -> ask.user().equals(user)).count();
    if (asks.size() >= MOST || ofOne >= MOST_OF_ONE) {
      return false;
    }
    return switch (purpose) {
      case DECISION -> true;
      case QUESTION ->
          !now.isBefore(rested)
              && questions().count() < MOST_FOR_QUESTIONS
              && questions().filter(ask -> ask.user().equals(user)).count()
                  < MOST_OF_ONE_FOR_QUESTIONS;
    };
  }

  private Stream<Ask> questions() {
    return asks.stream().filter(ask -> ask.purpose() == Purpose.QUESTION);
  }

  /// Slack says that it was asked too often, by other replicas too: questions wait for a span.
  synchronized void rest() {
    rested = clock.instant().plus(SPAN);
  }
}
