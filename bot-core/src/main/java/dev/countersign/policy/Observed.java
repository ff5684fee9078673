package dev.countersign.policy;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.util.List;

/// What a ruling outside the pilot would have been inside. It is told and counted, and nothing
/// follows from it: the ruling itself refuses, so nobody is asked and nothing is granted.
///
/// @param gate what it would have said
/// @param stages who would have been asked, in order
public record Observed(Gate gate, List<Stage> stages) {
  public Observed {
    stages = List.copyOf(stages);
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("gate", WireName.of(gate))
        .put("stages", JsonArray.of(stages, Stage::toJson))
        .build();
  }

  static Observed fromJson(JsonObject json) {
    return new Observed(
        WireName.require(Gate.class, json.text("gate")), json.objects("stages", Stage::fromJson));
  }
}
