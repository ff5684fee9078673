package dev.countersign.people;

import java.util.Optional;

/// One line that a person typed: a reason that others read.
public final class TypedLine {
  private TypedLine() {}

  /// Blanks of any kind become one blank.
  ///
  /// @param least characters that it has at least
  /// @param most characters that it has at most
  /// @return empty where it is too short or too long, or has characters that nobody sees
  public static Optional<String> of(String typed, int least, int most) {
    String line = typed.strip().replaceAll("\\s+", " ");
    boolean seen =
        line.codePoints()
            .allMatch(each ->
                switch (Character.getType(each)) {
                  case Character.CONTROL,
                      Character.FORMAT,
                      Character.SURROGATE,
                      Character.PRIVATE_USE,
                      Character.UNASSIGNED,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR ->
                      false;
                  default -> true;
                });
    return seen && line.length() >= least && line.length() <= most
        ? Optional.of(line)
        : Optional.empty();
  }
}
