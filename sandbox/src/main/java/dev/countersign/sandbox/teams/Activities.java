package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonObject;
import java.util.List;
import java.util.Optional;

/// What stands where in an activity.
final class Activities {
  static final String CARD_TYPE = "application/vnd.microsoft.card.adaptive";

  private Activities() {}

  static List<JsonObject> attachments(JsonObject activity) {
    return activity.has("attachments")
        ? activity.objects("attachments", attachment -> attachment)
        : List.of();
  }

  /// The first adaptive card.
  static Optional<JsonObject> card(JsonObject activity) {
    return attachments(activity).stream()
        .filter(one -> one.optionalText("contentType").filter(CARD_TYPE::equals).isPresent())
        .findFirst()
        .flatMap(one -> one.optionalObject("content"));
  }

  static JsonObject object(String name, String value) {
    return JsonObject.builder().put(name, value).build();
  }

  static JsonObject object(String name1, String value1, String name2, String value2) {
    return JsonObject.builder().put(name1, value1).put(name2, value2).build();
  }
}
