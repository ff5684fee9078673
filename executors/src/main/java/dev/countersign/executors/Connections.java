package dev.countersign.executors;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All registered destinations by name: the only ones that exist for the gate.
public record Connections(Map<String, Connection> byName) {

  public Connections {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  public static Connections of(List<? extends Connection> connections) {
    var byName = new LinkedHashMap<String, Connection>();
    for (Connection connection : connections) {
      if (byName.put(connection.name(), connection) != null) {
        throw new IllegalArgumentException("two connections are named " + connection.name());
      }
    }
    return new Connections(byName);
  }

  public Optional<Connection> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
