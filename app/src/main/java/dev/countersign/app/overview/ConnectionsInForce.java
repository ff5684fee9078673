package dev.countersign.app.overview;

import dev.countersign.card.Run;
import dev.countersign.executors.connection.Connection;
import dev.countersign.executors.connection.ConnectionFacts;
import dev.countersign.executors.connection.Connections;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.ledger.Usage;
import dev.countersign.overview.ConnectionsDesk;
import dev.countersign.overview.Labelled;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Tells which connections there are.
public final class ConnectionsInForce implements ConnectionsDesk {
  private final Supplier<Connections> connections;
  private final Usage usage;
  private final Supplier<Freezing> freezing;

  public ConnectionsInForce(
      Supplier<Connections> connections, Usage usage, Supplier<Freezing> freezing) {
    this.connections = connections;
    this.usage = usage;
    this.freezing = freezing;
  }

  @Override
  public List<Line> list() {
    Connections inForce = connections.get();
    Map<String, Instant> last = usage.lastExecuted();
    List<Freeze> freezes = freezing.get().inForce();
    return inForce.byName().values().stream()
        .sorted(Comparator.comparing(Connection::name))
        .map(connection ->
            new Line(
                connection.name(),
                ConnectionFacts.kind(connection),
                inForce.environment(connection.name()),
                ConnectionFacts.of(connection).stream()
                    .map(fact -> new Labelled(fact.label(), List.of(Run.supplied(fact.text()))))
                    .toList(),
                Optional.ofNullable(last.get(connection.name())),
                covering(
                    freezes,
                    new FreezeScope(FreezeScope.Kind.CONNECTION, connection.name()),
                    FreezeScope.of(inForce.environment(connection.name())))))
        .toList();
  }

  /// The numbers of those that cover everything, or all of one of these.
  static List<Integer> covering(List<Freeze> freezes, FreezeScope... scopes) {
    Set<FreezeScope> covered = Set.of(scopes);
    return freezes.stream()
        .filter(freeze ->
            freeze.scope().equals(FreezeScope.EVERYTHING) || covered.contains(freeze.scope()))
        .map(Freeze::number)
        .toList();
  }
}
