package dev.countersign.app.http;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An error as callers read it: `application/problem+json` of RFC 9457.
///
/// Shape: `{"type":"urn:countersign:problem:<code>","title","status","code","detail"}`, for what a
/// member is in the way of also `"errors":[{"pointer","detail","code"}]`, and for a body that is no
/// acceptable JSON `"offset"`, the byte at which that was found.
///
/// @param code stable and snake_case
/// @param detail one sentence for a developer; never repeats what was sent
/// @param members further members of the document
record Problem(
    int status,
    String code,
    String detail,
    Map<String, Json> members,
    Map<String, String> headers) {
  static final String CONTENT_TYPE = "application/problem+json";

  Problem {
    members = Map.copyOf(members);
    headers = Map.copyOf(headers);
  }

  static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, Map.of(), Map.of());
  }

  Problem header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(status, code, detail, members, more);
  }

  Problem member(String name, Json value) {
    Map<String, Json> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Problem(status, code, detail, more, headers);
  }

  /// @param wait at least this long; told in whole seconds, rounded up
  Problem retryAfter(Duration wait) {
    long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    return header("Retry-After", Long.toString(seconds));
  }

  Problem errors(List<ProposalError> errors) {
    return member(
        "errors",
        JsonArray.of(
            errors,
            error ->
                JsonObject.builder()
                    .put("pointer", error.pointer())
                    .put("detail", error.detail())
                    .put("code", error.code())
                    .build()));
  }

  JsonObject document() {
    JsonObject document =
        JsonObject.builder()
            .put("type", "urn:countersign:problem:" + code)
            .put("title", title(status))
            .put("status", status)
            .put("code", code)
            .put("detail", detail)
            .build();
    for (Map.Entry<String, Json> member : members.entrySet()) {
      document = document.with(member.getKey(), member.getValue());
    }
    return document;
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "The request is malformed";
      case 401 -> "A valid key is required";
      case 403 -> "This key may not do that";
      case 404 -> "There is no such thing";
      case 405 -> "This method does not apply here";
      case 408 -> "The request did not arrive in time";
      case 409 -> "The present state does not allow it";
      case 413 -> "The body is too large";
      case 415 -> "The body is in another form";
      case 422 -> "The request cannot be taken as it is";
      case 429 -> "Too many requests";
      case 431 -> "The headers are too large";
      case 501, 505 -> "This is not spoken here";
      case 503 -> "Not possible right now";
      default -> status < 500 ? "The request was refused" : "Something of ours is broken";
    };
  }

  ProblemException thrown() {
    return new ProblemException(this);
  }
}
