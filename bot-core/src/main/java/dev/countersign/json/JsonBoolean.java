package dev.countersign.json;

/// `true` or `false`.
public enum JsonBoolean implements Json {
  TRUE,
  FALSE;

  public boolean value() {
    return this == TRUE;
  }
}
