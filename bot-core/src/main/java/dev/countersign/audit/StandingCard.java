package dev.countersign.audit;

import dev.countersign.people.ChatAddress;
import java.time.Instant;

/// Since when a revision's card stands at one place. Later renderings and copies of the message
/// change nothing of it.
///
/// Where the ruling gives time to read, an entry is written once the chat has taken the card, and
/// that one says it. Elsewhere the message is named without an entry, and the one that was written
/// just before the card was sent stands for it.
///
/// @param seq the number of that entry
/// @param since when it was written, by the ledger's clock
public record StandingCard(int seq, int revision, ChatAddress address, Instant since) {
  boolean isAt(ChatAddress place, int number) {
    return address.equals(place) && revision == number;
  }
}
