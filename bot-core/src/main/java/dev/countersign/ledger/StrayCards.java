package dev.countersign.ledger;

import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.card.PostedCard;
import dev.countersign.json.JsonObject;
import dev.countersign.people.ChatAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Messages with our buttons that no rendering names: the answer to their post was lost, and
/// another was posted. What they show is not proved by anything, so nobody decides on them; whoever
/// comes across one orders that it loses its buttons.
public final class StrayCards {
  /// A chain longer than this takes no more of them.
  static final int MOST_ENTRIES = 1_000;

  /// Of how many a process remembers that it ordered them; forgetting only means ordering once
  /// more.
  static final int REMEMBERED = 10_000;

  private final Set<CardTarget> ordered =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<CardTarget, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  /// Whether this process ordered it lately.
  public boolean isOrdered(ChatAddress address, String messageId) {
    return CardTarget.isMessage(messageId)
        && ordered.contains(CardTarget.stray(address, messageId));
  }

  /// After the commit.
  public void remember(ChatAddress address, String messageId) {
    if (CardTarget.isMessage(messageId)) {
      ordered.add(CardTarget.stray(address, messageId));
    }
  }

  /// Whether the message is a copy that the gate does not know, in a place where it keeps a card
  /// whose message it does know. While the name of the card's own message is still to come, it may
  /// be this one.
  public static boolean isOne(RequestRecord record, ChatAddress address, String messageId) {
    return CardTarget.isMessage(messageId)
        && record.head().seq() < MOST_ENTRIES
        && record.cards().stream()
            .filter(card -> card.address().equals(address))
            .reduce((_, later) -> later)
            .flatMap(PostedCard::messageId)
            .isPresent()
        && Stream.concat(record.cards().stream(), record.batched().stream())
            .filter(card -> card.address().equals(address))
            .noneMatch(card -> card.messageId().filter(messageId::equals).isPresent());
  }

  /// A commit that orders the message to lose its buttons.
  public static Step.Draft on(RequestRecord record, ChatAddress address, String messageId) {
    return into(Step.on(record), address, messageId);
  }

  /// The same beside what else is committed.
  public static Step.Draft into(Step.Draft draft, ChatAddress address, String messageId) {
    return draft
        .noting(
            new AuditFact(
                EntryType.CARD_ASTRAY,
                "gate",
                JsonObject.builder()
                    .put("address", address.toString())
                    .put("message", messageId)
                    .build()))
        .ordering(Set.of(CardTarget.stray(address, messageId).order()));
  }
}
