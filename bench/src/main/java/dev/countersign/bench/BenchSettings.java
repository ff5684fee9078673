package dev.countersign.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How long and how hard to measure.
///
/// @param parts what; clicks need lifecycles, whose peak they are half of
/// @param clients how many work at once, one measurement for each number
/// @param rounds how often all take turns for each number of clients
/// @param round the length of one turn
/// @param clicks how long clicks arrive
/// @param connections of each of the gate's pools; the partner has as many as all of them
/// @param warmUp the longest
/// @param peer another engine's command, see [Peer]
public record BenchSettings(
    Set<Part> parts,
    List<Integer> clients,
    int rounds,
    Duration round,
    Duration clicks,
    int connections,
    Duration warmUp,
    Optional<String> peer) {
  static final int MOST_CLIENTS = 256;
  static final int MOST_ROUNDS = 50;
  static final int MOST_CONNECTIONS = 30;
  static final Duration LONGEST_ROUND = Duration.ofMinutes(1);
  static final Duration LONGEST_CLICKS = Duration.ofMinutes(2);
  static final Duration LONGEST_WARM_UP = Duration.ofMinutes(10);

  public BenchSettings {
    parts = Set.copyOf(parts);
    clients = List.copyOf(clients);
    require(!parts.isEmpty(), "something is to be measured");
    require(
        !parts.contains(Part.CLICKS) || parts.contains(Part.LIFECYCLES),
        "clicks need lifecycles: they come at half of the peak that is measured there");
    require(
        peer.isEmpty() || parts.contains(Part.LIFECYCLES), "a peer is measured beside lifecycles");
    require(
        !clients.isEmpty() && clients.stream().allMatch(n -> n >= 1 && n <= MOST_CLIENTS),
        "clients are 1 to " + MOST_CLIENTS);
    require(rounds >= 1 && rounds <= MOST_ROUNDS, "rounds are 1 to " + MOST_ROUNDS);
    require(
        connections >= 1 && connections <= MOST_CONNECTIONS,
        "connections are 1 to " + MOST_CONNECTIONS);
    require(within(round, LONGEST_ROUND), upTo("a round takes", LONGEST_ROUND));
    require(within(clicks, LONGEST_CLICKS), upTo("clicks arrive for", LONGEST_CLICKS));
    require(within(warmUp, LONGEST_WARM_UP), upTo("a warm-up takes", LONGEST_WARM_UP));
  }

  private static boolean within(Duration given, Duration most) {
    return given.isPositive() && given.compareTo(most) <= 0;
  }

  private static String upTo(String what, Duration most) {
    return what + " more than 0 and up to " + most.toSeconds() + " seconds";
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
