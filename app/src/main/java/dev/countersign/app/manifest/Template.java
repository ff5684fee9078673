package dev.countersign.app.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// A file of `manifests/`, as the jar carries it. Each is valid as it stands: what a deployment
/// must fill in is a reserved value, not a hole.
record Template(String text) {
  /// The address in all templates; the domain is one that nobody can own (RFC 2606).
  static final String ADDRESS = "https://countersign.example.com";

  /// @param path below `manifests/`
  static byte[] bytes(String path) {
    try (InputStream in = Template.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Template read(String path) {
    return new Template(new String(bytes(path), StandardCharsets.UTF_8));
  }

  Template with(String reserved, String value) {
    if (!text.contains(reserved)) {
      throw new IllegalStateException("the template lacks " + reserved);
    }
    return new Template(text.replace(reserved, value));
  }

  Template withoutLinesOf(String reserved) {
    return new Template(
        text.lines()
            .filter(line -> !line.contains(reserved))
            .map(line -> line + "\n")
            .collect(Collectors.joining()));
  }
}
