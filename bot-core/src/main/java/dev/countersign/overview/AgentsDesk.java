package dev.countersign.overview;

import dev.countersign.card.Run;
import dev.countersign.people.AgentKey;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What pages are told of the agents in force: never the secret of a key, nor a digest of one.
///
/// Throws [dev.countersign.card.UnavailableException] when the store cannot answer.
public interface AgentsDesk {

  Listing list();

  /// @param burst requests of one agent at once, after a pause, for each process
  /// @param perSecond in the long run
  /// @param openMost how many requests of one agent may wait for people
  /// @param agents in the order of their names
  record Listing(int burst, int perSecond, int openMost, List<Line> agents) {
    public Listing {
      agents = List.copyOf(agents);
    }
  }

  /// @param key the public part
  /// @param keySet when its secret was last made; empty where the chain does not tell
  /// @param opens whether it has a secret: otherwise nobody passes
  /// @param scopes what the key may do
  /// @param environments where what it proposes may take effect
  /// @param open how many of its requests wait for people
  /// @param frozen the freezes that cover all that it proposes, by their numbers
  record Line(
      AgentId id,
      Run owner,
      AgentKey key,
      Optional<Instant> keySet,
      boolean opens,
      Set<String> scopes,
      Set<ActionClass> mayPropose,
      Set<Environment> environments,
      boolean mustNamePerson,
      int open,
      List<Integer> frozen) {
    public Line {
      scopes = Set.copyOf(scopes);
      mayPropose = Set.copyOf(mayPropose);
      environments = Set.copyOf(environments);
      frozen = List.copyOf(frozen);
    }
  }
}
