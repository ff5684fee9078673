package dev.countersign.slack;

import dev.countersign.card.AskLimit;
import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.CallbackMetrics.PrivateReply;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.Command;
import dev.countersign.card.FormOpening;
import dev.countersign.card.RecentlyUsed;
import dev.countersign.json.CanonicalJson;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The app's page of each person: drawn when they open it, and again once they decided something,
/// for those whose page this process drew lately. It only shows; each drawing is read from the
/// ledger anew.
///
/// However often it is wanted, one drawing of a person's page is under way and one more follows it.
/// Of two replicas that draw at once, the later one sees by the hash that the page is not the one
/// that it knew, and reads again. What cannot be drawn after [#MAX_TRIES] is left as it was; the
/// person opens the page again.
final class AppHome implements AutoCloseable {
  /// People whose page is remembered; the one whose page was not drawn for the longest is forgotten
  /// first.
  static final int MOST_REMEMBERED = 5_000;

  /// Pages that are drawn at one time.
  static final int MOST_DRAWING = 32;

  static final int MAX_TRIES = 3;

  /// However long Slack asks us to wait.
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private static final String CONFLICT = "hash_conflict";

  /// What another try may mend; `http_5…` as well.
  private static final Set<String> PASSING =
      Set.of(
          CONFLICT,
          "fatal_error",
          "internal_error",
          "ratelimited",
          "request_timeout",
          "service_unavailable",
          "timeout",
          "unreachable");

  private static final Logger log = LoggerFactory.getLogger(AppHome.class);

  private final Questions questions;
  private final ReplyBlocks blocks;
  private final SlackWebApi api;
  private final AskLimit limit;
  private final CallbackMetrics metrics;
  private final Duration firstPause;
  private final Map<String, Page> pages = new RecentlyUsed<>(MOST_REMEMBERED);
  private final Semaphore free = new Semaphore(MOST_DRAWING);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = VirtualThreads.perTask("slack-home");

  /// @param limit of how often one person may open their page
  /// @param firstPause where Slack says nothing of how long to wait
  AppHome(
      Questions questions,
      ReplyBlocks blocks,
      SlackWebApi api,
      AskLimit limit,
      CallbackMetrics metrics,
      Duration firstPause) {
    this.questions = questions;
    this.blocks = blocks;
    this.api = api;
    this.limit = limit;
    this.metrics = metrics;
    this.firstPause = firstPause;
  }

  /// What is known of one person's page. Guarded by the map's lock.
  private static final class Page {
    private boolean drawing;
    private boolean again;
    private Optional<String> hash = Optional.empty();
  }

  /// Draws the page behind the answer.
  ///
  /// @param hash of what stands there, where Slack names it
  CallbackResult opened(AccountId viewer, Optional<String> hash) {
    if (limit.ask(viewer.user()) != AskLimit.Turn.TAKEN) {
      log.warn("a home in slack is not drawn: opened too often");
      return CallbackResult.REFUSED;
    }
    Page page;
    synchronized (pages) {
      page = pages.computeIfAbsent(viewer.user(), _ -> new Page());
      page.hash = hash.or(() -> page.hash);
    }
    return draw(viewer, page) ? CallbackResult.OK : CallbackResult.UNAVAILABLE;
  }

  /// The desk, with the page of whoever decided drawn again behind it.
  ClickDesk behind(ClickDesk desk) {
    return new ClickDesk() {
      @Override
      public ClickAnswer decide(Click click) {
        ClickAnswer answer = desk.decide(click);
        switch (answer.kind()) {
          case COUNTED, PARTLY -> decided(click.account());
          case REPEATED,
              STANDING,
              REFUSED,
              NOT_ENTITLED,
              OUTSIDER,
              OUTDATED,
              INCOMPLETE,
              UNKNOWN_BUTTON,
              MALFORMED,
              UNAVAILABLE -> {}
        }
        return answer;
      }

      @Override
      public FormOpening open(Click click) {
        return desk.open(click);
      }
    };
  }

  private void decided(AccountId viewer) {
    Page page;
    synchronized (pages) {
      page = pages.get(viewer.user());
    }
    if (page != null) {
      draw(viewer, page);
    }
  }

  /// Whether it is drawn, now or behind the drawing that is under way.
  private boolean draw(AccountId viewer, Page page) {
    synchronized (pages) {
      if (page.drawing) {
        page.again = true;
        return true;
      }
      if (closed.getCount() == 0 || !free.tryAcquire()) {
        log.warn("a home in slack is not drawn: too many are being drawn");
        metrics.privateReply(Surface.SLACK, PrivateReply.DROPPED);
        return false;
      }
      page.drawing = true;
    }
    threads.execute(() -> {
      try {
        do {
          metrics.privateReply(Surface.SLACK, drawn(viewer, page));
        } while (isWantedAgain(page));
      } finally {
        free.release();
      }
    });
    return true;
  }

  private boolean isWantedAgain(Page page) {
    synchronized (pages) {
      page.drawing = page.again;
      page.again = false;
      return page.drawing;
    }
  }

  private PrivateReply drawn(AccountId viewer, Page page) {
    try {
      return published(viewer, page) ? PrivateReply.SHOWN : PrivateReply.LOST;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return PrivateReply.LOST;
    } catch (RuntimeException e) {
      log.error("a home in slack could not be drawn", e);
      return PrivateReply.LOST;
    }
  }

  private boolean published(AccountId viewer, Page page) throws InterruptedException {
    Duration pause = firstPause;
    for (int tried = 1; tried <= MAX_TRIES; tried++) {
      Questions.Answer answer = questions.answer(viewer, Command.HOME.word(), Optional.empty());
      if (answer.result() != CallbackResult.OK && known(page).isPresent()) {
        return false;
      }
      String view = CanonicalJson.text(blocks.home(answer.reply()));
      switch (api.publishView(viewer.user(), known(page), view)) {
        case ApiAnswer.Done(String hash) -> {
          know(page, Optional.of(hash).filter(text -> !text.isEmpty()));
          return true;
        }
        case ApiAnswer.Failed(String error, Optional<Duration> retryAfter) -> {
          log.warn("views.publish, try {} of {}: {}", tried, MAX_TRIES, error);
          know(page, Optional.empty());
          if (!isPassing(error)) {
            forget(viewer);
            return false;
          }
          if (tried < MAX_TRIES
              && !error.equals(CONFLICT)
              && closed.await(shorter(retryAfter.orElse(pause)).toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
          }
          pause = pause.multipliedBy(2);
        }
      }
    }
    return false;
  }

  private static boolean isPassing(String error) {
    return PASSING.contains(error) || error.startsWith("http_5");
  }

  private static Duration shorter(Duration asked) {
    return asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
  }

  private Optional<String> known(Page page) {
    synchronized (pages) {
      return page.hash;
    }
  }

  private void know(Page page, Optional<String> hash) {
    synchronized (pages) {
      page.hash = hash;
    }
  }

  /// Until it is opened again.
  private void forget(AccountId viewer) {
    synchronized (pages) {
      pages.remove(viewer.user());
    }
  }

  /// What is being drawn is left as it was.
  @Override
  public void close() {
    closed.countDown();
    threads.shutdownNow();
  }
}
