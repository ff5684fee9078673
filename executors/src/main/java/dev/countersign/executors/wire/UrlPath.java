package dev.countersign.executors.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An absolute URL path that every server reads alike: decoded segments, none of which could be
/// taken for structure.
///
/// Refused: empty segments except a last one, dot segments, path parameters (`;`), percent-encoded
/// unreserved or structural characters, malformed or overlong UTF-8, control characters, and text
/// that compatibility normalisation (NFKC, as some servers apply it) would turn into one of these.
public record UrlPath(List<String> segments) {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final String LITERAL = UNRESERVED + "!$&'()*+,=:@";
  private static final String STRUCTURAL = "/\\;%?#";

  public UrlPath {
    segments = List.copyOf(segments);
  }

  public static Optional<UrlPath> parse(String raw) {
    if (!raw.startsWith("/")) {
      return Optional.empty();
    }
    var segments = new ArrayList<String>();
    for (String part : raw.substring(1).split("/", -1)) {
      Optional<String> segment = decode(part);
      boolean followsEmpty = !segments.isEmpty() && segments.getLast().isEmpty();
      if (segment.isEmpty() || followsEmpty) {
        return Optional.empty();
      }
      segments.add(segment.get());
    }
    return Optional.of(new UrlPath(segments));
  }

  private static Optional<String> decode(String part) {
    var bytes = new ByteArrayOutputStream(part.length());
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '%') {
        int value = PercentTriplet.at(part, i);
        if (value < 0 || UNRESERVED.indexOf(value) >= 0) {
          return Optional.empty();
        }
        bytes.write(value);
        i += 2;
      } else if (LITERAL.indexOf(c) >= 0) {
        bytes.write(c);
      } else {
        return Optional.empty();
      }
    }
    return utf8(bytes.toByteArray())
        .filter(UrlPath::isPlain)
        .filter(text -> isPlain(Normalizer.normalize(text, Normalizer.Form.NFKC)));
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(String segment) {
    return !segment.equals(".")
        && !segment.equals("..")
        && segment.chars().noneMatch(c -> STRUCTURAL.indexOf(c) >= 0 || Character.isISOControl(c));
  }
}
