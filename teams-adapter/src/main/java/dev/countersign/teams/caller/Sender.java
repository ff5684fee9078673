package dev.countersign.teams.caller;

import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.teams.caller.CallerVerdict.Genuine;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who sent a genuine activity, and where: only what the channel itself asserts.
///
/// @param account by tenant and Entra object id; empty for bots and for anonymous guests of a
///   meeting
/// @param member the chat's own name for the sender, `29:…`
/// @param address without the thread
/// @param service where to answer
public record Sender(
    Optional<AccountId> account,
    String member,
    ChatAddress address,
    boolean inPersonalChat,
    URI service) {
  /// Printable ASCII, as the connector's ids are, and short enough for every place that keeps it.
  private static final Pattern ID = Pattern.compile("[!-~&&[^\"\\\\]]{1,192}");

  /// Empty when the activity does not say who and where.
  public static Optional<Sender> of(Genuine genuine) {
    Activity activity = genuine.activity();
    Activity.Account from = activity.from();
    Activity.Conversation conversation = activity.conversation();
    if (from == null || from.id() == null || conversation == null) {
      return Optional.empty();
    }
    Optional<String> place = conversation.place().filter(id -> ID.matcher(id).matches());
    if (place.isEmpty() || !ID.matcher(from.id()).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Sender(
            from.person().map(user -> new AccountId(Surface.TEAMS, genuine.tenant(), user)),
            from.id(),
            new ChatAddress(Surface.TEAMS, genuine.tenant(), place.get()),
            "personal".equals(conversation.conversationType()),
            genuine.service()));
  }

  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}
