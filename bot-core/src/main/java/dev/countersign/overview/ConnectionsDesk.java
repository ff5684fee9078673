package dev.countersign.overview;

import dev.countersign.proposal.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What pages are told of the connections in force: never a credential, nor where one is kept.
///
/// Throws [dev.countersign.card.UnavailableException] when the store cannot answer.
public interface ConnectionsDesk {

  /// In the order of their names.
  List<Line> list();

  /// @param kind as the file spells it
  /// @param facts where it leads, what may be sent there, how much
  /// @param last when an action on it was last begun to be executed; empty where that is long ago
  /// @param frozen the freezes that cover all of it, by their numbers
  record Line(
      String name,
      String kind,
      Environment environment,
      List<Labelled> facts,
      Optional<Instant> last,
      List<Integer> frozen) {
    public Line {
      facts = List.copyOf(facts);
      frozen = List.copyOf(frozen);
    }
  }
}
