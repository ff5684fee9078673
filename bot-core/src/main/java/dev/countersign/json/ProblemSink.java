package dev.countersign.json;

/// Takes what is wrong with a foreign document, one place at a time, so that its author hears of
/// everything at once.
@FunctionalInterface
public interface ProblemSink {

  /// Notes one problem.
  ///
  /// @param pointer where, as a JSON Pointer (RFC 6901) into the document; empty for the document
  ///   itself
  /// @param code a stable snake_case word
  /// @param detail one sentence for the document's author
  void add(String pointer, String code, String detail);
}
