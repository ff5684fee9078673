package dev.countersign.overview;

import dev.countersign.card.Run;
import dev.countersign.json.Digest;
import dev.countersign.policy.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/// What pages are told of the policy, in force and as it could be. Nothing comes of asking.
///
/// Throws [dev.countersign.card.UnavailableException] when the store cannot answer.
public interface PolicyDesk {
  /// Bytes of a policy in UTF-8; a longer one is not read.
  int MOST_BYTES = 1024 * 1024;

  /// Past proposals that one simulation rules on.
  int MOST_SIMULATED = 20_000;

  /// How long one simulation takes at most.
  Duration LONGEST_SIMULATION = Duration.ofSeconds(20);

  /// The latest proposals of which it is counted which rules matched.
  int MOST_COUNTED = 2_000;

  /// How far back those may lie.
  Duration COUNTED_BACK = Duration.ofDays(30);

  InForce inForce();

  /// Rules on what was proposed lately, by the policy in force and by a candidate, the newest first
  /// as far as [#MOST_SIMULATED] and [#LONGEST_SIMULATION] let it.
  ///
  /// @param candidate a `policy.yaml`; empty for the one in force, which then tells whom it asks
  /// @param back how far, at most [#COUNTED_BACK]
  /// @param progress told now and then how many proposals were ruled on
  Simulated simulate(String candidate, Duration back, IntConsumer progress);

  /// The policy in force.
  ///
  /// @param number of the version, in the order of all that were in force
  /// @param version the digest of policy and connections together
  /// @param policy the digest of the file
  /// @param since when it was put in force; empty where the chain does not tell
  /// @param by who did, as they named themselves
  /// @param needsTwo whether a second operator has to confirm what loosens
  /// @param flaws what `policy check` says with the people in force
  /// @param rules in the order of the file
  /// @param counted of how many proposals it is counted which rules matched
  /// @param unmatched of those, how many no rule matched
  /// @param countedSince the oldest that could be among them
  record InForce(
      int number,
      Digest version,
      Digest policy,
      Optional<Instant> since,
      Optional<String> by,
      boolean needsTwo,
      List<Flaw> flaws,
      List<RuleLine> rules,
      long counted,
      long unmatched,
      Instant countedSince) {
    public InForce {
      flaws = List.copyOf(flaws);
      rules = List.copyOf(rules);
    }
  }

  /// One rule.
  ///
  /// @param words what it does, a sentence each
  /// @param when its condition, as the file has it
  /// @param matched how many of the proposals that are counted
  record RuleLine(String id, Gate gate, List<List<Run>> words, String when, long matched) {
    public RuleLine {
      words = words.stream().map(List::copyOf).toList();
    }
  }

  /// What came of a simulation.
  sealed interface Simulated {
    /// @param back to which moment it got
    /// @param whole whether that is as far as was asked
    /// @param flaws what `policy check` says of the candidate
    record Found(
        SimulationReport report,
        Digest inForce,
        Digest candidate,
        Instant back,
        boolean whole,
        List<Flaw> flaws)
        implements Simulated {
      public Found {
        flaws = List.copyOf(flaws);
      }
    }

    /// The candidate does not read.
    record Unreadable(List<Flaw> flaws) implements Simulated {
      public Unreadable {
        flaws = List.copyOf(flaws);
      }
    }

    /// Somebody simulates on this replica already.
    record Busy() implements Simulated {}
  }
}
