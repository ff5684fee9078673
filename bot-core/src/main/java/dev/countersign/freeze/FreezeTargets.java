package dev.countersign.freeze;

import dev.countersign.json.WireName;
import dev.countersign.proposal.Environment;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a freeze can name in the connections in force. Another name would freeze nothing, and
/// somebody would believe that it did.
///
/// @param connections their names
/// @param environments in which one of them is
public record FreezeTargets(Set<String> connections, Set<Environment> environments) {
  public FreezeTargets {
    connections = Set.copyOf(connections);
    environments = Set.copyOf(environments);
  }

  /// What keeps anybody from freezing this.
  public Optional<FreezeRefusal> against(FreezeScope scope) {
    return switch (scope.kind()) {
      case CONNECTION ->
          unless(connections.contains(scope.name()), FreezeRefusal.UNKNOWN_CONNECTION);
      case ENVIRONMENT ->
          unless(
              environments.stream().anyMatch(one -> FreezeScope.of(one).equals(scope)),
              FreezeRefusal.UNKNOWN_ENVIRONMENT);
      case EVERYTHING, AGENT, CLASS, ACTION_TYPE -> Optional.empty();
    };
  }

  private static Optional<FreezeRefusal> unless(boolean known, FreezeRefusal why) {
    return known ? Optional.empty() : Optional.of(why);
  }

  /// The environments, for whoever named another.
  public String environmentsSaid() {
    return environments.isEmpty()
        ? "none, as there is no connection"
        : environments.stream().sorted().map(WireName::of).collect(Collectors.joining(", "));
  }
}
