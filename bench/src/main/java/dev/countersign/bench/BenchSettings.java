package dev.countersign.bench;

import java.time.Duration;
import java.util.List;

/// How long and how hard to measure.
///
/// @param clients how many work at once, one measurement for each number, 1..256
/// @param rounds how often gate and floor take turns for each number of clients, 1..50
/// @param round the length of one turn for one kind of step
/// @param connections the connections of the gate and of the floor, each
public record BenchSettings(List<Integer> clients, int rounds, Duration round, int connections) {
  public static final int CLICKS_PER_SECOND = 200;
  public static final int MOST_CLIENTS = 256;
  public static final int MOST_ROUNDS = 50;
  public static final Duration LONGEST_ROUND = Duration.ofMinutes(1);

  /// Signed callbacks are made beforehand and live for five minutes.
  public static final Duration LONGEST_CLICKS = Duration.ofMinutes(2);

  public BenchSettings {
    clients = List.copyOf(clients);
    require(
        !clients.isEmpty() && clients.stream().allMatch(n -> n >= 1 && n <= MOST_CLIENTS),
        "clients are 1 to " + MOST_CLIENTS);
    require(rounds >= 1 && rounds <= MOST_ROUNDS, "rounds are 1 to " + MOST_ROUNDS);
    require(
        round.isPositive() && round.compareTo(LONGEST_ROUND) <= 0,
        "a round takes up to " + LONGEST_ROUND.toSeconds() + " seconds");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
