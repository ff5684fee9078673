package dev.countersign.teams.connector;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bot's access token for the Bot Connector, kept until shortly before it expires.
///
/// However many ask, one fetch runs at a time; who comes meanwhile waits for it a bounded time. A
/// failed fetch is answered to everybody for its pause, so that an outage is not hammered. While a
/// token is still good, a failing refresh is not noticed by anyone.
public final class AccessTokens implements AutoCloseable {
  /// Longer than one fetch takes at most.
  static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  /// A refusal is an operator's to mend, who should not have to wait for long.
  static final Duration REFUSED_FOR = Duration.ofMinutes(1);

  /// A token refused by the connector is given up, but not more often than this.
  static final Duration BETWEEN_DROPS = Duration.ofMinutes(5);

  private static final Logger log = LoggerFactory.getLogger(AccessTokens.class);

  /// @param until when a fetch may be tried again
  private record Failure(TokenAnswer answer, Instant until) {}

  private final TokenRequests requests;
  private final BoundedHttp http;
  private final InstantSource clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile @Nullable IssuedToken held;
  private volatile @Nullable Failure failure;
  private volatile Instant droppableFrom = Instant.MIN;

  public AccessTokens(TokenRequests requests, InstantSource clock) {
    this(requests, clock, BoundedHttp.CALL_TIMEOUT);
  }

  AccessTokens(TokenRequests requests, InstantSource clock, Duration callTimeout) {
    this.requests = requests;
    this.clock = clock;
    http = requests.stayHere() ? BoundedHttp.direct(callTimeout) : BoundedHttp.outward(callTimeout);
  }

  public TokenAnswer bearer() {
    TokenAnswer known = known(clock.instant());
    if (known != null) {
      return known;
    }
    try {
      if (!fetching.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return new TokenAnswer.Later(TokenReader.PAUSE, "token_wait");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new TokenAnswer.Later(TokenReader.PAUSE, "interrupted");
    }
    try {
      Instant now = clock.instant();
      TokenAnswer meanwhile = known(now);
      return meanwhile != null ? meanwhile : fetched(now);
    } finally {
      fetching.unlock();
    }
  }

  /// The connector did not accept this token: the next caller fetches another, at most once per
  /// [#BETWEEN_DROPS], because a bot that is not registered has all its tokens refused.
  void refused(TokenAnswer.Bearer bearer) {
    fetching.lock();
    try {
      Instant now = clock.instant();
      IssuedToken token = held;
      if (token != null && token.bearer().equals(bearer) && !now.isBefore(droppableFrom)) {
        held = null;
        droppableFrom = now.plus(BETWEEN_DROPS);
      }
    } finally {
      fetching.unlock();
    }
  }

  @Override
  public void close() {
    http.close();
  }

  /// What can be answered without a fetch.
  private @Nullable TokenAnswer known(Instant now) {
    IssuedToken token = held;
    Failure failed = failure;
    if (token != null && now.isBefore(token.refreshAt())) {
      return token.bearer();
    }
    if (failed == null || !now.isBefore(failed.until())) {
      return null;
    }
    if (token != null && now.isBefore(token.expiresAt())) {
      return token.bearer();
    }
    return failed.answer() instanceof TokenAnswer.Later(_, String code)
        ? new TokenAnswer.Later(Duration.between(now, failed.until()), code)
        : failed.answer();
  }

  private TokenAnswer fetched(Instant now) {
    return switch (TokenReader.read(http.call(requests.next(now)), now)) {
      case TokenReading.Issued(IssuedToken token) -> {
        held = token;
        failure = null;
        yield token.bearer();
      }
      case TokenReading.NotIssued(TokenAnswer why) -> {
        log.warn("no access token for the bot: {}", why);
        Duration pause = why instanceof TokenAnswer.Later later ? later.pause() : REFUSED_FOR;
        failure = new Failure(why, now.plus(pause));
        IssuedToken token = held;
        yield token != null && now.isBefore(token.expiresAt()) ? token.bearer() : why;
      }
    };
  }
}
