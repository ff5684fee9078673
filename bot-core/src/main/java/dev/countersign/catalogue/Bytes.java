package dev.countersign.catalogue;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonPointer;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.RecordChange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a catalogue finds values in the frozen bytes of an action.
///
/// A place is a JSON Pointer (RFC 6901). Of a record change it is the path of a changed field, and
/// the value is the new one. Of every other class it starts at `proposed_changes`, such as
/// `/body/json/amount`; and of an API call `/path/NAME` is an open segment of the allowed path, and
/// `/body/form/NAME` a member of a body of `application/x-www-form-urlencoded`.
public final class Bytes {
  private static final String PATH = "/path/";
  private static final String FORM = "/body/form/";
  private static final String FORM_TYPE = "application/x-www-form-urlencoded";

  private final Action action;
  private final Map<String, String> segments;

  /// @param segments the open segments of an API call's path by their names
  public Bytes(Action action, Map<String, String> segments) {
    this.action = action;
    this.segments = Map.copyOf(segments);
  }

  Optional<Json> at(String pointer) {
    if (action.changes() instanceof RecordChange change) {
      return change.fields().stream()
          .filter(field -> field.path().equals(pointer))
          .findFirst()
          .flatMap(RecordChange.Field::to);
    }
    if (pointer.startsWith(PATH)) {
      return Optional.ofNullable(segments.get(pointer.substring(PATH.length()))).map(Json::of);
    }
    if (pointer.startsWith(FORM)) {
      return form(pointer.substring(FORM.length()));
    }
    return JsonPointer.find(document(), pointer);
  }

  /// Whether the action names this place, if only to remove what is there.
  boolean names(String pointer) {
    return action.changes() instanceof RecordChange change
        ? change.fields().stream().anyMatch(field -> field.path().equals(pointer))
        : at(pointer).isPresent();
  }

  private JsonObject document() {
    return action.changesDocument();
  }

  /// A name that is there twice has no one value.
  private Optional<Json> form(String name) {
    if (!(action.changes() instanceof ApiCall call)
        || call.body().isEmpty()
        || !call.body().get().mediaType().startsWith(FORM_TYPE)
        || !(call.body().get().content() instanceof ApiCall.Content.OfText(var text))) {
      return Optional.empty();
    }
    List<String> values =
        Arrays.stream(text.split("&", -1))
            .map(pair -> pair.split("=", 2))
            .filter(pair -> pair.length == 2 && decoded(pair[0]).equals(Optional.of(name)))
            .flatMap(pair -> decoded(pair[1]).stream())
            .toList();
    return values.size() == 1 ? Optional.of(Json.of(values.getFirst())) : Optional.empty();
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
