package dev.countersign.executors.connection;

import dev.countersign.catalogue.Reading;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Environment;
import dev.countersign.token.ExecutorKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All registered destinations by name: the only ones that exist for the gate.
///
/// @param environments of those that are not in the deployment's own
/// @param catalogues how the actions on them read, of those that have a catalogue
/// @param deployment where all others are
public record Connections(
    Map<String, Connection> byName,
    Map<String, Environment> environments,
    Map<String, List<CatalogueEntry>> catalogues,
    Environment deployment) {

  public Connections {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    environments = Map.copyOf(environments);
    catalogues = Map.copyOf(catalogues);
  }

  public static Connections of(List<? extends Connection> connections) {
    var byName = new LinkedHashMap<String, Connection>();
    for (Connection connection : connections) {
      if (byName.put(connection.name(), connection) != null) {
        throw new IllegalArgumentException("two connections are named " + connection.name());
      }
    }
    return new Connections(byName, Map.of(), Map.of(), Environment.PRODUCTION);
  }

  Connections with(Map<String, Environment> others, Map<String, List<CatalogueEntry>> catalogued) {
    return new Connections(byName, others, catalogued, deployment);
  }

  /// The same in a deployment that is not the one of production.
  public Connections deployedIn(Environment environment) {
    return new Connections(byName, environments, catalogues, environment);
  }

  /// By the first entry of the connection's catalogue that is about this action.
  public Optional<Reading> reading(Action action) {
    return catalogues.getOrDefault(action.targetSystem(), List.of()).stream()
        .flatMap(entry -> entry.read(action).stream())
        .findFirst();
  }

  /// The keys by which this executor outside of the gate signs; empty when no connection names it.
  public List<ExecutorKey> keysOf(String executor) {
    return byName.values().stream()
        .filter(ExternalConnection.class::isInstance)
        .map(ExternalConnection.class::cast)
        .filter(each -> each.executor().name().equals(executor))
        .findFirst()
        .map(ExternalConnection::keys)
        .orElse(List.of());
  }

  public Environment environment(String name) {
    return environments.getOrDefault(name, deployment);
  }

  public Optional<Connection> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
