package dev.countersign.json;

/// Bytes or values that are not `countersign-jcs-1`. The message helps a developer and never
/// repeats content.
public final class JsonRefusedException extends IllegalArgumentException {
  private final JsonRefusal refusal;
  private final int offset;

  JsonRefusedException(JsonRefusal refusal, int offset, String detail) {
    super(detail);
    this.refusal = refusal;
    this.offset = offset;
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
}
