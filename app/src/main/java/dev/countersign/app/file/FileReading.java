package dev.countersign.app.file;

import java.util.List;
import java.util.function.Function;

/// What came of reading a file.
public sealed interface FileReading<T> {

  record Read<T>(T value) implements FileReading<T> {}

  /// Everything that is wrong; nothing of the file may be used.
  record Unreadable<T>(List<FileProblem> problems) implements FileReading<T> {
    public Unreadable {
      problems = List.copyOf(problems);
    }
  }

  default <R> FileReading<R> then(Function<T, FileReading<R>> next) {
    return switch (this) {
      case Read<T>(var value) -> next.apply(value);
      case Unreadable<T>(var problems) -> new Unreadable<>(problems);
    };
  }

  default List<FileProblem> problems() {
    return switch (this) {
      case Read<T> _ -> List.of();
      case Unreadable<T>(var found) -> found;
    };
  }
}
