package dev.countersign.sandbox.wire;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// `application/x-www-form-urlencoded`, both ways, in UTF-8.
public final class FormEncoding {
  private FormEncoding() {}

  /// @throws IllegalArgumentException for an escape that is none
  public static Map<String, String> decode(String body) {
    var fields = new LinkedHashMap<String, String>();
    for (String pair : body.split("&", -1)) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        fields.put(decodeOne(parts[0]), parts.length == 2 ? decodeOne(parts[1]) : "");
      }
    }
    return fields;
  }

  public static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encodeOne(field.getKey()) + "=" + encodeOne(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String decodeOne(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String encodeOne(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
