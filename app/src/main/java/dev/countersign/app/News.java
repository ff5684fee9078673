package dev.countersign.app;

import dev.countersign.app.config.NoticesConfig;
import dev.countersign.app.worker.Ticker;
import dev.countersign.app.worker.WorkerMetrics;
import dev.countersign.breakglass.GlassSeals;
import dev.countersign.breakglass.RetrospectiveNews;
import dev.countersign.courier.DigestNews;
import dev.countersign.courier.PlaceNews;
import dev.countersign.courier.UnknownNews;
import dev.countersign.freezing.OperatorNews;
import dev.countersign.gate.ApprovalGate;
import dev.countersign.gate.ChatPorts;
import dev.countersign.linking.AccountNews;
import dev.countersign.people.ChatAddress;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.ButtonSeals;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// What people are told without having asked, apart from the cards and what follows from a commit:
/// that an account was linked to them, which places take no cards, which retrospectives are due, of
/// what nobody knows the end, and what waits for them.
final class News {
  /// How often it is looked who has to be told of a link.
  private static final Duration LINKS_TOLD = Duration.ofSeconds(2);

  /// How often it is looked whether something was frozen or lifted.
  private static final Duration FREEZES_TOLD = Duration.ofSeconds(2);

  /// How often it is looked which places take no cards.
  private static final Duration PLACES_LOOKED_AT = Duration.ofSeconds(5);

  /// How often it is looked whose queue is long, of a few people at a time.
  private static final Duration QUEUES_LOOKED_AT = Duration.ofSeconds(10);

  /// How often it is looked whether a retrospective is due or overdue.
  private static final Duration RETROSPECTIVES_LOOKED_AT = Duration.ofSeconds(30);

  /// How often it is looked whether nobody knows the end of what nobody was asked about.
  private static final Duration UNKNOWN_LOOKED_AT = Duration.ofSeconds(10);

  private final WorkerMetrics metrics;
  private final RandomGenerator random;
  private final PlaceNews placeNews;
  private final List<Told> all;

  /// One kind of news.
  ///
  /// @param name of what is stopped, for the log
  private record Told(String name, Ticker ticker) {}

  /// @param gate whose queue rests on no version
  News(
      NoticesConfig notices,
      PostgresStore store,
      ApprovalGate gate,
      ChatPorts chats,
      ButtonSeals seals,
      WorkerMetrics metrics,
      RandomGenerator random) {
    this.metrics = metrics;
    this.random = random;
    placeNews = new PlaceNews(store.placeAlerts(), chats.channels(), notices.alerts());
    var links = new AccountNews(store.accountNotices(), chats.channels(), seals);
    var freezes = new OperatorNews(store.operatorNotices(), chats.channels(), notices.alerts());
    var retrospectives =
        new RetrospectiveNews(
            store.retrospectives(),
            store.retrospectiveReminders(),
            store.ledger(),
            store.directory(),
            chats.channels(),
            chats.surfaces(),
            notices.alerts().values(),
            new GlassSeals(seals),
            chats.console());
    var unknown =
        new UnknownNews(
            store.unknownAlerts(),
            store.ledger(),
            chats.channels(),
            notices.alerts(),
            chats.console());
    var digests =
        new DigestNews(
            store.ledger(),
            store.digests(),
            store.mutes(),
            store.directory(),
            gate.queue(),
            chats.channels(),
            chats.surfaces(),
            seals,
            notices.digest());
    all =
        List.of(
            every(LINKS_TOLD, "links", "the news of links", links::tell),
            every(PLACES_LOOKED_AT, "place-news", "the news of places", placeNews::tell),
            every(FREEZES_TOLD, "freeze-news", "the news of freezes", freezes::tell),
            every(
                RETROSPECTIVES_LOOKED_AT,
                "retrospectives",
                "the reminders of retrospectives",
                retrospectives::tell),
            every(UNKNOWN_LOOKED_AT, "unknown-news", "the news of unknown ends", unknown::tell),
            every(QUEUES_LOOKED_AT, "digests", "the digests", digests::tell));
  }

  /// @param worker its name in metrics
  private Told every(Duration pause, String worker, String name, Runnable work) {
    return new Told(name, new Ticker(worker, pause, work, metrics, random));
  }

  /// Operators are told that a place is called otherwise now.
  void moved(ChatAddress from, ChatAddress to) {
    placeNews.moved(from, to);
  }

  void start() {
    all.forEach(one -> one.ticker().start());
  }

  List<Stopping.Part> parts() {
    return all.stream().map(one -> Stopping.part(one.name(), one.ticker())).toList();
  }
}
