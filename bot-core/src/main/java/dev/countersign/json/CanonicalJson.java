package dev.countersign.json;

import java.nio.charset.StandardCharsets;

/// The one parser and the one spelling of JSON here: `countersign-jcs-1`, which is RFC 8785 over
/// RFC 7493, narrowed.
///
/// Strict UTF-8 without a byte order mark; names distinct after unescaping; no lone surrogates, no
/// U+0000, no noncharacters; numbers as [JsonNumber] says; no Unicode normalisation. Written names
/// are sorted by UTF-16 code units. For every accepted input, `parse(bytes(parse(b)))` equals
/// `parse(b)`.
public final class CanonicalJson {
  /// Nested objects and arrays.
  public static final int MAX_DEPTH = 32;

  /// Object members in one document, all levels together.
  public static final int MAX_MEMBERS = 2_000;

  /// Bytes of input where the caller names no limit: the largest body of the agent API.
  public static final int MAX_BYTES = 256 * 1024;

  private CanonicalJson() {}

  /// Reads one value of at most [#MAX_BYTES].
  ///
  /// @throws JsonRefusedException when the bytes are not exactly one acceptable value
  public static Json parse(byte[] utf8) {
    return parse(utf8, MAX_BYTES);
  }

  /// Reads one value within a limit of the caller's.
  ///
  /// @throws JsonRefusedException when the bytes are not exactly one acceptable value of at most
  ///   `maxBytes`
  public static Json parse(byte[] utf8, int maxBytes) {
    if (utf8.length > maxBytes) {
      throw new JsonRefusedException(
          JsonRefusal.TOO_LARGE, maxBytes, "the document is larger than " + maxBytes + " bytes");
    }
    return new CanonicalParser(utf8).document();
  }

  /// The canonical bytes of a value, however it was made.
  ///
  /// @throws JsonRefusedException when a value of our own making is deeper than [#MAX_DEPTH] or has
  ///   text that JSON bytes could not carry unchanged
  public static byte[] bytes(Json value) {
    return new CanonicalWriter().write(value);
  }

  /// As [#bytes], as text.
  public static String text(Json value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }
}
