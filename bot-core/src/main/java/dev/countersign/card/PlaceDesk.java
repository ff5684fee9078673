package dev.countersign.card;

import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;

/// Where adapters hand in that a chat told of something at a place: it was archived, renamed or
/// deleted, or the app left it or came back. What was told is believed by nobody: the place is
/// asked by one of its cards, and what comes of that counts. Bounded: what is told too often is not
/// looked at, and found out by the next card.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface PlaceDesk {
  /// Where nobody looks.
  PlaceDesk NONE =
      new PlaceDesk() {
        @Override
        public void told(ChatAddress place) {}

        @Override
        public void told(Surface chat, String tenant) {}

        @Override
        public void moved(ChatAddress from, ChatAddress to) {}
      };

  /// Something happened at one place.
  void told(ChatAddress place);

  /// Something happened to all places of a chat: the app was removed, or its token withdrawn.
  void told(Surface chat, String tenant);

  /// The chat calls a place by another id now, as it confirmed when it was asked. Nothing is sent
  /// to the new one before somebody names it: operators are told.
  void moved(ChatAddress from, ChatAddress to);
}
