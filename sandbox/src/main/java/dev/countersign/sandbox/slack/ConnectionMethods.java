package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonObject;
import java.util.Map;

/// `apps.connections.open`: where the app may open one socket.
final class ConnectionMethods {
  private final AppCallbacks app;

  ConnectionMethods(AppCallbacks app) {
    this.app = app;
  }

  Map<String, ApiMethod> byName() {
    return Map.of("apps.connections.open", this::open);
  }

  private JsonObject open(Arguments arguments) {
    if (!app.isBySocket()) {
      // Slack documents no code for an app whose Socket Mode is off; this is one of its general
      // ones.
      throw new ApiError("no_permission");
    }
    return JsonObject.builder()
        .put("ok", true)
        .put("url", app.sockets().issue().toString())
        .build();
  }
}
