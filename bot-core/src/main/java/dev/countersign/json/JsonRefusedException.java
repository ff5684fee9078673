package dev.countersign.json;

/// Bytes or values that are not `countersign-jcs-1`. The message helps a developer and never
/// repeats content.
public final class JsonRefusedException extends IllegalArgumentException {
  private final JsonRefusal refusal;
  private final int offset;
  private final String pointer;
  private final String detail;

  JsonRefusedException(JsonRefusal refusal, int offset, String detail) {
    this(refusal, offset, "", detail);
  }

  private JsonRefusedException(JsonRefusal refusal, int offset, String pointer, String detail) {
    super(detail);
    this.refusal = refusal;
    this.offset = offset;
    this.pointer = pointer;
    this.detail = detail;
  }

  JsonRefusedException in(String place) {
    return new JsonRefusedException(refusal, offset, place, detail);
  }

  public JsonRefusal refusal() {
    return refusal;
  }

  /// Stable and snake_case, for instance `duplicate_name`.
  public String code() {
    return refusal.code();
  }

  /// The byte at which it was found, from 0: in the input when reading, in the output when writing.
  public int offset() {
    return offset;
  }

  /// The innermost value that was being read, as a JSON pointer (RFC 6901); empty for the document,
  /// and when writing. Stops at a name that is very long.
  public String pointer() {
    return pointer;
  }

  /// The message: a sentence for a developer.
  public String detail() {
    return detail;
  }
}
