package dev.countersign.policy;

/// Something that not everybody should read, as it was read: for counting, never for showing.
record Sensitive(SensitiveKind kind, String value) {
  @Override
  public String toString() {
    return "Sensitive[" + kind + "]";
  }
}
