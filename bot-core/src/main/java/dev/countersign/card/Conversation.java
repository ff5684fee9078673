package dev.countersign.card;

import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// A conversation that the app is in, or was, as the chat last told: what is needed to write there
/// unasked.
///
/// @param name as the chat shows it, supplied text of at most [#LONGEST_NAME] characters
/// @param service where the chat wants to be called for this conversation; checked again by whoever
///   calls it
/// @param person whose personal conversation it is
/// @param member the chat's own name for that person there
/// @param present false once the app or the conversation was removed
public record Conversation(
    ChatAddress address,
    Kind kind,
    Optional<String> name,
    URI service,
    Optional<AccountId> person,
    Optional<String> member,
    boolean present,
    Instant at) {
  public static final int LONGEST_NAME = 256;

  public enum Kind {
    CHANNEL,
    GROUP,
    PERSONAL
  }

  public Conversation {
    name = name.map(text -> text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text);
    if (person.isPresent() != (kind == Kind.PERSONAL)) {
      throw new IllegalArgumentException("a personal conversation, and no other, has a person");
    }
  }

  public Conversation gone(Instant when) {
    return new Conversation(address, kind, name, service, person, member, false, when);
  }
}
