package dev.countersign.executors.connection;

import dev.countersign.json.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The tools that a connection's executor may call, each with the definition that was looked at
/// when it was listed: a server that describes a tool otherwise later, to have it approved or
/// called for something else, is not followed.
///
/// @param byServer digests of definitions, by server and name of the tool
public record PinnedTools(Map<String, Map<String, Digest>> byServer) {
  public static final PinnedTools NONE = new PinnedTools(Map.of());

  static final int MAX_SERVERS = 50;
  static final int MAX_TOOLS = 200;

  public PinnedTools {
    byServer =
        byServer.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, server -> Map.copyOf(server.getValue())));
  }

  /// Over the definition of this tool; empty where it is not listed.
  public Optional<Digest> definition(String server, String tool) {
    return Optional.ofNullable(byServer.getOrDefault(server, Map.of()).get(tool));
  }

  public boolean isEmpty() {
    return byServer.isEmpty();
  }
}
