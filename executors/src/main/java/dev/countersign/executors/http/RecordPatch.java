package dev.countersign.executors.http;

import dev.countersign.executors.connection.Archiving;
import dev.countersign.executors.connection.RecordResource;
import dev.countersign.executors.connection.RecordResource.Patch;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordChange.Operation;
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
    if (held.type().removes(change.operation())) {
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

  /// What a service is sent so that it makes a record that holds what people approved.
  static SentRequest creating(
      RecordChange change,
      RecordResource type,
      String url,
      Optional<Map.Entry<String, String>> key) {
    JsonObject body = JsonObject.EMPTY;
    for (RecordChange.Field field : change.fields()) {
      body =
          with(body, steps(type.field(field.path()).orElseThrow().at()), field.to().orElseThrow());
    }
    return SentRequest.changing(
        "POST",
        url,
        Optional.empty(),
        Optional.of(new SentRequest.Body("application/json", body)),
        key);
  }

  /// One member that changes.
  ///
  /// @param isThere whether the document has it
  private record Edit(String at, boolean isThere, Json to) {}

  private static List<Edit> edits(RecordChange change, HeldRecord held) {
    return switch (change.operation()) {
      case ARCHIVE, RESTORE -> {
        Archiving.ByMember mark = held.type().mark().orElseThrow();
        yield List.of(
            new Edit(
                mark.at(),
                held.mark().isPresent(),
                change.operation() == Operation.ARCHIVE ? mark.archived() : mark.otherwise()));
      }
      case CREATE, UPDATE, DELETE ->
          change.fields().stream()
              .map(field ->
                  new Edit(held.rule(field).at(), held.isThere(field), field.to().orElseThrow()))
              .toList();
    };
  }

  private static JsonObject merged(RecordChange change, HeldRecord held) {
    JsonObject body = JsonObject.EMPTY;
    for (Edit edit : edits(change, held)) {
      body = with(body, steps(edit.at()), edit.to());
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
    if (change.operation() != Operation.UPDATE) {
      held.mark()
          .ifPresent(mark ->
              operations.add(operation("test", held.type().mark().orElseThrow().at(), mark)));
    }
    for (Edit edit : edits(change, held)) {
      operations.add(operation(edit.isThere() ? "replace" : "add", edit.at(), edit.to()));
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
