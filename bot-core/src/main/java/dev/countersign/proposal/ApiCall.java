package dev.countersign.proposal;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonShapeException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A request to an HTTP API.
///
/// @param url absolute; see [#address]
/// @param headers by name, as the action spells them
/// @param authScope the rights that it needs, as the agent says
/// @param sideEffects what else it does, as the agent says
public record ApiCall(
    Method method,
    String url,
    SortedMap<String, String> headers,
    Optional<Body> body,
    List<String> authScope,
    List<String> sideEffects)
    implements ProposedChanges {

  public ApiCall {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    authScope = List.copyOf(authScope);
    sideEffects = List.copyOf(sideEffects);
  }

  /// Of RFC 9110, section 9.3, and RFC 5789.
  public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
  }

  public record Body(String mediaType, Content content) {}

  /// What a body holds.
  public sealed interface Content {
    /// Sent in the very bytes that it has inside the frozen action.
    record OfJson(Json json) implements Content {}

    /// Sent as UTF-8.
    record OfText(String text) implements Content {}
  }

  public URI address() {
    return URI.create(url);
  }

  static ApiCall read(JsonObject document) {
    return new ApiCall(
        Method.valueOf(document.text("method")),
        document.text("url"),
        headers(document.optionalObject("headers").orElse(JsonObject.EMPTY)),
        document.optionalObject("body").map(ApiCall::body),
        document.optionalTexts("auth_scope"),
        document.optionalTexts("side_effects"));
  }

  private static SortedMap<String, String> headers(JsonObject headers) {
    SortedMap<String, String> byName = new TreeMap<>();
    headers.members().keySet().forEach(name -> byName.put(name, headers.text(name)));
    return byName;
  }

  private static Body body(JsonObject body) {
    Json json = body.get("json");
    if (json != null && body.has("text")) {
      throw new JsonShapeException("body", "either json or text");
    }
    return new Body(
        body.text("media_type"),
        json == null ? new Content.OfText(body.text("text")) : new Content.OfJson(json));
  }
}
