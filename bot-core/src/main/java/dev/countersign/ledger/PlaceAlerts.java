package dev.countersign.ledger;

import dev.countersign.people.ChatAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The port to places that take no cards, and to who was told of it. What is known of places is the
/// rows of cards alone; what is kept beside them is only what was told. Safe on any number of
/// replicas.
public interface PlaceAlerts {

  /// Looks through the cards of requests that wait: which places refuse, and which of those that
  /// did take cards again. A place whose request ended before it was mended counts as mended only
  /// once another card stands there.
  void look();

  /// Takes what is still to be told, for a minute, as one message that counts from now on; empty
  /// where nothing is, or where so many messages count within an hour, those of other replicas too.
  ///
  /// @param most places
  Optional<Message> take(int most, int mostInAnHour);

  /// The message went out.
  void told(Message message);

  /// Nobody took the message: it counts no longer.
  void notTold(Message message);

  /// Several places, told at once.
  ///
  /// @param alerts at least one
  /// @param at when it was taken, by which it is counted
  record Message(List<Alert> alerts, Instant at) {
    public Message {
      alerts = List.copyOf(alerts);
    }
  }

  /// One place, in one standing; told once for each.
  ///
  /// @param mended whether it takes cards again
  /// @param code what its platform said last against a card: supplied text
  /// @param since when it began to refuse
  record Alert(ChatAddress place, boolean mended, String code, Instant since) {}
}
