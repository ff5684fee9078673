package dev.countersign.card;

import dev.countersign.people.ChatAddress;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.Map;

/// The port to one chat. Implementations own markup, escaping and the platform's limits.
public interface ChatChannel {

  /// Draws a card without sending it. Pure: the same view gives the same bytes.
  RenderedCard render(CardView view);

  /// Posts a new message; `tokens` has exactly one token for each of [RenderedCard#asks].
  Sent post(ChatAddress to, RenderedCard card, Map<Decision, String> tokens);

  /// Changes a posted message in place.
  Sent update(ChatAddress at, String messageId, RenderedCard card, Map<Decision, String> tokens);

  /// What the platform said.
  sealed interface Sent {
    /// The message stands there.
    record Shown(String messageId) implements Sent {}

    /// Not now: throttled, unreachable or failing on its side. Whether the message appeared may be
    /// unknown.
    record Later(Duration pause, String code) implements Sent {}

    /// Never: the channel is gone, the app is not in it, or the message was deleted.
    record Never(String code) implements Sent {}
  }
}
