package dev.countersign.policy;

import dev.countersign.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/// One ordered step of a ruling.
///
/// @param required how many distinct persons of the group must approve, 1..20
/// @param distinctFunction whether each approval must come from a function that no other approval
///   of the request has
/// @param voteWindow how long after the first approval of the request the last one may come; of
///   several stages the shortest holds for the whole request
public record Stage(
    GroupName group, int required, boolean distinctFunction, Optional<Duration> voteWindow) {
  public static final int MOST_APPROVALS = 20;

  public Stage {
    if (required < 1 || required > MOST_APPROVALS) {
      throw new IllegalArgumentException("a stage needs 1 to " + MOST_APPROVALS + " approvals");
    }
  }

  /// A stage whose approvals may lie as far apart as the deadline lets them.
  public Stage(GroupName group, int required, boolean distinctFunction) {
    this(group, required, distinctFunction, Optional.empty());
  }

  Stage within(Optional<Duration> window) {
    return new Stage(group, required, distinctFunction, window);
  }

  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("group", group.value())
            .put("required", required)
            .put("distinct_function", distinctFunction);
    voteWindow.ifPresent(window -> json.put("vote_window_seconds", window.toSeconds()));
    return json.build();
  }

  public static Stage fromJson(JsonObject json) {
    return new Stage(
        new GroupName(json.text("group")),
        Math.toIntExact(json.number("required")),
        json.bool("distinct_function"),
        json.has("vote_window_seconds")
            ? Optional.of(Duration.ofSeconds(json.number("vote_window_seconds")))
            : Optional.empty());
  }
}
