package dev.countersign.json;

import java.util.Arrays;
import java.util.Objects;

/// Writes one value. Recursion is bounded by [CanonicalJson#MAX_DEPTH].
final class CanonicalWriter {
  private static final int FIRST_SIZE = 512;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private byte[] output = new byte[FIRST_SIZE];
  private int size;
  private int depth;

  byte[] write(Json value) {
    append(value);
    return Arrays.copyOf(output, size);
  }

  private void append(Json value) {
    switch (value) {
      case JsonString(String text) -> append(text);
      case JsonNumber(String token) -> ascii(token);
      case JsonBoolean bool -> ascii(bool.value() ? "true" : "false");
      case JsonNull _ -> ascii("null");
      case JsonObject object -> append(object);
      case JsonArray array -> append(array);
    }
  }

  private void append(JsonObject object) {
    enter();
    put('{');
    String[] names = object.members().keySet().toArray(String[]::new);
    Arrays.sort(names); // String order is the order of UTF-16 code units, which RFC 8785 asks for
    for (int i = 0; i < names.length; i++) {
      if (i > 0) {
        put(',');
      }
      append(names[i]);
      put(':');
      append(Objects.requireNonNull(object.get(names[i])));
    }
    put('}');
    depth--;
  }

  private void append(JsonArray array) {
    enter();
    put('[');
    for (int i = 0; i < array.items().size(); i++) {
      if (i > 0) {
        put(',');
      }
      append(array.items().get(i));
    }
    put(']');
    depth--;
  }

  private void enter() {
    if (++depth > CanonicalJson.MAX_DEPTH) {
      throw refuse(
          JsonRefusal.TOO_DEEP,
          "objects and arrays nest at most " + CanonicalJson.MAX_DEPTH + " levels deep");
    }
  }

  private void append(String text) {
    put('"');
    for (int i = plain(text); i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        put(c);
      } else if (c < 0x80) {
        escape(c);
      } else {
        int codePoint = text.codePointAt(i);
        multiByte(codePoint);
        i += Character.charCount(codePoint) - 1;
      }
    }
    put('"');
  }

  /// Writes the characters before the first that needs care, nearly always all of them, and answers
  /// how many.
  private int plain(String text) {
    int length = text.length();
    makeRoom(length);
    byte[] target = output;
    int start = size;
    int i = 0;
    while (i < length && isPlain(text.charAt(i))) {
      target[start + i] = (byte) text.charAt(i);
      i++;
    }
    size = start + i;
    return i;
  }

  private static boolean isPlain(char c) {
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> escaped(c);
      case '\b' -> escaped('b');
      case '\t' -> escaped('t');
      case '\n' -> escaped('n');
      case '\f' -> escaped('f');
      case '\r' -> escaped('r');
      case 0 -> throw forbidden();
      default -> {
        escaped('u');
        ascii("00");
        put(HEX[c >> 4]);
        put(HEX[c & 0xf]);
      }
    }
  }

  private void escaped(char letter) {
    put('\\');
    put(letter);
  }

  private void multiByte(int codePoint) {
    if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      throw refuse(JsonRefusal.LONE_SURROGATE, "a string has half of a surrogate pair");
    }
    if (Characters.isForbidden(codePoint)) {
      throw forbidden();
    }
    if (codePoint < 0x800) {
      put(0xc0 | codePoint >> 6);
    } else {
      if (codePoint < 0x10000) {
        put(0xe0 | codePoint >> 12);
      } else {
        put(0xf0 | codePoint >> 18);
        put(0x80 | (codePoint >> 12 & 0x3f));
      }
      put(0x80 | (codePoint >> 6 & 0x3f));
    }
    put(0x80 | (codePoint & 0x3f));
  }

  private void ascii(String token) {
    plain(token);
  }

  private void put(int octet) {
    makeRoom(1);
    output[size++] = (byte) octet;
  }

  private void makeRoom(int octets) {
    if (octets > output.length - size) {
      output = Arrays.copyOf(output, Math.max(output.length * 2, size + octets));
    }
  }

  private JsonRefusedException forbidden() {
    return refuse(
        JsonRefusal.FORBIDDEN_CHARACTER, "U+0000 and noncharacters are not accepted in a string");
  }

  private JsonRefusedException refuse(JsonRefusal refusal, String detail) {
    return new JsonRefusedException(refusal, size, detail);
  }
}
