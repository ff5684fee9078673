package dev.countersign.sandbox.slack;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.Violation;
import java.util.List;
import java.util.Map;

/// `views.open` and `views.push`: a modal for the person whose interaction gave the trigger.
/// `views.update`: another in its place, without a trigger. `views.publish`: the app's own page,
/// its App Home, for anybody at any time.
final class ViewMethods {
  private static final int MAX_VIEW_BYTES = 250 * 1024;

  private final Workspace workspace;
  private final TriggerIds triggers;
  private final Modals modals;

  ViewMethods(Workspace workspace, TriggerIds triggers, Modals modals) {
    this.workspace = workspace;
    this.triggers = triggers;
    this.modals = modals;
  }

  Map<String, ApiMethod> byName() {
    return Map.of(
        "views.open", this::open,
        "views.push", this::push,
        "views.update", this::update,
        "views.publish", this::publish);
  }

  private JsonObject open(Arguments arguments) {
    JsonObject view = view(arguments, "modal");
    return shown(modals.open(triggers.exchange(arguments.required("trigger_id")), view));
  }

  private JsonObject push(Arguments arguments) {
    JsonObject view = view(arguments, "modal");
    return shown(modals.push(triggers.exchange(arguments.required("trigger_id")), view));
  }

  private JsonObject update(Arguments arguments) {
    JsonObject view = view(arguments, "modal");
    return shown(modals.update(arguments.required("view_id"), arguments.text("hash"), view));
  }

  private JsonObject publish(Arguments arguments) {
    JsonObject view = view(arguments, "home");
    String user = arguments.required("user_id");
    if (workspace.user(user).isEmpty()) {
      throw new ApiError("user_not_found");
    }
    return shown(modals.publish(user, arguments.text("hash"), view));
  }

  private static JsonObject shown(OpenedView view) {
    return JsonObject.builder().put("ok", true).put("view", Modals.described(view)).build();
  }

  private static JsonObject view(Arguments arguments, String type) {
    Json json =
        arguments
            .structure("view", "invalid_arguments")
            .orElseThrow(() -> ApiError.missing("view"));
    if (!(json instanceof JsonObject view)) {
      throw new ApiError("invalid_arguments", "must provide an object [json-pointer:/view]");
    }
    if (CanonicalJson.bytes(view).length > MAX_VIEW_BYTES) {
      throw new ApiError("view_too_large");
    }
    List<Violation> violations = BlockKit.checkView(view);
    if (!violations.isEmpty()) {
      throw ApiError.invalidView(violations);
    }
    if (!view.text("type").equals(type)) {
      throw new ApiError("invalid_arguments", "not a " + type);
    }
    return view;
  }
}
