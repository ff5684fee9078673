package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.HttpReply;
import dev.countersign.sandbox.wire.Rung;
import dev.countersign.sandbox.wire.Violation;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/v3/conversations/{id}/activities`: what the bot says, changes and takes back.
final class ActivityMethods {
  private final Tenant tenant;
  private final Messages messages;
  private final ActivityIds ids;
  private final InstantSource clock;

  ActivityMethods(Tenant tenant, Messages messages, ActivityIds ids, InstantSource clock) {
    this.tenant = tenant;
    this.messages = messages;
    this.ids = ids;
    this.clock = clock;
  }

  HttpReply send(ConnectorRequest call) {
    TeamsConversation where = open(call.conversation());
    JsonObject activity = checked(call.body());
    Optional<String> thread = call.thread().or(() -> replied(call));
    thread.ifPresent(first -> requireThread(where, first));
    Optional<String> onlyFor =
        call.isTargeted() ? Optional.of(recipient(where, activity)) : Optional.empty();
    return HttpReply.json(201, Activities.object("id", post(where, activity, thread, onlyFor)));
  }

  HttpReply update(ConnectorRequest call) {
    TeamsConversation where = open(call.conversation());
    PostedActivity before = own(where, call);
    JsonObject activity = checked(call.body());
    if (call.isTargeted() && activity.has("recipient")) {
      // github.com/microsoft/teams.ts/issues/738
      throw ConnectorError.badArgument("Cannot edit Recipient of Targeted Message");
    }
    messages.change(where.id(), before.id(), message -> message.edited(activity));
    return HttpReply.json(200, Activities.object("id", before.id()));
  }

  HttpReply delete(ConnectorRequest call) {
    TeamsConversation where = open(call.conversation());
    PostedActivity before = own(where, call);
    messages.change(where.id(), before.id(), PostedActivity::erased);
    return new HttpReply.Answer(200, Map.of(), "");
  }

  /// Posts for the bot what [#checked] let through; a typing sign leaves no message.
  String post(
      TeamsConversation where,
      JsonObject activity,
      Optional<String> thread,
      Optional<String> onlyFor) {
    String id = ids.next();
    if (activity.text("type").equals("message")) {
      // First, so that whoever sees the message finds whom it rang.
      TeamsNotice.by(where, activity)
          .forEach(user -> messages.rings(new Rung(user, where.id(), id)));
      add(Tenant.BOT_ID, where, activity, id, thread, onlyFor);
    }
    return id;
  }

  PostedActivity add(
      String author,
      TeamsConversation where,
      JsonObject activity,
      String id,
      Optional<String> thread,
      Optional<String> onlyFor) {
    var message =
        new PostedActivity(
            where.id(),
            id,
            author,
            thread.orElse(id),
            onlyFor,
            clock.instant(),
            List.of(activity),
            Map.of(),
            false);
    messages.add(message);
    return message;
  }

  /// A conversation in which the bot may speak now.
  TeamsConversation open(String id) {
    TeamsConversation where = tenant.conversation(id).orElseThrow(ConnectorError::noConversation);
    if (tenant.isBlockedBy(where)) {
      throw new ConnectorError(
          403, "ConversationBlockedByUser", "User blocked the conversation with the bot.");
    }
    if (!where.installed()) {
      throw ConnectorError.notInRoster();
    }
    return where;
  }

  /// An activity that Teams would show.
  static JsonObject checked(JsonObject activity) {
    String type = activity.text("type");
    if (type.equals("typing")) {
      return activity;
    }
    if (!type.equals("message")) {
      throw ConnectorError.badSyntax("Activity type " + type + " is not supported.");
    }
    List<JsonObject> attachments = Activities.attachments(activity);
    if (attachments.isEmpty() && activity.optionalText("text").orElse("").isBlank()) {
      throw ConnectorError.badSyntax("The message is empty.");
    }
    attachments.forEach(ActivityMethods::checkAttachment);
    return activity;
  }

  private static void checkAttachment(JsonObject attachment) {
    String type = attachment.text("contentType");
    if (!type.equals(Activities.CARD_TYPE)) {
      throw ConnectorError.badArgument("Unknown attachment type " + type + ".");
    }
    List<Violation> found = AdaptiveCardCheck.check(attachment.object("content"));
    if (!found.isEmpty()) {
      throw ConnectorError.badSyntax("The adaptive card is malformed: " + found.getFirst());
    }
  }

  private static Optional<String> replied(ConnectorRequest call) {
    return call.conversation().endsWith("@thread.tacv2") ? call.item() : Optional.empty();
  }

  private void requireThread(TeamsConversation where, String first) {
    if (where.kind() != TeamsConversation.Kind.CHANNEL
        || messages.all(where.id()).stream().noneMatch(one -> one.thread().equals(first))) {
      throw ConnectorError.noConversation();
    }
  }

  /// Targeted messages are for channels and group chats.
  private String recipient(TeamsConversation where, JsonObject activity) {
    if (where.kind() == TeamsConversation.Kind.PERSONAL) {
      throw ConnectorError.badArgument("A personal chat has no targeted messages.");
    }
    return activity
        .optionalObject("recipient")
        .flatMap(recipient -> recipient.optionalText("id"))
        .flatMap(tenant::userByAnyId)
        .map(TeamsUser::id)
        .filter(where::has)
        .orElseThrow(() -> ConnectorError.badArgument("The recipient is not a member."));
  }

  /// A targeted message is only there for calls that say so.
  private PostedActivity own(TeamsConversation where, ConnectorRequest call) {
    PostedActivity before =
        messages
            .find(where.id(), call.requiredItem())
            .filter(message -> message.onlyFor().isPresent() == call.isTargeted())
            .orElseThrow(ConnectorError::noActivity);
    if (!before.author().equals(Tenant.BOT_ID)) {
      throw ConnectorError.forbidden("The message is somebody else's.");
    }
    return before;
  }
}
