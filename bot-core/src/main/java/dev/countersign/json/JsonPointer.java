package dev.countersign.json;

/// JSON Pointers (RFC 6901), which name a place in a document; the empty one names the whole.
public final class JsonPointer {
  private JsonPointer() {}

  /// The member of this name, or the item of this number, of what stands at `pointer`.
  public static String below(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
