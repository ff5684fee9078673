package dev.countersign.sandbox.slack;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.Violation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// `views.open`: a modal for the person whose interaction gave the trigger.
final class ViewMethods {
  private static final int MAX_VIEW_BYTES = 250 * 1024;

  private final TriggerIds triggers;
  private final List<OpenedView> opened = new CopyOnWriteArrayList<>();

  ViewMethods(TriggerIds triggers) {
    this.triggers = triggers;
  }

  Map<String, ApiMethod> byName() {
    return Map.of("views.open", this::open);
  }

  List<OpenedView> opened() {
    return List.copyOf(opened);
  }

  private JsonObject open(Arguments arguments) {
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
    String user = triggers.exchange(arguments.required("trigger_id"));
    var shown = new OpenedView("V%07d".formatted(opened.size() + 1), user, view);
    opened.add(shown);
    return JsonObject.builder().put("ok", true).put("view", described(shown)).build();
  }

  private static JsonObject described(OpenedView shown) {
    return shown
        .view()
        .with("id", Json.of(shown.id()))
        .with("team_id", Json.of(Workspace.TEAM_ID))
        .with("app_id", Json.of(Workspace.APP_ID))
        .with("bot_id", Json.of(Workspace.BOT_ID))
        .with("app_installed_team_id", Json.of(Workspace.TEAM_ID));
  }
}
