package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.PressRefusedException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The modals of everybody, which the app ever opened and which still stand open; and the app's
/// page of each person.
final class Modals {
  private final List<OpenedView> opened = new ArrayList<>();
  private final Map<String, OpenedView> standing = new LinkedHashMap<>();
  private final Map<String, List<OpenedView>> homes = new LinkedHashMap<>();

  /// Opens a modal; blocks without ids get some, as everywhere.
  synchronized OpenedView open(String user, JsonObject view) {
    var shown = new OpenedView("V%07d".formatted(opened.size() + 1), user, withIds(view));
    opened.add(shown);
    standing.put(shown.id(), shown);
    return shown;
  }

  synchronized List<OpenedView> opened() {
    return List.copyOf(opened);
  }

  /// The last that the person opened and that is not closed.
  synchronized Optional<OpenedView> of(String user) {
    return standing.values().stream()
        .filter(view -> view.user().equals(user))
        .reduce((_, later) -> later);
  }

  /// As it stands now, for the person who has it open.
  synchronized OpenedView require(String id, String user) {
    return Optional.ofNullable(standing.get(id))
        .filter(view -> view.user().equals(user))
        .orElseThrow(() -> new PressRefusedException(Reason.NO_SUCH_VIEW));
  }

  synchronized OpenedView replace(OpenedView old, JsonObject view) {
    var shown = new OpenedView(old.id(), old.user(), withIds(view));
    standing.put(shown.id(), shown);
    return shown;
  }

  /// A modal that stands open, whoever has it.
  synchronized Optional<OpenedView> standing(String id) {
    return Optional.ofNullable(standing.get(id));
  }

  /// Puts a content onto the app's page of one person.
  synchronized OpenedView publish(String user, JsonObject view) {
    var shown = new OpenedView("VHOME" + user, user, withIds(view));
    homes.computeIfAbsent(user, _ -> new ArrayList<>()).add(shown);
    return shown;
  }

  /// Every content that the app's page of one person had, oldest first.
  synchronized List<OpenedView> homes(String user) {
    return List.copyOf(homes.getOrDefault(user, List.of()));
  }

  synchronized void close(OpenedView view) {
    standing.remove(view.id());
  }

  synchronized void closeAll(String user) {
    standing.values().removeIf(view -> view.user().equals(user));
  }

  /// A view as Slack describes it to the app.
  static JsonObject described(OpenedView shown) {
    JsonObject view = shown.view();
    return view.with("id", Json.of(shown.id()))
        .with("team_id", Json.of(Workspace.TEAM_ID))
        .with("app_id", Json.of(Workspace.APP_ID))
        .with("bot_id", Json.of(Workspace.BOT_ID))
        .with("app_installed_team_id", Json.of(Workspace.TEAM_ID))
        .with("root_view_id", Json.of(shown.id()))
        .with("callback_id", Json.of(view.optionalText("callback_id").orElse("")))
        .with("private_metadata", Json.of(view.optionalText("private_metadata").orElse("")));
  }

  private static JsonObject withIds(JsonObject view) {
    return view.with("blocks", BlockIds.complete(new JsonArray(view.items("blocks"))));
  }
}
