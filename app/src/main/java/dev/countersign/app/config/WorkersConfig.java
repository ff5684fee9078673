package dev.countersign.app.config;

import java.time.Duration;

/// What happens behind a commit. Cards and executions have workers of their own.
///
/// @param poll how long a worker waits to be woken before it looks for due deliveries by itself
/// @param expiry how often requests are looked for of which time asks something
/// @param drain how long a stopping gate lets running work finish
public record WorkersConfig(
    Cards cards, Pool executions, Duration poll, Duration expiry, Duration drain) {

  /// @param inFlight how many deliveries run at the same moment in this process
  /// @param lease how long a claim holds; a worker that takes longer is given up for lost
  public record Pool(int inFlight, Duration lease) {}

  /// @param unreached how long every place where a request is decided may refuse its card before
  ///   the request ends
  public record Cards(Pool pool, Duration unreached) {}

  /// The longest wait for a slot, the longest exchange with a target, and the commit after it.
  static final Duration LONGEST_EXECUTION = Duration.ofSeconds(45);

  /// The longest wait for an access token, for the members of a conversation and for the post.
  static final Duration LONGEST_CARD = Duration.ofSeconds(45);

  public static final int CARDS_IN_FLIGHT = 16;
  public static final int EXECUTIONS_IN_FLIGHT = 8;

  /// Nobody waits for them.
  public static final int REMINDERS_IN_FLIGHT = 2;

  public static final Duration CARD_LEASE = Duration.ofSeconds(60);
  public static final Duration EXECUTION_LEASE = Duration.ofSeconds(60);
  static final Duration UNREACHED = Duration.ofMinutes(30);
  public static final Duration POLL = Duration.ofSeconds(1);
  static final Duration EXPIRY = Duration.ofSeconds(1);
  public static final Duration DRAIN = Duration.ofSeconds(30);

  private static final int MOST_IN_FLIGHT = 256;
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_LEASE = Duration.ofMinutes(10);
  private static final Duration SHORTEST_UNREACHED = Duration.ofMinutes(1);
  private static final Duration LONGEST_UNREACHED = Duration.ofDays(7);

  static WorkersConfig read(SettingsSection workers, Profile profile) {
    WorkersConfig config =
        new WorkersConfig(
            cards(
                workers.section("cards"), profile == Profile.PRODUCTION ? LONGEST_CARD : SHORTEST),
            pool(
                workers.section("executions"),
                EXECUTIONS_IN_FLIGHT,
                EXECUTION_LEASE,
                profile == Profile.PRODUCTION ? LONGEST_EXECUTION : SHORTEST),
            workers.duration("poll_interval", POLL, SHORTEST, LONGEST_PAUSE),
            workers.duration("expiry_interval", EXPIRY, SHORTEST, LONGEST_PAUSE),
            workers.duration("drain_timeout", DRAIN, Duration.ZERO, LONGEST_LEASE));
    workers.close();
    return config;
  }

  private static Cards cards(SettingsSection cards, Duration shortestLease) {
    Cards config =
        new Cards(
            open(cards, CARDS_IN_FLIGHT, CARD_LEASE, shortestLease),
            cards.duration("unreached_after", UNREACHED, SHORTEST_UNREACHED, LONGEST_UNREACHED));
    cards.close();
    return config;
  }

  private static Pool pool(
      SettingsSection pool, int inFlight, Duration lease, Duration shortestLease) {
    Pool config = open(pool, inFlight, lease, shortestLease);
    pool.close();
    return config;
  }

  private static Pool open(
      SettingsSection pool, int inFlight, Duration lease, Duration shortestLease) {
    return new Pool(
        pool.integer("in_flight", inFlight, 1, MOST_IN_FLIGHT),
        pool.duration("lease", lease, shortestLease, LONGEST_LEASE));
  }
}
