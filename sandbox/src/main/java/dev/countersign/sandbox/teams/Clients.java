package dev.countersign.sandbox.teams;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.teams.TeamsPressRefusedException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What people do with what their client shows them: press, open, submit, write.
final class Clients {
  /// A view that an answer brought is not asked for again sooner
  /// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/
  /// universal-actions-for-adaptive-cards/user-specific-views).
  static final Duration REFRESH_AFTER = Duration.ofMinutes(1);

  private final Tenant tenant;
  private final Messages messages;
  private final ActivityMethods activities;
  private final ActivityWriter writer;
  private final ActivityIds ids;
  private final InstantSource clock;
  private final BotConnection bot;

  Clients(
      Tenant tenant,
      Messages messages,
      ActivityMethods activities,
      ActivityWriter writer,
      ActivityIds ids,
      InstantSource clock,
      BotConnection bot) {
    this.tenant = tenant;
    this.messages = messages;
    this.activities = activities;
    this.writer = writer;
    this.ids = ids;
    this.clock = clock;
    this.bot = bot;
  }

  /// A message and who looks at it.
  private record Sight(TeamsUser user, TeamsConversation where, PostedActivity message) {
    JsonObject card() {
      return message
          .cardFor(user.id())
          .orElseThrow(() -> new TeamsPressRefusedException(Reason.NO_CARD));
    }
  }

  TeamsPress press(
      String user, String conversation, String id, String action, Map<String, String> inputs) {
    Sight seen = sight(user, conversation, id);
    return run(seen, pressed(seen, seen.card(), action, inputs));
  }

  TeamsPress pressVersion(
      String user,
      String conversation,
      String id,
      int version,
      String action,
      Map<String, String> inputs) {
    Sight seen = sight(user, conversation, id);
    JsonObject shown =
        Optional.of(version)
            .filter(index -> index >= 0 && index < seen.message().versions().size())
            .flatMap(index -> Activities.card(seen.message().versions().get(index)))
            .orElseThrow(() -> new TeamsPressRefusedException(Reason.NO_CARD));
    return run(seen, pressed(seen, shown, action, inputs));
  }

  /// The activity that [#press] would send.
  JsonObject activity(
      String user, String conversation, String id, String action, Map<String, String> inputs) {
    Sight seen = sight(user, conversation, id);
    return pressed(seen, seen.card(), action, inputs);
  }

  /// Empty when the client would not ask: the card does not refresh itself for this person, or
  /// their view is too young.
  Optional<TeamsPress> open(String user, String conversation, String id) {
    Sight seen = sight(user, conversation, id);
    return refresh(seen)
        .filter(refresh -> isFor(seen, refresh) && isOldEnough(seen))
        .map(refresh -> run(seen, refreshed(seen, refresh, "automatic")));
  }

  TeamsPress refreshByHand(String user, String conversation, String id) {
    Sight seen = sight(user, conversation, id);
    JsonObject refresh =
        refresh(seen).orElseThrow(() -> new TeamsPressRefusedException(Reason.NOTHING_TO_REFRESH));
    return run(seen, refreshed(seen, refresh, "manual"));
  }

  TeamsDelivery submit(
      String user, String conversation, String id, String action, Map<String, String> inputs) {
    Sight seen = sight(user, conversation, id);
    CardAction found =
        only(
            CardAction.all(seen.card()).stream()
                .filter(one -> one.isCalled(action))
                .flatMap(one -> asSubmit(one).stream())
                .toList());
    JsonObject data = CardInputs.merged(found, inputs);
    JsonObject told =
        switch (data.get("msteams")) {
          case null ->
              writer.submit(seen.user(), seen.where(), seen.message(), data, Optional.empty());
          case JsonObject teams when "messageBack".equals(teams.optionalText("type").orElse("")) ->
              writer.submit(
                  seen.user(), seen.where(), seen.message(), data, teams.optionalText("text"));
          default -> throw new TeamsPressRefusedException(Reason.UNSUPPORTED_SUBMIT);
        };
    return bot.tell(told);
  }

  TeamsDelivery say(String user, String conversation, String text) {
    TeamsConversation where = heard(user, conversation);
    JsonObject said = writer.message(user(user), where, ids.next(), text);
    activities.add(user, where, said, said.text("id"), Optional.empty(), Optional.empty());
    return bot.tell(said);
  }

  TeamsDelivery command(String user, String conversation, String text) {
    TeamsConversation where = heard(user, conversation);
    JsonObject said = writer.command(user(user), where, ids.next(), text);
    activities.add(user, where, said, said.text("id"), Optional.empty(), Optional.of(user));
    return bot.tell(said);
  }

  TeamsDelivery deleteOwn(String user, String conversation, String id) {
    Sight seen = sight(user, conversation, id);
    if (!seen.message().author().equals(user)) {
      throw new TeamsPressRefusedException(Reason.NOT_ONES_OWN_MESSAGE);
    }
    messages.change(seen.where().id(), id, PostedActivity::erased);
    return bot.tell(writer.deleted(seen.user(), seen.where(), seen.message()));
  }

  private TeamsPress run(Sight seen, JsonObject activity) {
    TeamsPress press = bot.invoke(activity);
    if (press.answer() instanceof InvokeResponse.Card(JsonObject card)) {
      var view = new PostedActivity.View(card, clock.instant());
      messages.change(
          seen.where().id(),
          seen.message().id(),
          message -> message.withView(seen.user().id(), view));
    }
    return press;
  }

  private JsonObject pressed(
      Sight seen, JsonObject shown, String action, Map<String, String> inputs) {
    CardAction found =
        only(
            CardAction.all(shown).stream()
                .filter(one -> one.type().equals("Action.Execute") && one.isCalled(action))
                .toList());
    JsonObject sent = executed(found.json(), CardInputs.merged(found, inputs));
    return writer.invoke(seen.user(), seen.where(), seen.message(), sent, "manual");
  }

  private JsonObject refreshed(Sight seen, JsonObject refresh, String trigger) {
    JsonObject action = refresh.object("action");
    var plain = new CardAction(action, List.of());
    JsonObject sent = executed(action, plain.data());
    return writer.invoke(seen.user(), seen.where(), seen.message(), sent, trigger);
  }

  private static JsonObject executed(JsonObject action, JsonObject data) {
    var members = new LinkedHashMap<String, Json>();
    for (String name : List.of("type", "id", "title", "verb")) {
      if (action.get(name) instanceof JsonString text) {
        members.put(name, text);
      }
    }
    members.put("data", data);
    return new JsonObject(members);
  }

  /// Of what the client shows; of the base when an answer's card does not say.
  private static Optional<JsonObject> refresh(Sight seen) {
    return seen.card()
        .optionalObject("refresh")
        .or(() -> seen.message().card().flatMap(base -> base.optionalObject("refresh")));
  }

  /// Named people; without names everyone in a small conversation; with an empty list nobody.
  private boolean isFor(Sight seen, JsonObject refresh) {
    return refresh.get("userIds") instanceof JsonArray(List<Json> named)
        ? named.contains(Json.of(seen.user().id()))
        : tenant.members(seen.where()).size() <= AdaptiveCardCheck.REFRESH_USERS;
  }

  private boolean isOldEnough(Sight seen) {
    Instant now = clock.instant();
    return Optional.ofNullable(seen.message().views().get(seen.user().id()))
        .map(view -> now.isAfter(view.at().plus(REFRESH_AFTER)))
        .orElse(true);
  }

  private static Optional<CardAction> asSubmit(CardAction action) {
    return action.type().equals("Action.Submit") ? Optional.of(action) : action.submitInstead();
  }

  private static CardAction only(List<CardAction> found) {
    return switch (found.size()) {
      case 0 -> throw new TeamsPressRefusedException(Reason.NO_SUCH_ACTION);
      case 1 -> found.getFirst();
      default -> throw new TeamsPressRefusedException(Reason.SEVERAL_SUCH_ACTIONS);
    };
  }

  private Sight sight(String user, String conversation, String id) {
    TeamsConversation where = heard(user, conversation);
    PostedActivity message =
        messages
            .find(where.id(), id)
            .filter(one -> one.isSeenBy(user, clock.instant()))
            .orElseThrow(() -> new TeamsPressRefusedException(Reason.NO_SUCH_MESSAGE));
    return new Sight(user(user), where, message);
  }

  /// A conversation that the person is in, and the app.
  private TeamsConversation heard(String user, String conversation) {
    TeamsConversation where =
        tenant
            .conversation(conversation.split(";messageid=", 2)[0])
            .orElseThrow(() -> new TeamsPressRefusedException(Reason.NO_SUCH_CONVERSATION));
    if (!where.has(user(user).id())) {
      throw new TeamsPressRefusedException(Reason.USER_NOT_IN_CONVERSATION);
    }
    if (!where.installed()) {
      throw new TeamsPressRefusedException(Reason.APP_NOT_INSTALLED);
    }
    return where;
  }

  private TeamsUser user(String id) {
    return tenant.user(id).orElseThrow(() -> new TeamsPressRefusedException(Reason.NO_SUCH_USER));
  }
}
