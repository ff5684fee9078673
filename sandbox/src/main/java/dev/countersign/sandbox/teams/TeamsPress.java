package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.CallbackDelivery;
import java.util.List;

/// One invoke: the activity, every request that carried it, and how the app's last answer was
/// understood.
public record TeamsPress(
    JsonObject activity, List<CallbackDelivery> deliveries, InvokeResponse answer) {

  public TeamsPress {
    deliveries = List.copyOf(deliveries);
  }

  public boolean acknowledged() {
    return answer.isDocumented();
  }

  public String verb() {
    return action().optionalText("verb").orElse("");
  }

  /// `verb`, `data` and the rest.
  public JsonObject action() {
    return activity.object("value").object("action");
  }

  /// Without the activity, which holds the decision token.
  @Override
  public String toString() {
    return "TeamsPress[" + answer.getClass().getSimpleName() + ", " + deliveries + "]";
  }
}
