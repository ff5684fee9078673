package dev.countersign.sandbox.slack;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.nio.charset.StandardCharsets;

/// JSON for tests, written with single quotes.
final class Samples {
  private Samples() {}

  static Json json(String singleQuoted) {
    return CanonicalJson.parse(singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static JsonArray blocks(String... blocks) {
    return (JsonArray) json("[" + String.join(",", blocks) + "]");
  }

  static JsonObject object(String singleQuoted) {
    return (JsonObject) json(singleQuoted);
  }

  static String header(String text) {
    return "{'type':'header','text':{'type':'plain_text','text':'" + text + "'}}";
  }

  static String actions(String... elements) {
    return "{'type':'actions','block_id':'decide','elements':[" + String.join(",", elements) + "]}";
  }

  static String button(String actionId, String label, String value) {
    return "{'type':'button','action_id':'%s','text':{'type':'plain_text','text':'%s'},'value':'%s'}"
        .formatted(actionId, label, value);
  }

  /// A header and two buttons, as JSON text for a form field.
  static String card(String title, String approveValue) {
    return CanonicalJson.text(
        blocks(
            header(title),
            actions(
                button("approve", "Approve & send", approveValue),
                button("reject", "Reject…", "token-reject"))));
  }
}
