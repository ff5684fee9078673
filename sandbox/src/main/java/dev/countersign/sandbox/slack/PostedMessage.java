package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A message in a channel with everything it ever said; the last version is what people see.
/// Immutable: a later edit makes another object.
public record PostedMessage(
    String channel,
    String ts,
    String author,
    Optional<String> threadTs,
    List<Version> versions,
    boolean deleted) {

  public PostedMessage {
    versions = List.copyOf(versions);
  }

  public Version current() {
    return versions.getLast();
  }

  public String text() {
    return current().text();
  }

  public JsonArray blocks() {
    return current().blocks();
  }

  /// The message as people at a terminal read it; see [CardText].
  public String rendered() {
    return CardText.render(blocks());
  }

  PostedMessage edited(Version next) {
    var more = new ArrayList<>(versions);
    more.add(next);
    return new PostedMessage(channel, ts, author, threadTs, more, deleted);
  }

  PostedMessage erased() {
    return new PostedMessage(channel, ts, author, threadTs, versions, true);
  }

  /// As the Web API and interaction payloads carry it.
  JsonObject toJson() {
    Version shown = current();
    return JsonObject.builder()
        .put("type", "message")
        .put("user", author)
        .put("bot_id", author.equals(Workspace.BOT_USER_ID) ? Workspace.BOT_ID : null)
        .put("app_id", author.equals(Workspace.BOT_USER_ID) ? Workspace.APP_ID : null)
        .put("team", Workspace.TEAM_ID)
        .put("ts", ts)
        .put("thread_ts", threadTs.orElse(null))
        .put("text", shown.text())
        .put("blocks", shown.blocks().items().isEmpty() ? null : shown.blocks())
        .put("metadata", shown.metadata().orElse(null))
        .build();
  }
}
