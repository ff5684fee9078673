package dev.countersign.sandbox.slack;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as the emulator needs it: header names in lower case, the body read to its end as
/// UTF-8.
record HttpCall(
    String method, String path, String query, Map<String, String> headers, String body) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /// The media type without its parameters, in lower case.
  Optional<String> mediaType() {
    return header("Content-Type")
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }

  boolean isPost() {
    return method.equals("POST");
  }
}
