package dev.countersign.policy;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.List;

/// One reason inside a ruling; a tree, so that a card and an auditor can see why.
///
/// @param subject what was looked at: a rule id, a fact, a risk factor or a stage
/// @param result a stable word: `matched`, `not_matched`, `error`, `raised`, `required`,
///   `nobody_can_decide` …
/// @param because one sentence in the gate's own words; never supplied text
public record Finding(String subject, String result, String because, List<Finding> parts) {
  public Finding {
    parts = List.copyOf(parts);
  }

  public static Finding of(String subject, String result, String because) {
    return new Finding(subject, result, because, List.of());
  }

  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder().put("subject", subject).put("result", result).put("because", because);
    return parts.isEmpty()
        ? json.build()
        : json.put("parts", JsonArray.of(parts, Finding::toJson)).build();
  }

  public static Finding fromJson(JsonObject json) {
    return new Finding(
        json.text("subject"),
        json.text("result"),
        json.text("because"),
        json.has("parts") ? json.objects("parts", Finding::fromJson) : List.of());
  }
}
