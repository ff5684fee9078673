package dev.countersign.card;

import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What waits, as one person sees it.
///
/// @param scope what was answered, which is less than what was asked for without a role
/// @param mayAll whether the viewer's roles show everything that waits
/// @param rows the gravest first, then the nearest deadline; at most [#MOST_ROWS]
/// @param next the request behind which the next page goes on; empty on the last
/// @param said in the service's own words, of what is not shown; may be empty
/// @param counts how many wait, before anything was narrowed
/// @param complete whether all that wait were counted; otherwise the gravest [#MOST_COUNTED]
/// @param now the moment at which it was looked at
/// @param choices what there is to narrow by
public record Board(
    Scope scope,
    boolean mayAll,
    List<Row> rows,
    Optional<ProposalId> next,
    String said,
    Map<Cell, Integer> counts,
    boolean complete,
    Instant now,
    Choices choices) {
  public static final int MOST_ROWS = 25;
  public static final int MOST_COUNTED = 1_000;

  public Board {
    rows = List.copyOf(rows);
    counts = Map.copyOf(counts);
  }

  /// Whose requests.
  public enum Scope {
    /// What the viewer may decide.
    OWN,
    /// Whatever waits, for those whose role shows it. Anybody else gets their own.
    ALL
  }

  /// How much time is left to decide.
  public enum Due {
    QUARTER,
    HOUR,
    SHIFT,
    LATER
  }

  /// One place of the picture of risk by time.
  public record Cell(RiskLevel risk, Due due) {}

  /// One request. Its object was supplied, and so were target system, agent and tags, which are
  /// registered names; everything else is the gate's.
  ///
  /// @param headline what is to be done
  /// @param notes of the gate, such as that its card cannot be shown somewhere; may be empty
  public record Row(
      ProposalId id,
      String shortName,
      RiskLevel risk,
      String headline,
      Optional<String> object,
      Instant deadline,
      AgentId agent,
      String targetSystem,
      Environment environment,
      List<String> tags,
      String notes) {
    public Row {
      tags = List.copyOf(tags);
    }
  }

  /// Each in its order.
  public record Choices(
      List<GroupName> groups,
      List<ActionClass> classes,
      List<Environment> environments,
      List<AgentId> agents,
      List<String> tags) {
    public Choices {
      groups = List.copyOf(groups);
      classes = List.copyOf(classes);
      environments = List.copyOf(environments);
      agents = List.copyOf(agents);
      tags = List.copyOf(tags);
    }
  }
}
