package dev.countersign.sandbox.teams;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// Small cards, and JSON with single quotes.
final class Samples {
  private Samples() {}

  static JsonObject json(String singleQuoted) {
    byte[] bytes = singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return (JsonObject) CanonicalJson.parse(bytes);
  }

  static JsonObject text(String text) {
    return JsonObject.builder().put("type", "message").put("text", text).build();
  }

  static JsonObject message(JsonObject card) {
    JsonObject attachment =
        JsonObject.builder()
            .put("contentType", "application/vnd.microsoft.card.adaptive")
            .put("content", card)
            .build();
    return JsonObject.builder()
        .put("type", "message")
        .put("attachments", new JsonArray(List.of(attachment)))
        .build();
  }

  /// A card with a heading and these actions.
  static JsonObject card(String heading, JsonObject... actions) {
    return JsonObject.builder()
        .put("type", "AdaptiveCard")
        .put("version", "1.5")
        .put("body", new JsonArray(List.of(textBlock(heading))))
        .put("actions", new JsonArray(List.of(actions)))
        .build();
  }

  static JsonObject textBlock(String text) {
    return JsonObject.builder().put("type", "TextBlock").put("text", text).build();
  }

  static JsonObject execute(String verb, String token) {
    return JsonObject.builder()
        .put("type", "Action.Execute")
        .put("title", "Do " + verb)
        .put("verb", verb)
        .put("data", JsonObject.builder().put("req", "prop_1").put("t", token).build())
        .build();
  }

  /// `Action.ShowCard` with a required reason and an optional comment.
  static JsonObject reject() {
    return json(
        """
        {'type':'Action.ShowCard','title':'Reject…','card':{'type':'AdaptiveCard','body':[
          {'type':'Input.ChoiceSet','id':'reject_reason','isRequired':true,'errorMessage':'Say why.',
           'choices':[{'title':'Wrong','value':'wrong'},{'title':'Late','value':'late'}]},
          {'type':'Input.Text','id':'reject_comment','maxLength':5}],
         'actions':[{'type':'Action.Execute','title':'Reject','verb':'reject',
           'data':{'t':'token-r','req':'prop_1'}}]}}
        """);
  }

  /// Refreshed for these people alone.
  static JsonObject refreshing(JsonObject card, TeamsUser... people) {
    List<String> ids = Stream.of(people).map(TeamsUser::id).toList();
    JsonObject refresh =
        JsonObject.builder()
            .put("action", execute("view", ""))
            .put("userIds", JsonArray.ofStrings(ids))
            .build();
    return card.with("refresh", refresh);
  }
}
