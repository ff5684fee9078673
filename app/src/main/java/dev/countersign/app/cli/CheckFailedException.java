package dev.countersign.app.cli;

import dev.countersign.app.file.FileProblem;
import java.util.List;

/// Ends a command with everything that is wrong, one line each.
public final class CheckFailedException extends RuntimeException {
  private final int exitCode;
  private final transient List<String> lines;

  private CheckFailedException(int exitCode, List<String> lines) {
    super(String.join(System.lineSeparator(), lines));
    this.exitCode = exitCode;
    this.lines = List.copyOf(lines);
  }

  public static CheckFailedException of(String line) {
    return new CheckFailedException(ExitCode.FAILED, List.of(line));
  }

  public static CheckFailedException of(List<FileProblem> problems) {
    return new CheckFailedException(ExitCode.FAILED, texts(problems));
  }

  public static CheckFailedException usage(List<FileProblem> problems) {
    return new CheckFailedException(ExitCode.USAGE, texts(problems));
  }

  public static CheckFailedException usage(String line) {
    return new CheckFailedException(ExitCode.USAGE, List.of(line));
  }

  public static CheckFailedException unreachable(String line) {
    return new CheckFailedException(ExitCode.UNREACHABLE, List.of(line));
  }

  private static List<String> texts(List<FileProblem> problems) {
    return problems.stream().map(FileProblem::toString).toList();
  }

  int exitCode() {
    return exitCode;
  }

  List<String> lines() {
    return lines;
  }
}
