package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.CallbackDelivery;

/// One activity that is no invoke, and the signed request that carried it.
public record TeamsDelivery(JsonObject activity, CallbackDelivery delivery) {

  /// Whether Teams is content: HTTP 200, 201 or 202 in time.
  public boolean acknowledged() {
    return switch (delivery.status()) {
      case 200, 201, 202 -> true;
      default -> false;
    };
  }

  /// Without the activity, whose value may hold a decision token.
  @Override
  public String toString() {
    return "TeamsDelivery[" + delivery + "]";
  }
}
