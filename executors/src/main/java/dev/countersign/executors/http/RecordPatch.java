package dev.countersign.executors.http;

import dev.countersign.executors.connection.RecordResource.Patch;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.proposal.RecordChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a service is sent so that one record becomes what people approved: the listed members with
/// the approved values, and what guards the record.
final class RecordPatch {
  private RecordPatch() {}

  /// @param held as it was read right before; what it has of a strong tag is sent as `If-Match`
  static SentRequest of(
      RecordChange change, HeldRecord held, String url, Optional<Map.Entry<String, String>> key) {
    if (change.operation() == RecordChange.Operation.DELETE) {
      return SentRequest.changing("DELETE", url, held.tag(), Optional.empty(), key);
    }
    Patch form = held.type().patch();
    Json body =
        switch (form) {
          case MERGE_PATCH -> merged(change, held);
          case JSON_PATCH -> operations(change, held);
        };
    return SentRequest.changing(
        "PATCH", url, held.tag(), Optional.of(new SentRequest.Body(form.mediaType(), body)), key);
  }

  private static JsonObject merged(RecordChange change, HeldRecord held) {
    JsonObject body = JsonObject.EMPTY;
    for (RecordChange.Field field : change.fields()) {
      body = with(body, steps(held.rule(field).at()), field.to().orElseThrow());
    }
    Optional<Json> version = held.member();
    return version.isPresent()
        ? with(body, steps(held.type().version().orElseThrow()), version.get())
        : body;
  }

  private static List<String> steps(String pointer) {
    return List.of(pointer.substring(1).split("/", -1));
  }

  private static JsonObject with(JsonObject around, List<String> steps, Json value) {
    String name = steps.getFirst().replace("~1", "/").replace("~0", "~");
    if (steps.size() == 1) {
      return around.with(name, value);
    }
    JsonObject inner = around.get(name) instanceof JsonObject object ? object : JsonObject.EMPTY;
    return around.with(name, with(inner, steps.subList(1, steps.size()), value));
  }

  private static JsonArray operations(RecordChange change, HeldRecord held) {
    List<Json> operations = new ArrayList<>();
    held.member()
        .ifPresent(version ->
            operations.add(operation("test", held.type().version().orElseThrow(), version)));
    for (RecordChange.Field field : change.fields()) {
      if (held.isThere(field)) {
        operations.add(operation("test", held.rule(field).at(), held.written(field)));
      }
    }
    for (RecordChange.Field field : change.fields()) {
      operations.add(
          operation(
              held.isThere(field) ? "replace" : "add",
              held.rule(field).at(),
              field.to().orElseThrow()));
    }
    return new JsonArray(operations);
  }

  private static JsonObject operation(String name, String path, Json value) {
    return JsonObject.builder()
        .put("op", new JsonString(name))
        .put("path", new JsonString(path))
        .put("value", value)
        .build();
  }
}
