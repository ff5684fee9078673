package dev.countersign.ledger;

import dev.countersign.people.ChatAddress;
import java.time.Instant;
import java.util.List;

/// The port to places that take no cards, and to who was told of it. What is known of places is the
/// rows of cards alone; what is kept beside them is only what was told. Safe on any number of
/// replicas.
public interface PlaceAlerts {

  /// Looks through the cards of requests that wait: which places refuse, and which of those that
  /// did take cards again. A place whose request ended before it was mended counts as mended only
  /// once another card stands there.
  void look();

  /// Takes what is still to be told, for a minute: nothing where so many messages were told within
  /// an hour.
  ///
  /// @param most places
  List<Alert> take(int most, int mostInAnHour);

  /// One message told these.
  void told(List<Alert> alerts);

  /// One place, in one standing; told once for each.
  ///
  /// @param mended whether it takes cards again
  /// @param code what its platform said last against a card: supplied text
  /// @param since when it began to refuse
  record Alert(ChatAddress place, boolean mended, String code, Instant since) {}
}
