package dev.countersign.json;

import java.nio.charset.StandardCharsets;

/// Reads one quoted string: escapes, strict UTF-8, and the characters that are refused.
///
/// UTF-8 is decoded by hand because the platform's decoders either replace what is malformed or
/// cannot say where it is. Text in plain ASCII, nearly all of it, is copied at once.
final class StringDecoder {
  private static final int END = -1;

  private final byte[] input;
  private final StringBuilder text = new StringBuilder();
  private int at;

  StringDecoder(byte[] input) {
    this.input = input;
  }

  /// Behind the closing quote of the string that was read last.
  int end() {
    return at;
  }

  /// @param quote the offset of the opening quote
  String decode(int quote) {
    int start = quote + 1;
    at = start;
    skipPlain();
    if (peek() == '"') {
      return new String(input, start, at++ - start, StandardCharsets.ISO_8859_1);
    }
    text.setLength(0);
    appendAscii(start);
    while (true) {
      int c = peek();
      if (c == '"') {
        at++;
        return text.toString();
      }
      if (c == '\\') {
        escape();
      } else if (c >= 0x80) {
        text.appendCodePoint(multiByte(c));
      } else if (c == END) {
        throw refuse(JsonRefusal.MALFORMED_JSON, at, "a string is not closed");
      } else if (c < 0x20) {
        throw refuse(JsonRefusal.MALFORMED_JSON, at, "a control character must be escaped");
      } else {
        int run = at;
        skipPlain();
        appendAscii(run);
      }
    }
  }

  private void skipPlain() {
    int i = at;
    while (i < input.length && input[i] >= 0x20 && input[i] != '"' && input[i] != '\\') {
      i++;
    }
    at = i;
  }

  private void appendAscii(int from) {
    for (int i = from; i < at; i++) {
      text.append((char) input[i]);
    }
  }

  private void escape() {
    int start = at;
    at++;
    int c = peek();
    at++;
    switch (c) {
      case '"', '\\', '/' -> text.append((char) c);
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'u' -> text.appendCodePoint(unicodeEscape(start));
      default -> throw refuse(JsonRefusal.MALFORMED_JSON, start, "unknown escape in a string");
    }
  }

  private int unicodeEscape(int start) {
    char unit = (char) hex4(start);
    if (!Character.isSurrogate(unit)) {
      return allowed(unit, start);
    }
    if (Character.isHighSurrogate(unit) && peek() == '\\') {
      at++;
      if (peek() == 'u') {
        at++;
        char low = (char) hex4(start);
        if (Character.isLowSurrogate(low)) {
          return allowed(Character.toCodePoint(unit, low), start);
        }
      }
    }
    throw refuse(JsonRefusal.LONE_SURROGATE, start, "an escape is half of a surrogate pair");
  }

  private int hex4(int start) {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = hexDigit(peek());
      if (digit < 0) {
        throw refuse(JsonRefusal.MALFORMED_JSON, start, "\\u is followed by four hex digits");
      }
      unit = unit << 4 | digit;
      at++;
    }
    return unit;
  }

  private static int hexDigit(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /// One code point in two to four bytes, by the table of RFC 3629 section 4.
  private int multiByte(int first) {
    int start = at;
    at++;
    int codePoint;
    if (first >= 0xc2 && first <= 0xdf) {
      codePoint = continued(first & 0x1f, 0x80, 0xbf, start);
    } else if (first >= 0xe0 && first <= 0xef) {
      int low = first == 0xe0 ? 0xa0 : 0x80;
      int high = first == 0xed ? 0x9f : 0xbf;
      codePoint = continued(first & 0x0f, low, high, start);
      codePoint = continued(codePoint, 0x80, 0xbf, start);
    } else if (first >= 0xf0 && first <= 0xf4) {
      int low = first == 0xf0 ? 0x90 : 0x80;
      int high = first == 0xf4 ? 0x8f : 0xbf;
      codePoint = continued(first & 0x07, low, high, start);
      codePoint = continued(codePoint, 0x80, 0xbf, start);
      codePoint = continued(codePoint, 0x80, 0xbf, start);
    } else {
      throw notUtf8(start);
    }
    return allowed(codePoint, start);
  }

  private int continued(int bits, int low, int high, int start) {
    int c = peek();
    if (c < low || c > high) {
      throw notUtf8(start);
    }
    at++;
    return bits << 6 | (c & 0x3f);
  }

  private static int allowed(int codePoint, int start) {
    if (Characters.isForbidden(codePoint)) {
      throw refuse(
          JsonRefusal.FORBIDDEN_CHARACTER, start, "U+0000 and noncharacters are not accepted");
    }
    return codePoint;
  }

  private int peek() {
    return at < input.length ? input[at] & 0xff : END;
  }

  private static JsonRefusedException notUtf8(int start) {
    return refuse(JsonRefusal.NOT_UTF8, start, "a string is not well-formed UTF-8");
  }

  private static JsonRefusedException refuse(JsonRefusal refusal, int offset, String detail) {
    return new JsonRefusedException(refusal, offset, detail);
  }
}
