package dev.countersign.sandbox.wire;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as the emulator needs it: the path as sent, still escaped and with its parameters,
/// header names in lower case, the body read to its end as UTF-8.
public record HttpCall(
    String method, String path, String query, Map<String, String> headers, String body) {

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /// The media type without its parameters, in lower case.
  public Optional<String> mediaType() {
    return header("Content-Type")
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }

  public boolean isPost() {
    return method.equals("POST");
  }
}
