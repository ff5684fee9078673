package dev.countersign.json;

/// The `null` literal. Our own documents leave absent members out, so it only appears inside
/// supplied values.
public enum JsonNull implements Json {
  NULL
}
