package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.CallbackDelivery;

/// One press of a button: the interaction payload, the signed request that carried it, and the
/// app's answer.
public record SlackPress(JsonObject payload, CallbackDelivery delivery) {

  public boolean acknowledged() {
    return delivery.acknowledged();
  }

  public String userId() {
    return payload.object("user").text("id");
  }

  public String channel() {
    return payload.object("container").text("channel_id");
  }

  public String ts() {
    return payload.object("container").text("message_ts");
  }

  public String responseUrl() {
    return payload.text("response_url");
  }

  public String triggerId() {
    return payload.text("trigger_id");
  }

  /// What was pressed: `action_id`, `block_id`, `value` and the rest.
  public JsonObject action() {
    return payload.objects("actions", action -> action).getFirst();
  }

  /// Without the payload, which holds the decision token.
  @Override
  public String toString() {
    return "Press[by=" + userId() + ", on=" + channel() + "/" + ts() + ", " + delivery + "]";
  }
}
