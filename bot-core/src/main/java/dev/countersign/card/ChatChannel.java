package dev.countersign.card;

import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.Map;

/// The port to one chat.
public interface ChatChannel extends CardRenderer {

  /// Posts a new message that makes nobody's phone ring.
  default Sent post(ChatAddress to, RenderedCard card, Map<Decision, String> tokens) {
    return post(to, card, tokens, Ring.NOBODY);
  }

  /// Posts a new message; `tokens` has exactly one token for each of [RenderedCard#asks]. Whom it
  /// names stands beside the card, not in it: the first change of the message takes it away, and
  /// notifies nobody.
  Sent post(ChatAddress to, RenderedCard card, Map<Decision, String> tokens, Ring ring);

  /// Changes a posted message in place.
  Sent update(ChatAddress at, String messageId, RenderedCard card, Map<Decision, String> tokens);

  /// Says a few words below a posted message that cannot be changed itself.
  ///
  /// @param words the service's own; nothing in them is parsed
  Sent reply(ChatAddress at, String messageId, String words);

  /// Says a few words below a posted message, in a message of its own, so that the chat notifies
  /// those who are named.
  ///
  /// @param words the service's own; nothing in them is parsed
  Sent remind(ChatAddress at, String messageId, String words, Ring ring);

  /// Says something to one person alone, in their own conversation with the app, and has the chat
  /// notify them.
  Sent tell(AccountId to, Reply news);

  /// What the chat says of an account that did nothing just now: whether it may be told, without
  /// having asked, what the gate tells members alone.
  ChatProfile profile(AccountId account);

  /// Says something in a channel, in a message of its own that names nobody.
  ///
  /// @param news without a button
  Sent say(ChatAddress to, Reply news);

  /// What the platform said.
  sealed interface Sent {
    /// The message stands there.
    record Shown(String messageId) implements Sent {}

    /// Not now: throttled, unreachable or failing on its side. Whether the message appeared may be
    /// unknown.
    ///
    /// @param limited whether the platform takes no more for now and says for how long, which is no
    ///   trouble of its own: `pause` is then what it asks for, try by try
    record Later(Duration pause, String code, boolean limited) implements Sent {
      /// The code of a call that was not made: our own count says that the platform would refuse it
      /// for the moment.
      public static final String OWN_PACE = "own_budget";

      /// A trouble of the platform's or on the way; or our own pace.
      public Later(Duration pause, String code) {
        this(pause, code, code.equals(OWN_PACE));
      }

      public boolean isOwnPace() {
        return code.equals(OWN_PACE);
      }
    }

    /// No, and not because of the moment: waiting alone does not help, but somebody may mend it.
    record Refused(Obstacle obstacle, String code) implements Sent {}
  }

  /// What stands in the way of a card.
  enum Obstacle {
    /// The place is gone, or does not take us: archived, the app removed, its token withdrawn.
    PLACE,
    /// The place would take another card, not this one.
    CARD,
    /// The message stands there, and the platform changes it no more.
    LOCKED,
    /// The message is not there any more.
    GONE
  }
}
