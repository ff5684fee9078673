package dev.countersign.token;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A JWS in compact serialisation (RFC 7515 section 7.1), in the one spelling that its bytes have.
///
/// [#hasShape] and [#decode] together hold what lenient libraries do not: no stray characters, no
/// padding, no unused bits set, so two different texts are never the same token.
final class CompactJws {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final int PARTS = 3;

  private final byte[] header;
  private final byte[] payload;
  private final byte[] signingInput;
  private final byte[] signature;

  private CompactJws(byte[] header, byte[] payload, byte[] signingInput, byte[] signature) {
    this.header = header;
    this.payload = payload;
    this.signingInput = signingInput;
    this.signature = signature;
  }

  static String sign(TokenHeader header, JsonObject claims, TokenKey<?> key) {
    String input = encode(header.naming(key.kid())) + "." + encode(CanonicalJson.bytes(claims));
    return input + "." + encode(key.sign(ascii(input)));
  }

  /// Three parts of base64url characters, none of them empty:
  /// `^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}$`, one look at each character.
  static boolean hasShape(String text) {
    int parts = 1;
    boolean empty = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '.') {
        if (!isBase64Url(c)) {
          return false;
        }
        empty = false;
      } else if (empty || ++parts > PARTS) {
        return false;
      } else {
        empty = true;
      }
    }
    return parts == PARTS && !empty;
  }

  private static boolean isBase64Url(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  /// @param text one that has the shape
  /// @return null when a part is not the encoding of any bytes, or not the one we would write
  static @Nullable CompactJws decode(String text) {
    int first = text.indexOf('.');
    int last = text.lastIndexOf('.');
    byte[] header = bytes(text.substring(0, first));
    byte[] payload = bytes(text.substring(first + 1, last));
    byte[] signature = bytes(text.substring(last + 1));
    return header == null || payload == null || signature == null
        ? null
        : new CompactJws(header, payload, ascii(text.substring(0, last)), signature);
  }

  private static byte @Nullable [] bytes(String encoded) {
    if (encoded.length() % 4 == 1) {
      return null;
    }
    byte[] bytes = DECODER.decode(encoded);
    // The JDK ignores unused bits of the last character, so several texts decode to the same bytes.
    return encode(bytes).equals(encoded) ? bytes : null;
  }

  byte[] header() {
    return header;
  }

  byte[] payload() {
    return payload;
  }

  boolean isSignedBy(TokenKey<?> key) {
    return key.verifies(signingInput, signature);
  }

  /// The claims; null when the payload is not the canonical bytes of a JSON object.
  @Nullable JsonObject claims() {
    try {
      return CanonicalJson.parse(payload) instanceof JsonObject claims
              && Arrays.equals(CanonicalJson.bytes(claims), payload)
          ? claims
          : null;
    } catch (JsonRefusedException e) {
      return null;
    }
  }

  private static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
