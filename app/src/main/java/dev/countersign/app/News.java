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

  private final PlaceNews placeNews;
  private final Ticker links;
  private final Ticker places;
  private final Ticker freezes;
  private final Ticker retrospectives;
  private final Ticker unknown;
  private final Ticker queues;

  /// @param gate whose queue rests on no version
  News(
      NoticesConfig notices,
      PostgresStore store,
      ApprovalGate gate,
      ChatPorts chats,
      ButtonSeals seals,
      WorkerMetrics metrics,
      RandomGenerator random) {
    links =
        new Ticker(
            "links",
            LINKS_TOLD,
            new AccountNews(store.accountNotices(), chats.channels(), seals)::tell,
            metrics,
            random);
    placeNews = new PlaceNews(store.placeAlerts(), chats.channels(), notices.alerts());
    places = new Ticker("place-news", PLACES_LOOKED_AT, placeNews::tell, metrics, random);
    freezes =
        new Ticker(
            "freeze-news",
            FREEZES_TOLD,
            new OperatorNews(store.operatorNotices(), chats.channels(), notices.alerts())::tell,
            metrics,
            random);
    retrospectives =
        new Ticker(
            "retrospectives",
            RETROSPECTIVES_LOOKED_AT,
            new RetrospectiveNews(
                    store.retrospectives(),
                    store.retrospectiveReminders(),
                    store.ledger(),
                    store.directory(),
                    chats.channels(),
                    chats.surfaces(),
                    notices.alerts().values(),
                    new GlassSeals(seals),
                    chats.console())
                ::tell,
            metrics,
            random);
    unknown =
        new Ticker(
            "unknown-news",
            UNKNOWN_LOOKED_AT,
            new UnknownNews(
                    store.unknownAlerts(),
                    store.ledger(),
                    chats.channels(),
                    notices.alerts(),
                    chats.console())
                ::tell,
            metrics,
            random);
    queues =
        new Ticker(
            "digests",
            QUEUES_LOOKED_AT,
            new DigestNews(
                    store.ledger(),
                    store.digests(),
                    store.mutes(),
                    store.directory(),
                    gate.queue(),
                    chats.channels(),
                    chats.surfaces(),
                    seals,
                    notices.digest())
                ::tell,
            metrics,
            random);
  }

  /// Operators are told that a place is called otherwise now.
  void moved(ChatAddress from, ChatAddress to) {
    placeNews.moved(from, to);
  }

  void start() {
    links.start();
    places.start();
    freezes.start();
    retrospectives.start();
    unknown.start();
    queues.start();
  }

  List<Stopping.Part> parts() {
    return List.of(
        Stopping.part("the news of links", links),
        Stopping.part("the news of places", places),
        Stopping.part("the news of freezes", freezes),
        Stopping.part("the reminders of retrospectives", retrospectives),
        Stopping.part("the news of unknown ends", unknown),
        Stopping.part("the digests", queues));
  }
}
