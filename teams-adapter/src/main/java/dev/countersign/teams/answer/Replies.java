package dev.countersign.teams.answer;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.PrivateReply;
import dev.countersign.card.Reply;
import dev.countersign.json.JsonObject;
import dev.countersign.people.Surface;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.card.ReplyCard;
import dev.countersign.teams.connector.CardActivity;
import dev.countersign.teams.connector.ConnectorAnswer;
import dev.countersign.teams.connector.ConnectorClient;
import dev.countersign.teams.connector.ConversationAnswer;
import dev.countersign.teams.connector.NewConversation;
import dev.countersign.teams.settings.TeamsSettings;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers that only one person sees: in that person's own chat, else as a targeted message, else,
/// where Teams takes none, in the person's chat with the bot. Told after the activity is
/// acknowledged; what cannot be told is counted.
public final class Replies implements AutoCloseable {
  /// Answers on their way at one time.
  static final int MOST_WAITING = 256;

  /// How long a stopping gate lets answers go out.
  static final Duration DRAIN = Duration.ofSeconds(5);

  private static final String OWN_BUDGET = "own_budget";
  private static final Logger log = LoggerFactory.getLogger(Replies.class);

  private final ConnectorClient connector;
  private final TeamsSettings settings;
  private final CallbackMetrics metrics;
  private final Semaphore free = new Semaphore(MOST_WAITING);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("teams-reply-", 0).factory());

  public Replies(ConnectorClient connector, TeamsSettings settings, CallbackMetrics metrics) {
    this.connector = connector;
    this.settings = settings;
    this.metrics = metrics;
  }

  void tell(Sender to, String words) {
    tell(to, CardActivity.words(words));
  }

  void tell(Sender to, Reply reply) {
    tell(
        to,
        ReplyCard.drawn(reply)
            .map(CardActivity::of)
            .orElseGet(() -> CardActivity.words(reply.text())));
  }

  private void tell(Sender to, JsonObject message) {
    if (!free.tryAcquire()) {
      metrics.privateReply(Surface.TEAMS, PrivateReply.DROPPED);
      return;
    }
    threads.execute(() -> {
      try {
        metrics.privateReply(
            Surface.TEAMS, told(to, message) ? PrivateReply.SHOWN : PrivateReply.LOST);
      } catch (RuntimeException e) {
        log.error("an answer in teams failed", e);
        metrics.privateReply(Surface.TEAMS, PrivateReply.LOST);
      } finally {
        free.release();
      }
    });
  }

  private boolean told(Sender to, JsonObject message) {
    String service = to.service().toString();
    String conversation = to.address().channel();
    if (to.inPersonalChat()) {
      return isDone(connector.send(service, conversation, message));
    }
    var targeted = CardActivity.to(to.member(), message);
    return switch (connector.sendTargeted(service, conversation, targeted)) {
      case ConnectorAnswer.Done _ -> true;
      // Another conversation would spend what the cards of all channels need.
      case ConnectorAnswer.Failed(_, String code, _) when code.equals(OWN_BUDGET) -> false;
      case ConnectorAnswer.Failed failed -> {
        log.warn("a targeted answer in teams was not taken: {}", failed.code());
        yield toldInPerson(service, to, message);
      }
    };
  }

  private boolean toldInPerson(String service, Sender to, JsonObject message) {
    var own = NewConversation.withPerson(settings.botId(), to.member(), to.address().tenant());
    return connector.createConversation(service, own)
            instanceof ConversationAnswer.Opened(String conversation, _)
        && isDone(connector.send(service, conversation, message));
  }

  private static boolean isDone(ConnectorAnswer answer) {
    if (answer instanceof ConnectorAnswer.Failed failed) {
      log.warn("an answer in teams was not taken: {}", failed.code());
    }
    return answer instanceof ConnectorAnswer.Done;
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
