package dev.countersign.json;

/// A JSON value as RFC 8259 has it, immutable, with the number profile of `countersign-jcs-1`.
///
/// The only way from foreign bytes to a value is [CanonicalJson#parse]; values made by our own code
/// are built with [JsonObject#builder] and the `of` factories. Two values are equal when their
/// canonical bytes are.
public sealed interface Json
    permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

  static JsonString of(String text) {
    return new JsonString(text);
  }

  static JsonNumber of(long number) {
    return JsonNumber.of(number);
  }

  static JsonBoolean of(boolean value) {
    return value ? JsonBoolean.TRUE : JsonBoolean.FALSE;
  }
}
