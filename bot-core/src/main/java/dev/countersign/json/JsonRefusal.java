package dev.countersign.json;

import java.util.Locale;

/// Why something is not a value of `countersign-jcs-1`; the lower-case name is the stable code.
public enum JsonRefusal {
  /// Not JSON by RFC 8259.
  MALFORMED_JSON,
  /// The input does not start with a value but with a byte order mark.
  BYTE_ORDER_MARK,
  /// Malformed UTF-8 inside a string: overlong forms, encoded surrogates, truncated sequences.
  NOT_UTF8,
  /// One object has the same name twice, compared after unescaping.
  DUPLICATE_NAME,
  /// Half of a surrogate pair, in a value or a name.
  LONE_SURROGATE,
  /// U+0000 or a Unicode noncharacter.
  FORBIDDEN_CHARACTER,
  /// A number outside the profile: see [JsonNumber].
  BAD_NUMBER,
  /// More than [CanonicalJson#MAX_DEPTH] nested containers.
  TOO_DEEP,
  /// More bytes than the caller allows.
  TOO_LARGE,
  /// More than [CanonicalJson#MAX_MEMBERS] object members in one document.
  TOO_MANY_MEMBERS;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
