package dev.countersign.app.file;

/// One thing that is wrong with a file, or with the environment, for its author.
///
/// @param source the file's name or the variable's
/// @param line from 1; 0 where there is none
/// @param pointer where in the document, as a JSON Pointer (RFC 6901); empty for the whole
/// @param detail one sentence; never holds a value, which may be a secret
public record FileProblem(String source, int line, String pointer, String detail) {

  public static FileProblem of(String source, String detail) {
    return new FileProblem(source, 0, "", detail);
  }

  /// `policy.yaml:17: /rules/0/when: …`
  @Override
  public String toString() {
    return source
        + (line > 0 ? ":" + line : "")
        + ": "
        + (pointer.isEmpty() ? "" : pointer + ": ")
        + detail;
  }
}
