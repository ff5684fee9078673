package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Whose phone a new message of the bot makes ring: in a channel or a group chat whom it mentions,
/// in the message or in its card
/// (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations);
/// in a personal chat its person, when the message asks for an alert. Followers of a channel, and
/// what people set themselves, are left out. A change of a message rings nobody.
final class TeamsNotice {
  private TeamsNotice() {}

  static Set<String> by(TeamsConversation where, JsonObject activity) {
    if (where.kind() == TeamsConversation.Kind.PERSONAL) {
      return alerts(activity) ? where.members() : Set.of();
    }
    Set<String> named = new TreeSet<>();
    Stream.concat(
            entities(activity),
            Activities.card(activity).stream()
                .flatMap(card -> card.optionalObject("msteams").stream())
                .flatMap(TeamsNotice::entities))
        .filter(entity -> entity.optionalText("type").filter("mention"::equals).isPresent())
        .flatMap(entity -> entity.optionalObject("mentioned").stream())
        .flatMap(mentioned -> mentioned.optionalText("id").stream())
        .filter(where::has)
        .forEach(named::add);
    return named;
  }

  private static boolean alerts(JsonObject activity) {
    return activity
        .optionalObject("channelData")
        .flatMap(data -> data.optionalObject("notification"))
        .filter(notification -> notification.has("alert") && notification.bool("alert"))
        .isPresent();
  }

  private static Stream<JsonObject> entities(JsonObject of) {
    return of.has("entities")
        ? of.objects("entities", entity -> entity).stream()
        : List.<JsonObject>of().stream();
  }
}
