package dev.countersign.policy;

import dev.countersign.json.JsonObject;

/// One ordered step of a ruling.
///
/// @param required how many distinct persons of the group must approve, 1..20
/// @param distinctFunction whether each approval must come from a function that no other approval
///   of the request has
public record Stage(GroupName group, int required, boolean distinctFunction) {
  public static final int MOST_APPROVALS = 20;

  public Stage {
    if (required < 1 || required > MOST_APPROVALS) {
      throw new IllegalArgumentException("a stage needs 1 to " + MOST_APPROVALS + " approvals");
    }
  }

  public JsonObject toJson() {
    return JsonObject.builder()
        .put("group", group.value())
        .put("required", required)
        .put("distinct_function", distinctFunction)
        .build();
  }

  public static Stage fromJson(JsonObject json) {
    return new Stage(
        new GroupName(json.text("group")),
        Math.toIntExact(json.number("required")),
        json.bool("distinct_function"));
  }
}
